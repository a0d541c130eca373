"""The library as programs read it, and drafts as they write them."""

import pytest
from django.conf import settings

from network.models import AuditEntry, Topic
from network.roles import Role
from practice_library.api import draft_fields, drafts, reading
from practice_library.models import ReviewRequest, WriteUpPage
from practice_library.services.media import add_file, add_picture
from practice_library.services.review import answer_review
from practice_library.services.writing import ChangedMeanwhile, save_draft
from tests.api import Program, problem, token_for
from tests.factories.library import asked as asked_to_read
from tests.factories.library import draft, full_fields, offered_to, pdf_upload, picture_upload, published
from tests.factories.live_write_ups import live_write_up
from tests.factories.network import MembershipFactory
from tests.queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(cast):
    return Program(token_for(cast.mar.teacher, cast.mar.school))


def _slugs(response):
    return [write_up["slug"] for write_up in response.json()["results"]]


@pytest.fixture
def shelf(cast):
    """One of each audience at each school; and a draft."""
    for people in (cast.mar, cast.cal, cast.out):
        network = cast.elsewhere if people is cast.out else cast.small_steps
        code = people.school.code.lower()
        live_write_up(people.school, slug=f"{code}-school")
        live_write_up(people.school, slug=f"{code}-network", network=network)
        live_write_up(people.school, slug=f"{code}-public", network=network, audience="public")
        live_write_up(people.school, slug=f"{code}-draft", live=False)


def test_library_is_what_its_reader_may_read(shelf, teacher):
    assert _slugs(teacher.get("write-ups/")) == [
        "out-public", "cal-public", "cal-network", "mar-public", "mar-network", "mar-school",
    ]  # fmt: skip


def test_visible_to_is_what_hides_the_others(shelf, teacher, monkeypatch):
    assert "out-school" not in _slugs(teacher.get("write-ups/"))
    assert teacher.get("write-ups/out-school/").status_code == 404
    everything = WriteUpPage.objects.filter(live=True)

    monkeypatch.setattr(type(everything), "visible_to", lambda self, viewer: everything)

    assert "out-school" in _slugs(teacher.get("write-ups/"))
    assert teacher.get("write-ups/out-school/").status_code == 200


@pytest.mark.parametrize("slug", ["out-school", "out-network", "cal-school", "mar-draft", "out-draft"])
def test_write_up_of_others_is_as_absent_as_none(shelf, teacher, slug):
    assert problem(teacher.get(f"write-ups/{slug}/")) == problem(teacher.get("write-ups/never-written/"))


def test_write_up_is_answered_whole(cast, teacher):
    live_write_up(
        cast.cal.school, "Stems in science", cast.small_steps, "ks2 science oracy interests", slug="stems-in-science",
        evidence_level="repeated", minutes_needed=25, language="en", ages="8–9", what_changed="",
    )  # fmt: skip

    found = teacher.get("write-ups/stems-in-science/").json()
    listed = teacher.get("write-ups/").json()["results"][0]

    assert found["did_not_work"] == "Fourteen stems on the wall: not one was spoken."
    assert (found["audience"], found["network"], found["school"], found["language"]) == (
        "network",
        "small-steps",
        "CAL",
        "en",
    )
    assert (found["evidence_level"], found["minutes_needed"], found["ages"]) == ("repeated", 25, "8–9")
    assert [found[name] for name in ("phases", "subjects", "themes", "lenses")] == [
        ["ks2"],
        ["science"],
        ["oracy"],
        ["interests"],
    ]
    assert found["url"] == f"{settings.BASE_URL}/library/stems-in-science/"
    assert (found["pictures"], found["files"], found["adapted_from"], found["adaptations"]) == (
        [],
        [],
        None,
        [],
    )
    assert {name: found[name] for name in listed} == listed
    assert "did_not_work" not in listed


