"""Every kind of person at every address: who gets in is what `config/routes.py` says."""

import re
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.urls import reverse

from config.routes import all_routes
from tests.architecture.things import make_things

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

_MAR = {"mar.head", "mar.admin", "mar.teacher", "mar.colleague"}
_CAL = {"cal.teacher", "cal.editor"}
_OUT = {"out.teacher", "out.head", "out.editor"}
_SIGNED_IN = _MAR | _CAL | _OUT | {"mar.governor", "mar.dpo", "mar.guest"}
_EVERYBODY = _SIGNED_IN | {"visitor"}
#: Audience → who gets in, when the thing named is MAR's: written by its teacher, read by its colleague.
GETS_IN = {
    "public": _EVERYBODY,
    "member": _SIGNED_IN,
    "card": _MAR | _CAL | _OUT | {"mar.governor"},
    "card_there": _MAR | _CAL | {"mar.governor"},
    "staff": _MAR | _CAL | _OUT,
    "reader_there": _MAR | _CAL,
    "manager": {"mar.head", "mar.admin", "cal.editor", "out.head", "out.editor"},
    "manager_there": {"mar.head", "mar.admin"},
    "log": {"mar.head", "mar.dpo", "out.head"},
    "governor": {"mar.head", "mar.governor", "out.head"},
    "head": {"mar.head", "out.head"},
    "head_there": {"mar.head"},
    "coordinator_there": {"mar.head"},
    "writer": _MAR | _CAL | _OUT,
    "author_there": {"mar.teacher"},
    "keeper_there": {"mar.teacher", "mar.head", "mar.admin"},
    "reviewer_there": {"mar.colleague"},
    "editor": {"cal.editor", "out.editor"},
    "operator": set(),
    "demo": _EVERYBODY,
}
#: Whose address is the key; tested by themselves (feeds, invitations).
_KEYED = {"token", "invited"}
#: Addresses of libraries, whose own tests walk them (`tests/network/test_signin*.py`, `tests/practice_library/test_cms*.py`).
_NOT_OURS = ("account/", "cms/")


@dataclass(frozen=True)
class Visit:
    """What came of asking."""

    who: str
    route: str
    got_in: bool
    status: int


def _got_in(response) -> bool:
    if response.status_code in (301, 302):
        return not response["Location"].startswith("/account/login/")
    return response.status_code not in (401, 403, 404)


def _visit(browser, who: str, name: str, url: str) -> Visit:
    """Ask once, by GET or, where only that is answered, by POST; whatever it did is undone."""
    with transaction.atomic():
        response = browser.get(url)
        if response.status_code == 405:
            response = browser.post(url, {"role": "teacher"})
        if response.streaming:
            list(response.streaming_content)  # read to its end, what was opened for it is closed
        transaction.set_rollback(True)
    assert response.status_code < 500, f"{who} at {url}: {response.status_code}"
    return Visit(who, name, _got_in(response), response.status_code)


def test_every_route_says_whom_it_is_for():
    assert [route.pattern for route in all_routes() if route.audience is None] == []


def test_every_route_that_names_a_thing_is_walked():
    things = {match for route in all_routes() if not route.pattern.startswith(_NOT_OURS)
              and route.audience not in _KEYED for match in re.findall(r"<(?:\w+:)?(\w+)>", route.pattern)}  # fmt: skip
    assert things <= {"code", "pk", "slug", "role", "key", "spec", "component", "name", "page", "scheme"}


def test_people_get_in_where_they_should_and_nowhere_else(cast, client, client_for):
    people = {
        "mar.head": cast.mar.head, "mar.admin": cast.mar.admin, "mar.teacher": cast.mar.teacher,
        "mar.colleague": cast.mar.colleague, "mar.governor": cast.mar.governor, "mar.dpo": cast.mar.dpo,
        "mar.guest": cast.mar.guest, "cal.teacher": cast.cal.teacher, "cal.editor": cast.editor,
        "out.teacher": cast.out.teacher, "out.head": cast.out.head, "out.editor": cast.outside_editor,
    }  # fmt: skip
    browsers = {"visitor": client} | {who: client_for(person) for who, person in people.items()}
    things = make_things(cast)

    wrong = []
    for route in all_routes():
        if route.pattern.startswith(_NOT_OURS) or route.audience in _KEYED or not route.name:
            continue
        for kwargs in (
            [things[route.name]] if route.name in things else [{}] if "<" not in route.pattern else [None]
        ):
            assert kwargs is not None, f"no thing to ask {route.name} with"
            url = reverse(route.name, kwargs=kwargs)
            visits = [_visit(browser, who, route.name, url) for who, browser in browsers.items()]
            wrong += [visit for visit in visits if visit.got_in != (visit.who in GETS_IN[route.audience])]
    assert "\n".join(map(str, wrong)) == ""
