"""Every operation of the API: what it says of itself, and what strangers get from it."""

import hashlib
import json
import logging
import statistics
import time
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

from config.env import BASE_DIR
from core.api.schema import openapi
from core.registries.api import parts_in_order, scopes
from network.api.base import HubView
from network.api.throttling import RefusedThrottle, TokenThrottle
from tests.api import Program, problem, token_for
from tests.architecture.api_things import CANARY, NOTHING, Operation, Things, make_things, operations

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

#: Bodies that would do something, were they allowed to.
BODIES: dict[str, dict[str, Any]] = {
    "set_terms": {"terms": []},
    "set_closures": {"closures": []},
    "begin_draft": {"school": "MAR", "title": "Slipped in"},
    "change_draft": {"revision": 1, "title": "Slipped in"},
}
_QUERIES = {"read_calendar": {"from": "2026-09-01", "to": "2027-08-31"}}
#: Of those who are no strangers to MAR: operations on its things they may not do all the same.
_REFUSED = {
    "partner": {
        "set_terms": 403,
        "set_closures": 403,
        "begin_draft": 400,
        "read_draft": 404,
        "change_draft": 404,
    },
    "colleague": {"set_terms": 403, "set_closures": 403, "read_draft": 404, "change_draft": 404},
}


@pytest.fixture(autouse=True)
def _quietly_and_without_limits(monkeypatch):
    """Hundreds of refusals are meant here."""
    logging.disable(logging.WARNING)
    monkeypatch.setitem(TokenThrottle.THROTTLE_RATES, TokenThrottle.scope, "100000/min")
    monkeypatch.setitem(RefusedThrottle.THROTTLE_RATES, RefusedThrottle.scope, "100000/min")
    yield
    logging.disable(logging.NOTSET)


def ask(program: Program, operation: Operation, names: dict[str, Any], **more: Any) -> Any:
    """Ask once; whatever it did is undone."""
    path = operation.path.removeprefix("/api/v1/").format(**names)
    with transaction.atomic():
        if operation.method == "GET":
            response = program.get(path, **_QUERIES.get(operation.code, {}), **more)
        else:
            response = program.send(operation.method, path, {**BODIES[operation.code], **more})
        after = _fingerprint()
        transaction.set_rollback(True)
    response.fingerprint = after
    return response


def _fingerprint() -> str:
    """Changes with any row of the network or the library, the day of a token's last use apart."""
    digest = hashlib.sha256()
    for model in apps.get_models():
        if (
            model._meta.app_label in ("network", "practice_library", "wagtailcore")
            and model.__name__ not in _OWN_NOTES
        ):
            rows = model._base_manager.order_by("pk") if not hasattr(model, "read_permission") else []
            digest.update(repr(list(rows.values_list()) if rows else []).encode())
    return digest.hexdigest()


#: What a refusal may write: the token's last day, the log.
_OWN_NOTES = {"ApiToken", "AuditChain"}


def test_description_is_the_one_that_was_agreed():
    kept = BASE_DIR / "docs" / "openapi.json"

    made = json.dumps({**openapi(), "servers": []}, ensure_ascii=False, indent=1) + "\n"

    # To agree to a change: DEMO=1 manage.py openapi > docs/openapi.json
    assert kept.read_text(encoding="utf-8") == made


def test_description_leaves_nothing_unclear(settings):
    SchemaGenerator(urlconf=settings.API_URLCONF).get_schema(request=None, public=True)

    assert not GENERATOR_STATS


def test_every_operation_names_its_scope_and_every_scope_is_used():
    named = {operation.code: operation.described["x-scope"] for operation in operations()}

    assert {code for code, scope in named.items() if scope is None} == {"about"}
    assert {scope for scope in named.values() if scope} == set(scopes.names())


def test_every_address_is_a_view_of_the_house():
    views = [pattern.callback.view_class for part in parts_in_order() for pattern in part.patterns]

    assert [view for view in views if not issubclass(view, HubView)] == []
    assert [view for view in views if set(view.scopes) != set(view().allowed_methods) - {"HEAD"}] == []


def test_every_address_begins_with_its_part():
    for part in parts_in_order():
        assert {str(pattern.pattern).split("/")[0] for pattern in part.patterns} == {
            "" if part.code == "about" else part.code
        }