def test_pictures_and_files_are_named_with_their_words(cast, acting_as, teacher):
    page = draft(cast.mar.teacher, cast.mar.school, offered_to(cast.small_steps))
    with acting_as(cast.mar.teacher):
        add_picture(
            write_up=page, by=cast.mar.teacher, file=picture_upload(), alt="A green field", caption="Spring"
        )
        add_file(write_up=page, by=cast.mar.teacher, file=pdf_upload(), title="A slide")
    request = asked_to_read(page, cast.mar.colleague)
    with acting_as(cast.mar.colleague):
        answer_review(request=request, by=cast.mar.colleague, decision=ReviewRequest.Decision.PUBLISH)

    found = teacher.get(f"write-ups/{WriteUpPage.objects.get().slug}/").json()

    [picture], [file] = found["pictures"], found["files"]
    assert (picture["alt"], picture["caption"]) == ("A green field", "Spring")
    assert picture["url"].startswith(f"{settings.BASE_URL}/library/pictures/")
    assert (file["title"], file["extension"]) == ("A slide", "PDF")
    assert file["url"].startswith(f"{settings.BASE_URL}/library/files/")


def test_related_write_ups_are_those_the_reader_may_read(cast, teacher):
    origin = live_write_up(cast.cal.school, slug="origin", network=cast.small_steps)
    live_write_up(cast.mar.school, slug="grown", adapted_from=origin)
    live_write_up(cast.cal.school, slug="grown-elsewhere", adapted_from=origin)
    live_write_up(
        cast.cal.school, slug="pa-svenska", network=cast.small_steps, translation_of=origin, language="sv"
    )

    found = teacher.get("write-ups/origin/").json()

    assert [other["slug"] for other in found["adaptations"]] == ["grown"]
    assert [(other["slug"], other["language"]) for other in found["translations"]] == [("pa-svenska", "sv")]
    assert teacher.get("write-ups/grown/").json()["adapted_from"]["slug"] == "origin"


def test_library_is_searched_and_narrowed_like_its_page(cast, teacher):
    school, network = cast.mar.school, cast.small_steps
    live_write_up(school, "Fractions aloud", network, "ks2 maths", slug="fractions")
    live_write_up(school, "Reading aloud", network, "ks1 english", slug="reading", evidence_level="compared")
    live_write_up(cast.cal.school, "Läsa högt", network, "ks1 english", slug="lasa", language="sv")

    def found(**query):
        return sorted(_slugs(teacher.get("write-ups/", **query)))

    assert found(q="fraction") == ["fractions"]
    assert found(q="reading", subject="english") == ["reading"]
    assert found(phase=["ks1", "ks2"]) == ["fractions", "lasa", "reading"]
    assert found(school="CAL") == ["lasa"]
    assert found(evidence="compared") == ["reading"]
    assert found(language="sv") == ["lasa"]
    assert found(school=["CAL", "OUT", "ZZZ"], q="läsa") == ["lasa"]
    assert found(q="fractoins") == []  # a program gets what it asked for, not what it may have meant


def test_facets_say_how_many_each_value_would_leave(cast, teacher):
    live_write_up(cast.mar.school, "One", cast.small_steps, "ks2 maths")
    live_write_up(cast.cal.school, "Two", cast.small_steps, "ks2 english")
    live_write_up(cast.out.school, "Canary", cast.elsewhere, "ks2 science")

    facets = {
        facet["code"]: facet["values"]
        for facet in teacher.get("write-ups/", subject="maths").json()["facets"]
    }

    assert [(value["code"], value["count"]) for value in facets["subject"]] == [("english", 1), ("maths", 1)]
    assert facets["school"] == [{"code": "MAR", "label": cast.mar.school.name, "count": 1}]


@pytest.mark.parametrize(
    "query", [{"phase": "ks9"}, {"phase": ["ks1"] * 21}, {"school": "mar"}, {"sort": "best"}, {"q": "x" * 201}, {"q": "\0"},
              {"language": "xx"}, {"q": ["one", "two"]}]
)  # fmt: skip
def test_library_is_asked_for_what_there_is(teacher, query):
    found = problem(teacher.get("write-ups/", **query))

    assert {error["field"].split(".")[0] for error in found["errors"]} == set(query)


@pytest.mark.parametrize(
    "q", ['"', "'", "*", "a*", "NEAR(", "a OR", "-", "å" * 200, "title:", ")&(", "\\", "%", "💡"]
)
def test_odd_words_find_nothing_and_break_nothing(shelf, teacher, q):
    assert teacher.get("write-ups/", q=q).status_code == 200


