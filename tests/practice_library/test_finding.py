"""The list: what is found, in which order, what it can be narrowed by, and what it costs."""

import re
from html import escape
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practice_library.domain.wanted import FACETS, wanted_from
from practice_library.models import WriteUpPage
from practice_library.selectors.finding import find
from practice_library.selectors.suggesting import suggestions
from tests.factories.live_write_ups import live_write_up

pytestmark = pytest.mark.django_db

VISITOR = AnonymousUser()


def wanted(**values):
    given_values = {name: value if isinstance(value, list) else [value] for name, value in values.items()}
    return wanted_from(lambda name: given_values.get(name, []))


def titles(viewer, **values):
    """The titles found, without marks."""
    return [re.sub("</?mark>", "", row.title) for row in find(viewer, wanted(**values)).rows]


def counts(viewer, facet, **values):
    """Value → count of one facet."""
    found = find(viewer, wanted(**values))
    return {value.label: value.count for item in found.facets if item.code == facet for value in item.values}


def queries(browser, address):
    """The queries of a page; what tells PostgreSQL who asks is not counted."""
    browser.get(address)  # what a process loads once is loaded
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return len(
        [
            query
            for query in captured
            if re.match(r"\(?\s*(SELECT|WITH)\b(?!.{0,20}set_config\('app)", query["sql"])
        ]
    )


@pytest.fixture
def library(cast):
    """Four public write-ups, each with something of its own."""
    mar, cal, net = cast.mar.school, cast.cal.school, cast.small_steps
    for_all = {"network": net, "audience": "public"}
    live_write_up(mar, "Partner talk made fractions arguable", topics="ks2 maths oracy", **for_all)
    live_write_up(
        mar, "Quiet corridors", tried="We argued about fractions of an hour.", topics="ks3", **for_all
    )
    live_write_up(
        cal,
        "Lugna korridorer",
        language="sv",
        tried="Eleverna gick lugnt.",
        topics="ks3 calm_to_study",
        **for_all,
    )
    live_write_up(
        cal, "Reading backwards", topics="ks1 ks2 english reading", evidence_level="compared", **for_all
    )  # fmt: skip
    return cast


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


def test_facet_values_of_one_facet_widen_and_of_two_narrow(library):
    assert titles(VISITOR, phase="ks3") == ["Lugna korridorer", "Quiet corridors"]
    assert titles(VISITOR, phase=["ks3", "ks1"]) == [
        "Reading backwards",
        "Lugna korridorer",
        "Quiet corridors",
    ]
    assert titles(VISITOR, phase=["ks3", "ks1"], school="MAR") == ["Quiet corridors"]
    assert titles(VISITOR, phase="ks3", language="sv", theme="calm_to_study") == ["Lugna korridorer"]
    assert titles(VISITOR, evidence="compared") == ["Reading backwards"]


def test_counts_take_every_other_facet_into_account(library):
    assert counts(VISITOR, "phase") == {"Key stage 1": 1, "Key stage 2": 2, "Key stage 3": 2}
    assert counts(VISITOR, "phase", phase="ks3") == {"Key stage 1": 1, "Key stage 2": 2, "Key stage 3": 2}
    assert counts(VISITOR, "phase", school="MAR") == {"Key stage 2": 1, "Key stage 3": 1}
    assert counts(VISITOR, "school", phase="ks3") == {
        "Calderwick St Anne's Primary School": 1,
        "Marram Bay Primary School": 1,
    }
    assert counts(VISITOR, "language", q="fraction") == {"English": 2}
    assert counts(VISITOR, "subject", phase="ks3") == {}


def test_facet_names_are_in_the_language_of_the_page(library, client):
    client.cookies["language"] = "sv"

    page = client.get("/library/").content.decode()

    assert "Lågstadiet, åk 1" in page


def test_value_without_results_can_be_taken_back(library):
    found = find(VISITOR, wanted(phase="ks4", q="fraction"))

    assert (
        found.total,
        next((item.code, [value.label for value in item.values]) for item in found.facets),
    ) == (
        0,
        ("phase", ["Key stage 2", "Key stage 3", "Key stage 4"]),
    )