def test_without_a_token_every_operation_is_the_same_refusal(cast):
    things, answers = make_things(cast)["MAR"], []
    for operation in operations():
        for program in (Program(), Program("hedgerow_" + "x" * 43)):
            answers.append(problem(ask(program, operation, things.named(operation))))

    assert answers == [answers[0]] * 2 * len(operations())
    assert answers[0]["status"] == 401


@pytest.mark.parametrize("who", ["teacher", "head", "admin"])
def test_strangers_get_nothing_of_a_school_from_any_operation(cast, who):
    things = make_things(cast)["MAR"]
    program = Program(token_for(getattr(cast.out, who), cast.out.school))
    before, exercised = _fingerprint(), set()
    for operation in operations():
        theirs = ask(program, operation, things.named(operation))
        exercised.add(operation.code)
        assert not any(word in theirs.content.decode() for word in (CANARY["MAR"], "Marram", "Hannah"))
        if operation.parameters:
            nothing = ask(program, operation, {name: NOTHING[name] for name in operation.parameters})
            assert theirs.status_code == (403 if nothing.status_code == 403 else 404), operation.code
            assert problem(theirs) == problem(nothing)
        if operation.parameters or operation.method != "GET":
            assert theirs.status_code >= 400, operation.code
            assert theirs.fingerprint == before, operation.code

    assert exercised == {operation.code for operation in operations()}


def test_walk_would_notice_what_a_stranger_got(cast):
    things = make_things(cast)["MAR"]
    program = Program(token_for(cast.mar.head, cast.mar.school))
    answers = {operation.code: ask(program, operation, things.named(operation)) for operation in operations()}
    before = _fingerprint()

    shown = {code for code, answer in answers.items() if CANARY["MAR"] in answer.content.decode()}
    changed = {code for code, answer in answers.items() if answer.fingerprint != before}

    assert shown == {
        "list_schools", "read_school", "read_terms", "read_closures", "list_people", "read_calendar", "list_write_ups",
        "read_write_up",
    }  # fmt: skip
    assert changed == {"set_terms", "set_closures", "begin_draft"}
    assert {answers[code].status_code for code in ("read_draft", "change_draft")} == {404}


@pytest.mark.parametrize(("who", "school"), [("partner", "cal"), ("colleague", "mar")])
def test_partners_and_colleagues_get_what_is_shared_and_no_more(cast, who, school):
    things, people = make_things(cast)["MAR"], getattr(cast, school)
    program = Program(token_for(people.colleague, people.school))
    before = _fingerprint()

    # A token cannot be given what its person may not: the scope is asked for first.
    answers = {operation.code: ask(program, operation, things.named(operation)) for operation in operations()}

    refused = {code: answer.status_code for code, answer in answers.items() if answer.status_code >= 400}
    assert refused == _REFUSED[who]
    assert {answers[code].fingerprint for code in refused} == {before}


@pytest.mark.parametrize("who", ["governor", "dpo", "guest"])
def test_those_who_only_look_on_get_little_through_their_session(cast, client_for, who):
    things, program = make_things(cast)["MAR"], Program()
    program.client = client_for(cast.mar.everybody[who])
    before = _fingerprint()

    answers = {operation.code: ask(program, operation, things.named(operation)) for operation in operations()}

    open_to_all = {"about", "list_write_ups", "read_calendar"}
    card = {"list_schools", "read_school", "read_terms", "read_closures"} if who == "governor" else set()
    assert {code for code, answer in answers.items() if answer.status_code < 400} == open_to_all | card
    assert {answer.fingerprint for answer in answers.values()} == {before}


@pytest.mark.parametrize("code", ["read_school", "read_write_up", "read_draft"])
def test_foreign_and_absent_take_the_same_time(cast, code):
    things: Things = make_things(cast)["MAR"]
    program = Program(token_for(cast.out.teacher, cast.out.school))
    [operation] = [one for one in operations() if one.code == code]
    [name] = operation.parameters
    paths = [operation.path.format(**{name: value}) for value in (getattr(things, name), NOTHING[name])]
    seconds: list[list[float]] = [[], []]
    for _try in range(200):
        for path, times in zip(paths, seconds, strict=True):
            begun = time.perf_counter()
            assert program.client.get(path).status_code == 404
            times.append(time.perf_counter() - begun)

    foreign, absent = map(statistics.median, seconds)
    assert abs(foreign - absent) < 0.015
