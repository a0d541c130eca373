"""The library's feeds, the sitemap, and what search engines are told."""

import xml.etree.ElementTree as ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from network.services.feeds import make_feed_address, revoke_feed_address
from practice_library.models import WriteUpPage
from tests.factories.live_write_ups import live_write_up

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def public(cast):
    return live_write_up(
        cast.mar.school,
        "Öppet & fritt",
        cast.small_steps,
        audience="public",
        slug="open",
        try_it="**Try** <it>",
    )


@pytest.fixture
def shared(cast):
    return live_write_up(cast.mar.school, "For the network", cast.small_steps, slug="shared")


def entries(response):
    """(title, address) of each entry, read back."""
    root = ElementTree.fromstring(response.content)  # noqa: S314 -- our own answer
    return [
        (entry.findtext(f"{ATOM}title"), entry.find(f"{ATOM}link").get("href"))
        for entry in root.findall(f"{ATOM}entry")
    ]


@pytest.fixture
def address_of(acting_as):
    def make(person):
        with acting_as(person):
            return reverse("library:feed-mine", kwargs={"token": make_feed_address(person, "library")})

    return make


def test_public_feed_is_the_same_for_everybody(cast, public, shared, client, client_for, settings):
    expected = [("Öppet & fritt", f"{settings.BASE_URL}/library/open/")]

    assert entries(client.get("/library/feed/")) == expected
    assert entries(client_for(cast.mar.teacher).get("/library/feed/")) == expected


def test_public_feed_is_atom_and_holds_what_to_try(public, client):
    response = client.get("/library/feed/")

    root = ElementTree.fromstring(response.content)  # noqa: S314 -- our own answer
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert root.tag == f"{ATOM}feed"
    assert "<p><strong>Try</strong> &lt;it&gt;</p>" in root.findtext(f"{ATOM}entry/{ATOM}summary")


def test_unchanged_feed_is_not_sent_again_and_a_closed_write_up_is_gone_at_once(public, client):
    tag = client.get("/library/feed/")["ETag"]
    assert client.get("/library/feed/", headers={"If-None-Match": tag}).status_code == 304

    WriteUpPage.objects.filter(pk=public.pk).update(audience="network")

    again = client.get("/library/feed/", headers={"If-None-Match": tag})
    assert (again.status_code, entries(again)) == (200, [])


def test_own_feed_holds_what_its_owner_may_read(cast, public, shared, client, address_of):
    found = {title for title, _ in entries(client.get(address_of(cast.cal.teacher)))}

    assert found == {"Öppet & fritt", "For the network"}
    assert entries(client.get(address_of(cast.out.teacher)))[0][0] == "Öppet & fritt"


def test_own_feed_is_kept_by_nobody_in_between(cast, client, address_of):
    response = client.get(address_of(cast.cal.teacher))

    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"


def test_own_feed_ends_with_its_address_and_with_the_membership(cast, client, address_of, acting_as):
    taken_back, left = address_of(cast.cal.teacher), address_of(cast.cal.colleague)
    with acting_as(cast.cal.teacher):
        revoke_feed_address(cast.cal.teacher, "library")
    cast.cal.colleague.memberships.update(ends_at=clock.now())

    assert client.get(taken_back).status_code == 404
    assert client.get(left).status_code == 404
    assert client.get("/library/feed/nobody/").status_code == 404


def test_key_of_another_feed_does_not_open_the_library(cast, client, acting_as):
    with acting_as(cast.cal.teacher):
        token = make_feed_address(cast.cal.teacher, "calendar")

    assert client.get(f"/library/feed/{token}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_feed_takes_one_query(cast, client, count):
    for _ in range(count):
        live_write_up(cast.mar.school, network=cast.small_steps, audience="public")

    with CaptureQueriesContext(connection) as captured:
        client.get("/library/feed/")

    assert len([query for query in captured if "practice_library_writeuppage" in query["sql"]]) == 1


def test_sitemap_lists_what_everybody_may_read(cast, public, shared, client, client_for):
    for browser in (client, client_for(cast.mar.teacher)):
        root = ElementTree.fromstring(browser.get("/sitemap.xml").content)  # noqa: S314 -- our own answer
        assert [place.text for place in root.iter(f"{SITEMAP}loc")] == [
            "http://testserver/",
            "http://testserver/library/",
            "http://testserver/library/open/",
        ]


def test_robots_are_told_where_the_sitemap_is(client, settings):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in lines
    assert "Disallow: /cms/" in lines
