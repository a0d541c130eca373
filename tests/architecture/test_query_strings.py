"""Whatever stands in the query string of an address, no page breaks on it."""

from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse

from config.routes import all_routes
from practice_library.models import WriteUpPage
from tests.architecture.things import make_things

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

VALUES = {
    "a NUL byte": "a\0b",
    "very long": "x" * 60_000,
    "a negative number": "-1",
    "a huge number": "9" * 5_000,
    "a number just too large": str(2**63),
    "not a number": "NaN",
    "half a pair": b"\xed\xa0\x80",
    "not UTF-8": b"\xff\xfe",
    "a figure that is no digit": "²",
    "signs of query languages": "'\"`%_\\); --",
}


@pytest.fixture
def names_read(monkeypatch) -> set[str]:
    """The names that pages looked up in their query string; emptied by whoever uses it."""
    names: set[str] = set()

    class Noted(QueryDict):
        def __getitem__(self, name):
            names.add(name)
            return super().__getitem__(name)

        def _getlist(self, name, *args, **kwargs):
            names.add(name)
            return super()._getlist(name, *args, **kwargs)

    monkeypatch.setattr("django.core.handlers.wsgi.QueryDict", Noted)
    return names


def _addresses(things: dict) -> list[str]:
    """Every route's address. Left out are those that are keys themselves, and what libraries ask arguments for."""
    found = []
    for route in all_routes():
        try:
            found.append(reverse(route.name, kwargs=things.get(route.name)))
        except NoReverseMatch:
            assert route.audience in ("token", "invited") or route.pattern.startswith(("account/", "cms/"))
    return found


def _status(browser, address: str, query: dict) -> int:
    """Ask once; whatever it did is undone."""
    with transaction.atomic():
        response = browser.get(address, QUERY_STRING=urlencode(query))
        transaction.set_rollback(True)
    return response.status_code


def test_every_page_says_what_it_reads(cast, client_for, names_read):
    browser = client_for(cast.mar.head)

    for address, names in {"/people/": {"q", "school", "role", "page"}, "/our-school/log/": {"school", "person", "page"}}.items():  # fmt: skip
        names_read.clear()
        browser.get(address)
        assert names_read == names


def test_no_page_breaks(cast, client_for, names_read):
    things = make_things(cast)
    offered = {"page_id": WriteUpPage.objects.get(slug=things["library:write-up"]["slug"]).pk}
    things |= {f"wagtailadmin_pages:{name}": offered for name in ("edit", "view_draft", "preview_on_edit")}
    addresses = _addresses(things)
    broken = []
    for person in (cast.mar.head, cast.editor):
        browser = client_for(person)
        browser.raise_request_exception = False
        for address in addresses:
            names_read.clear()
            if _status(browser, address, {}) == 405:
                continue
            for name in sorted(names_read):
                broken += [
                    (address, name, kind)
                    for kind, value in VALUES.items()
                    if _status(browser, address, {name: value}) >= 500
                ]
    assert broken == []