@pytest.mark.parametrize("query", ["phase=nothing", "evidence=best", "language=de", "colour=green", "page=0"])
def test_what_does_not_exist_is_ignored(library, query):
    name, _, value = query.partition("=")

    assert len(titles(VISITOR, **{name: value})) == 4


def test_school_that_shares_nothing_finds_nothing(library):
    assert titles(VISITOR, school="OUT") == titles(VISITOR, school="NOSUCH") == []


def test_list_is_paged_and_its_last_page_is_shown_for_any_later_one(cast, client):
    for number in range(23):
        live_write_up(cast.mar.school, f"Number {number}", network=cast.small_steps, audience="public")

    assert titles(VISITOR, page="2") == ["Number 2", "Number 1", "Number 0"]
    assert titles(VISITOR, page="7") == ["Number 2", "Number 1", "Number 0"]
    assert titles(VISITOR, q="number", page="2") == ["Number 2", "Number 1", "Number 0"]
    assert "Page 2 of 2" in client.get("/library/?page=2").content.decode()


@pytest.mark.parametrize(
    "address", ["/library/", "/library/?q=talk", "/library/?q=talk&phase=ks2&school=MAR&sort=newest"]
)
@pytest.mark.parametrize(("who", "most"), [("visitor", 6), ("teacher", 9)])
def test_list_takes_as_many_queries_with_1_as_with_3_and_30(cast, client, client_for, address, who, most):
    browser = client if who == "visitor" else client_for(cast.cal.teacher)
    taken = []
    for number in range(30):
        live_write_up(
            cast.mar.school,
            f"Talk {number}",
            network=cast.small_steps,
            audience="public",
            topics="ks2 maths oracy",
        )
        if number in (0, 2, 29):
            taken.append(queries(browser, address))

    assert len(set(taken)) == 1
    assert taken[0] <= most


def test_misspelt_search_stays_within_its_queries(library, client_for):
    assert queries(client_for(library.cal.teacher), "/library/?q=fractoins") <= 10


def test_htmx_gets_the_part_that_changes_and_everybody_else_the_page(library, client):
    part = client.get("/library/?phase=ks2", headers={"HX-Request": "true", "HX-Target": "finding"})
    back = client.get(
        "/library/?phase=ks2",
        headers={"HX-Request": "true", "HX-Target": "finding", "HX-History-Restore-Request": "true"},
    )

    assert part.content.decode().split()[:5] == [
        "<p",
        'id="found-status"',
        'hx-swap-oob="innerHTML">',
        "2",
        "write-ups",
    ]
    assert back.content.decode().lstrip().startswith("<!doctype html>")
    assert {"HX-Request", "HX-Target"} <= set(part["Vary"].split(", "))


def test_form_keeps_what_was_chosen(library, client):
    page = client.get("/library/?q=talk&phase=ks2&sort=newest").content.decode()

    assert '<input type="hidden" name="phase" value="ks2">' in page
    assert '<input type="hidden" name="sort" value="newest">' in page
    assert 'value="talk"' in page


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("address", ["/library/", "/library/suggest/", "/library/feed/", "/robots.txt"])
def test_finding_is_for_reading_only(db, client, method, address):
    assert getattr(client, method)(address).status_code == 405


_ODD = st.text(max_size=30) | st.sampled_from(
    [
        "ks2",
        "MAR",
        "'",
        '"',
        '"a',
        "a" * 5000,
        "\x00",
        "%",
        "-1",
        "1e9",
        "*",
        "AND",
        "NEAR(a b)",
        "title:x",
        "<->",
        ":*",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["q", "page", "sort", "exactly", "x", *FACETS]), _ODD), max_size=8))
def test_no_address_is_an_error(library, client, pairs):
    query = urlencode(pairs, errors="replace")
    # No database holds a NUL byte: such an address is one that is not there.
    expected = 404 if "%00" in query else 200

    assert client.get(f"/library/?{query}").status_code == expected
    assert client.get(f"/library/suggest/?{query}").status_code == expected


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


def test_empty_library_teaches(db, client):
    assert "Nothing here yet" in client.get("/library/").content.decode()
