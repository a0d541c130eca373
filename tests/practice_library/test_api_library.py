"""The library as programs read it."""

import pytest
from django.conf import settings

from practice_library.models import ReviewRequest, WriteUpPage
from practice_library.services.media import add_file, add_picture
from practice_library.services.review import answer_review
from tests.api import Program, problem, token_for
from tests.factories.library import asked as asked_to_read
from tests.factories.library import draft, offered_to, pdf_upload, picture_upload
from tests.factories.live_write_ups import live_write_up
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


def test_blank_question_asks_for_everything(shelf, teacher):
    for q in ("", " ", "\x1d"):
        assert _slugs(teacher.get("write-ups/", q=q)) == _slugs(teacher.get("write-ups/"))


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