def test_pages_hold_everything_once(cast, teacher):
    for number in range(5):
        live_write_up(cast.mar.school, "Aloud", slug=f"aloud-{number}")

    for query in ({}, {"q": "aloud"}, {"q": "aloud", "sort": "newest"}):
        pages = [teacher.get("write-ups/", page=page, page_size=2, **query).json() for page in (1, 2, 3, 4)]
        slugs = [write_up["slug"] for page in pages for write_up in page["results"]]
        assert sorted(slugs) == [f"aloud-{number}" for number in range(5)]
        assert [page["count"] for page in pages] == [5] * 4
        assert [page["next"] is None for page in pages] == [False, False, True, True]


def test_own_write_ups_are_shown_with_their_newest_words(cast, teacher):
    page = published(cast.mar.teacher, cast.mar.colleague, cast.mar.school, offered_to(cast.small_steps))
    waiting = draft(cast.mar.teacher, cast.mar.school, full_fields(title="Waiting"))
    asked_to_read(waiting, cast.mar.colleague)
    draft(cast.mar.colleague, cast.mar.school, full_fields(title="A colleague's"))

    found = teacher.get("drafts/").json()["results"]

    assert [(one["id"], one["title"], one["is_published"], one["is_waiting"]) for one in found] == [
        (waiting.pk, "Waiting", False, True),
        (page.pk, "Partner talk before pencils", True, False),
    ]
    assert found[1]["network"] == "small-steps"
    assert found[0]["url"] == f"{settings.BASE_URL}/library/write/{waiting.pk}/"


@pytest.mark.parametrize("who", ["colleague", "head", "admin"])
def test_draft_of_a_colleague_is_as_absent_as_none(cast, who):
    page = published(cast.mar.teacher, cast.mar.colleague, cast.mar.school)
    program = Program(token_for(cast.mar.everybody[who], cast.mar.school))

    absent = problem(program.get("drafts/999999/"))
    assert problem(program.get(f"drafts/{page.pk}/")) == absent
    assert (
        problem(program.send("PATCH", f"drafts/{page.pk}/", {"revision": page.latest_revision_id})) == absent
    )


def test_own_desk_is_what_hides_the_drafts_of_others(cast, monkeypatch):
    page = draft(cast.mar.teacher, cast.mar.school)
    program = Program(token_for(cast.mar.colleague, cast.mar.school))
    assert program.get(f"drafts/{page.pk}/").status_code == 404
    theirs = drafts.own_write_ups(cast.mar.teacher)

    monkeypatch.setattr(drafts, "own_write_ups", lambda person: theirs)

    assert program.get(f"drafts/{page.pk}/").status_code == 200
    body = {"revision": page.latest_revision_id, "title": "Not theirs to write"}
    assert program.send("PATCH", f"drafts/{page.pk}/", body).status_code == 403  # the service asks again


def test_drafts_are_those_of_the_token_s_school(cast):
    MembershipFactory(person=cast.mar.teacher, school=cast.cal.school)
    here = draft(cast.mar.teacher, cast.mar.school)
    there = draft(cast.mar.teacher, cast.cal.school)
    program = Program(token_for(cast.mar.teacher, cast.mar.school))

    assert [one["id"] for one in program.get("drafts/").json()["results"]] == [here.pk]
    assert program.get(f"drafts/{there.pk}/").status_code == 404
    assert problem(program.send("POST", "drafts/", {"school": "CAL"}))["errors"][0]["field"] == "school"


def test_draft_is_begun_with_nothing(cast, teacher):
    response = teacher.send("POST", "drafts/", {})

    assert response.status_code == 201
    page = WriteUpPage.objects.get()
    assert (page.owner, page.school, page.live, page.audience) == (
        cast.mar.teacher,
        cast.mar.school,
        False,
        "school",
    )
    assert response.json() == teacher.get(f"drafts/{page.pk}/").json()
    assert (response.json()["title"], response.json()["author_names"]) == ("", "Hannah Mar")


