"""Drafts as programs write them: one's own, never published without a reader."""

import pytest
from django.conf import settings

from network.models import AuditEntry, Topic
from network.roles import Role
from practice_library.api import draft_fields, drafts
from practice_library.models import WriteUpPage
from practice_library.services.writing import ChangedMeanwhile, save_draft
from tests.api import Program, problem, token_for
from tests.factories.library import asked as asked_to_read
from tests.factories.library import draft, full_fields, offered_to, published
from tests.factories.live_write_ups import live_write_up
from tests.factories.network import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(cast):
    return Program(token_for(cast.mar.teacher, cast.mar.school))


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
        ({"worked": 5.3}, "worked"),
        ({"school": 12}, "school"),
        ({"network": 12, "audience": "network"}, "network"),
        ({"minutes_needed": "5"}, "minutes_needed"),
        ({"minutes_needed": True}, "minutes_needed"),
        ({"started_year": 2025.5}, "started_year"),
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
