"""What is found, and in which order."""

from html import escape
from urllib.parse import urlencode

import pytest

from practice_library.models import WriteUpPage
from practice_library.selectors.finding import find
from practice_library.selectors.suggesting import suggestions
from tests.factories.live_write_ups import live_write_up
from tests.practice_library.finding import VISITOR, counts, titles, wanted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("fraction", ["Partner talk made fractions arguable", "Quiet corridors"]),
        ("FRACTIONS", ["Partner talk made fractions arguable", "Quiet corridors"]),
        ("korridor", ["Lugna korridorer"]),
        ("corridor", ["Quiet corridors"]),
        ("elever", ["Lugna korridorer"]),
        ("fraction hour", ["Quiet corridors"]),
        ('"partner talk"', ["Partner talk made fractions arguable"]),
        ('"talk partner"', []),
        ("fracti", ["Partner talk made fractions arguable", "Quiet corridors"]),
        ("what is the fraction", ["Partner talk made fractions arguable", "Quiet corridors"]),
        ("volcano", []),
        (
            "",
            [
                "Reading backwards",
                "Lugna korridorer",
                "Quiet corridors",
                "Partner talk made fractions arguable",
            ],
        ),
    ],
)
def test_search_finds_inflections_in_both_languages_title_first(library, typed, found):
    assert titles(VISITOR, q=typed, exactly="1") == found


def test_search_can_be_put_in_order_of_date(library):
    assert titles(VISITOR, q="fraction", sort="newest") == [
        "Quiet corridors",
        "Partner talk made fractions arguable",
    ]


@pytest.mark.parametrize("typed", ["fractoins", "fractions arguabel"])
def test_misspelt_word_finds_what_was_meant_and_says_so(library, client, typed):
    page = client.get("/library/", {"q": typed}).content.decode()

    assert "Showing results for <strong>fractions" in page
    assert f'href="?{escape(urlencode({"q": typed, "exactly": 1}))}"' in page
    assert "Partner talk made <mark>fractions</mark>" in page


def test_misspelt_word_is_searched_exactly_when_asked(library):
    found = find(VISITOR, wanted(q="fractoins", exactly="1"))

    assert (found.rows, found.instead) == ([], None)


def test_correction_knows_only_what_the_reader_may_read(library):
    live_write_up(library.mar.school, "Zeppelins over the playground", network=library.small_steps)

    assert find(library.cal.teacher, wanted(q="zepelins")).instead == "zeppelins"
    assert find(library.out.teacher, wanted(q="zepelins")).instead is None
    assert find(VISITOR, wanted(q="zepelins")).instead is None


def test_rows_say_what_it_is(library):
    (row,) = find(VISITOR, wanted(q="korridor")).rows

    assert row.facts == ["Key stage 3", "10 minutes", "A first try", "Calderwick St Anne's Primary School"]
    assert (row.audience, row.language) == ("public", "sv")


def test_snippet_marks_what_was_found(library):
    found = find(VISITOR, wanted(q="hour"))

    assert [str(row.summary) for row in found.rows] == ["We argued about fractions of an <mark>hour</mark>."]


def test_suggestions_go_on_from_what_is_typed(library):
    assert [str(item.title) for item in suggestions(VISITOR, "corr")] == ["Quiet <mark>corridors</mark>"]
    assert [str(item.title) for item in suggestions(VISITOR, "hour")] == []
    assert suggestions(VISITOR, "c") == suggestions(VISITOR, "") == []


def test_closing_and_unpublishing_take_effect_at_once(library):
    write_up = WriteUpPage.objects.get(title="Reading backwards")
    assert titles(VISITOR, q="backwards") == ["Reading backwards"]

    WriteUpPage.objects.filter(pk=write_up.pk).update(audience="network")
    assert (titles(VISITOR, q="backwards", exactly="1"), counts(VISITOR, "phase")) == (
        [],
        {"Key stage 2": 1, "Key stage 3": 2},
    )
    assert titles(library.mar.teacher, q="backwards") == ["Reading backwards"]

    WriteUpPage.objects.filter(pk=write_up.pk).update(live=False)
    assert titles(library.mar.teacher, q="backwards", exactly="1") == []


def test_what_is_changed_or_deleted_is_found_no_more(library):
    write_up = WriteUpPage.objects.get(title="Reading backwards")
    write_up.title = "Reading under a duvet"
    write_up.save()
    assert titles(VISITOR, q="backwards", exactly="1") == []
    assert titles(VISITOR, q="duvet") == ["Reading under a duvet"]

    write_up.delete()
    assert titles(VISITOR, q="duvet", exactly="1") == []