def test_draft_is_begun_with_everything(cast, teacher, acting_as):
    live_write_up(cast.cal.school, slug="origin", network=cast.small_steps)
    body = {
        "school": "MAR", "title": "Stems", "promise": "In a line", "for_whom": "a", "tried": "b", "worked": "c",
        "did_not_work": "d", "would_change": "e", "try_it": "f", "link_to_learning": "g", "what_changed": "h",
        "language": "sv", "audience": "network", "network": "small-steps", "author_names": "H. Mar",
        "evidence_level": "repeated", "evidence_note": "two classes", "minutes_needed": 5, "started_year": 2025,
        "pupils_reached_count": 30, "ages": "8–9", "phases": ["ks2", "ks1"], "subjects": ["maths"], "themes": [],
        "lenses": ["interests"], "adapted_from": "origin", "translation_of": None,
    }  # fmt: skip

    answer = teacher.send("POST", "drafts/", body).json()

    assert {name: answer[name] for name in body} == {**body, "phases": ["ks1", "ks2"]}
    assert WriteUpPage.objects.get(pk=answer["id"]).live is False
    with acting_as(cast.mar.head):
        entry = AuditEntry.objects.get(action="write_up_started")
        assert (entry.actor_id, entry.purpose[:20]) == (cast.mar.teacher.pk, "POST /api/v1/drafts/")


def test_draft_keeps_what_is_not_sent(cast, teacher):
    page = draft(
        cast.mar.teacher,
        cast.mar.school,
        offered_to(cast.small_steps, topic_ids=(Topic.objects.get(code="ks2").pk,)),
    )
    before = teacher.get(f"drafts/{page.pk}/").json()

    after = teacher.send(
        "PATCH", f"drafts/{page.pk}/", {"revision": before["revision"], "worked": "All of it."}
    ).json()

    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"worked", "revision", "updated_at"}
    assert after["phases"] == ["ks2"]
    assert after["revision"] > before["revision"]


def test_draft_that_was_changed_meanwhile_is_not_overwritten(cast, teacher, acting_as):
    page = draft(cast.mar.teacher, cast.mar.school)
    revision = teacher.get(f"drafts/{page.pk}/").json()["revision"]
    with acting_as(cast.mar.teacher):
        save_draft(write_up=page, by=cast.mar.teacher, fields=full_fields(title="Typed on the page"))

    found = problem(teacher.send("PATCH", f"drafts/{page.pk}/", {"revision": revision, "title": "Sent"}))

    assert (found["status"], found["detail"]) == (409, str(ChangedMeanwhile()))
    assert teacher.get(f"drafts/{page.pk}/").json()["title"] == "Typed on the page"
    assert (
        problem(teacher.send("PATCH", f"drafts/{page.pk}/", {"title": "Sent"}))["errors"][0]["field"]
        == "revision"
    )


def test_nothing_is_published_without_a_reader(cast, teacher):
    page = published(cast.mar.teacher, cast.mar.colleague, cast.mar.school, offered_to(cast.small_steps))
    slug, revision = page.slug, teacher.get(f"drafts/{page.pk}/").json()["revision"]

    answer = teacher.send("PATCH", f"drafts/{page.pk}/", {"revision": revision, "title": "Unread"})

    assert answer.json()["title"] == "Unread"
    assert teacher.get(f"write-ups/{slug}/").json()["title"] == "Partner talk before pencils"
    for change in ({"audience": "school", "network": None}, {"audience": "public"}, {"network": None}):
        body = {"revision": answer.json()["revision"], **change}
        assert problem(teacher.send("PATCH", f"drafts/{page.pk}/", body))["status"] == 409


@pytest.mark.parametrize(
    "field",
    ["id", "slug", "live", "owner", "is_published", "is_waiting", "url", "updated_at", "reviewer_name", "first_published_at",
     "school", "adapted_from"],
)  # fmt: skip
def test_what_is_not_the_author_s_to_set_is_refused(cast, teacher, field):
    page = draft(cast.mar.teacher, cast.mar.school)
    before = teacher.get(f"drafts/{page.pk}/").json()

    found = problem(
        teacher.send("PATCH", f"drafts/{page.pk}/", {"revision": before["revision"], field: "MAR"})
    )

    assert [error["field"] for error in found["errors"]] == [field]
    assert teacher.get(f"drafts/{page.pk}/").json() == before


