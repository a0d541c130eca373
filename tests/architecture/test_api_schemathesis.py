"""Whatever the description allows and whatever it does not, to every operation, in three roles.

No answer is a fault of the hub, none is other than described, none holds another school's things. In CI each operation
is asked 50 times in each role, elsewhere a few times, always the same ones; API_EXAMPLES=500 asks more.
"""

import logging
import os
from collections import Counter
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core.transport import Response
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from core.api.schema import openapi
from network.api.throttling import RefusedThrottle, TokenThrottle
from network.models import Person
from tests.api import token_for
from tests.architecture.api_things import CANARY, Things, make_things
from tests.factories.library import draft

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EXAMPLES = int(os.environ.get("API_EXAMPLES", "50" if os.environ.get("NO_SERVICE_MAY_BE_MISSING") else "12"))
_SCHEMA = schemathesis.openapi.from_dict(openapi())
OPERATIONS = {result.ok().label: result.ok() for result in _SCHEMA.get_all_operations()}
#: What belongs together cannot be said in a description: these may refuse what it allows.
_RULES_OF_THEIR_OWN = {
    "GET /api/v1/calendar/",  # the last day is not before the first, and at most a year after it
    "GET /api/v1/people/",  # no text holds a NUL
    "GET /api/v1/write-ups/",
    "PUT /api/v1/schools/{code}/terms/",
    "PUT /api/v1/schools/{code}/closures/",
    "POST /api/v1/drafts/",  # an audience and its network
    "PATCH /api/v1/drafts/{id}/",
}
#: Bodies that chance would seldom make.
_GOOD = {
    "PUT /api/v1/schools/{code}/terms/": {
        "terms": [{"name": "Spring", "starts_on": "2027-01-04", "ends_on": "2027-03-26"}]
    },
    "PUT /api/v1/schools/{code}/closures/": {
        "closures": [{"kind": "inset", "name": "Inset", "starts_on": "2027-01-04", "ends_on": "2027-01-04"}]
    },
}
_LIMITED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


@pytest.fixture(autouse=True)
def _quietly_and_without_limits(monkeypatch):
    """Thousands of refusals are meant here."""
    for throttle in (TokenThrottle, RefusedThrottle):
        monkeypatch.setitem(throttle.THROTTLE_RATES, throttle.scope, "1000000/min")
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def cases(operation: APIOperation, own: Things, token: str) -> st.SearchStrategy[Case]:
    """What fits the description and what does not; half of it about things that are there. Always with the token."""
    fixed = {"headers": {"Authorization": f"Bearer {token}"}}
    names = {parameter.name: getattr(own, parameter.name) for parameter in operation.path_parameters}
    made = [operation.as_strategy(mode, **fixed) for mode in GenerationMode]
    if names:
        made += [operation.as_strategy(mode, path_parameters=names, **fixed) for mode in GenerationMode]
    if good := _GOOD.get(operation.label):
        made.append(operation.as_strategy(path_parameters=names, body=good, **fixed))
    if operation.label.startswith("PATCH"):
        newest = operation.as_strategy(path_parameters=names, **fixed).map(
            lambda case: _on(case, own.revision)
        )
        made.append(newest)
    return st.one_of(made)


def _on(case: Case, revision: int) -> Case:
    """The same, based on the revision that is there."""
    case.body = {**case.body, "revision": revision}
    return case


def send(client: Client, case: Case) -> Response:
    """Ask in this process; whatever it did is undone."""
    wanted = case.as_transport_kwargs(base_url="http://testserver")
    prepared = requests.Request(**{k: v for k, v in wanted.items() if k in _PARTS}).prepare()
    address, body = urlsplit(str(prepared.url)), prepared.body or b""
    with transaction.atomic():
        answer = client.generic(
            str(prepared.method),
            address.path,
            body.encode() if isinstance(body, str) else body,
            content_type=prepared.headers.get("Content-Type", ""),
            headers={
                name: value for name, value in prepared.headers.items() if not name.startswith("Content-")
            },
            QUERY_STRING=address.query,
        )
        transaction.set_rollback(True)
    headers = {name.lower(): [value] for name, value in answer.headers.items()}
    return Response(answer.status_code, headers, answer.content, prepared, elapsed=0.0, verify=False)


_PARTS = ("method", "url", "params", "headers", "data", "json", "files")


def _asks(operation: APIOperation, person: Person, things: Things, hidden: str) -> Counter[int]:
    """Ask many times in a person's name; how often each status was answered."""
    school = person.memberships.get().school
    token, client, answered = token_for(person, school), Client(raise_request_exception=False), Counter[int]()
    left_out = [ignored_auth, *([positive_data_acceptance] if operation.label in _RULES_OF_THEIR_OWN else [])]

    @_LIMITED
    @given(case=cases(operation, things, token))
    def asks(case: Case) -> None:
        response = send(client, case)
        answered[response.status_code] += 1
        assert hidden not in response.content.decode()
        case.validate_response(response, excluded_checks=left_out)

    asks()
    return answered


@pytest.mark.parametrize("label", OPERATIONS)
def test_every_answer_is_as_described(cast, label):
    operation, things = OPERATIONS[label], make_things(cast)["MAR"]
    own = draft(cast.mar.head, cast.mar.school)
    of_head = replace(things, id=own.pk, revision=own.latest_revision_id)

    answered = {
        "teacher": _asks(operation, cast.mar.teacher, things, CANARY["OUT"]),
        "head": _asks(operation, cast.mar.head, of_head, CANARY["OUT"]),
        "outsider": _asks(operation, cast.out.teacher, things, CANARY["MAR"]),
    }

    # Refusals alone would be no test of what is answered.
    expected = {"teacher", "head", "outsider"}
    expected -= {"outsider"} if operation.path_parameters else set()
    expected -= {"teacher"} if operation.method == "put" else set()
    assert {who for who, counted in answered.items() if any(status < 300 for status in counted)} == expected
