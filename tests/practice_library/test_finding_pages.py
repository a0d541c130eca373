"""The list as a page: its parts, what it costs, and whatever its address may hold."""

import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practice_library.domain.wanted import FACETS
from tests.factories.live_write_ups import live_write_up
from tests.practice_library.finding import VISITOR, titles

pytestmark = pytest.mark.django_db


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


def test_empty_library_teaches(db, client):
    assert "Nothing here yet" in client.get("/library/").content.decode()