@pytest.mark.parametrize("name", ["network", "adapted_from", "translation_of"])
def test_foreign_thing_in_a_body_is_as_absent_as_none(cast, teacher, name):
    live_write_up(cast.out.school, slug="elsewhere", network=cast.elsewhere)
    live_write_up(cast.mar.school, slug="own", live=False)

    def send(value):
        audience = {"audience": "network"} if name == "network" else {}
        return problem(teacher.send("POST", "drafts/", {name: value, **audience}))

    assert send("elsewhere") == send("nowhere-at-all")
    assert send("own") == send("nowhere-at-all")
    assert [error["field"] for error in send("elsewhere")["errors"]] == [name]
    assert WriteUpPage.objects.filter(owner=cast.mar.teacher).count() == 0


def test_networks_of_the_school_are_what_refuses_another(cast, teacher, monkeypatch):
    body = {"audience": "network", "network": "elsewhere"}
    assert teacher.send("POST", "drafts/", body).status_code == 400

    monkeypatch.setattr(draft_fields, "networks_of", lambda school_id: [cast.elsewhere])

    assert problem(teacher.send("POST", "drafts/", body))["status"] == 409  # the service asks again


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"audience": "network"}, "network"),
        ({"audience": "school", "network": "small-steps"}, "network"),
        ({"promise": "x" * 141}, "promise"),
        ({"tried": "x" * 8_001}, "tried"),
        ({"minutes_needed": 0}, "minutes_needed"),
        ({"minutes_needed": 10**30}, "minutes_needed"),
        ({"phases": ["maths"]}, "phases.0"),
        ({"phases": "ks2"}, "phases"),
        ({"language": "de"}, "language"),
        ({"title": ["x"]}, "title"),
        ({"title": None}, "title"),
        ({"network": "../x"}, "network"),
    ],
)  # fmt: skip
def test_what_does_not_fit_its_box_is_named(cast, teacher, body, field):
    found = problem(teacher.send("POST", "drafts/", body))

    assert [error["field"] for error in found["errors"]] == [field]
    assert WriteUpPage.objects.filter(owner=cast.mar.teacher).count() == 0


def test_only_those_who_write_begin_a_draft(cast, client_for):
    for who in ("governor", "dpo", "guest"):
        browser = client_for(cast.mar.everybody[who])
        assert browser.get("/api/v1/drafts/").status_code == 403
        assert browser.post("/api/v1/drafts/", {}, "application/json").status_code == 403
    assert WriteUpPage.objects.filter(owner__isnull=False).count() == 0


def test_token_to_read_does_not_write(cast):
    program = Program(token_for(cast.mar.teacher, cast.mar.school, "library:read"))

    assert program.get("write-ups/").status_code == 200
    assert program.send("POST", "drafts/", {}).status_code == 403
    assert program.get("drafts/").status_code == 403


def test_draft_of_somebody_who_teaches_no_longer_is_gone(cast, teacher):
    page = draft(cast.mar.teacher, cast.mar.school)
    cast.mar.teacher.memberships.get().role_grants.update(role=Role.GUEST)

    assert teacher.get("drafts/").status_code == 403
    assert teacher.get(f"drafts/{page.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_queries_however_much_they_hold(cast, teacher, count):
    for number in range(count):
        origin = live_write_up(
            cast.mar.school, "Aloud", cast.small_steps, "ks2 maths", slug=f"origin-{number}"
        )
        live_write_up(cast.mar.school, "Aloud", cast.small_steps, adapted_from=origin, slug=f"grown-{number}")
        draft(cast.mar.teacher, cast.mar.school, offered_to(cast.small_steps, adapted_from_id=origin.pk))
    teacher.get("write-ups/", q="aloud")  # notes the day of the first use, looks up the content type

    with asked(5):
        assert len(_slugs(teacher.get("write-ups/"))) == 2 * count
    with asked(6, or_fewer=True):
        assert len(_slugs(teacher.get("write-ups/", q="aloud"))) == 2 * count
    with asked(5):
        assert teacher.get("write-ups/origin-0/").status_code == 200
    with asked(8):
        assert len(teacher.get("drafts/").json()["results"]) == count


def test_reading_is_what_answers(cast, shelf, teacher, monkeypatch):
    assert teacher.get("write-ups/mar-school/").status_code == 200

    monkeypatch.setattr(reading, "write_up_to_read", lambda viewer, slug: None)

    assert teacher.get("write-ups/mar-school/").status_code == 404
