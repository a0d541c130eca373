"""How often a program may ask, and who is counted together."""

import pytest
from django.core.cache import cache

from network.api.throttling import RefusedThrottle, TokenThrottle
from tests.api import Program, problem, token_for

pytestmark = pytest.mark.django_db


def test_program_that_asks_too_often_is_told_when_to_come_back(cast, monkeypatch):
    monkeypatch.setitem(TokenThrottle.THROTTLE_RATES, "api", "3/min")
    program, another = (Program(token_for(cast.mar.teacher, cast.mar.school)) for _number in range(2))
    refused = [program.get("people/") for _number in range(4)][-1]

    assert problem(refused)["status"] == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert another.get("people/").status_code == 200
    cache.clear()
    assert program.get("people/").status_code == 200


def test_requests_that_are_refused_count_too(cast, monkeypatch):
    monkeypatch.setitem(TokenThrottle.THROTTLE_RATES, "api", "3/min")
    program = Program(token_for(cast.mar.teacher, cast.mar.school, "calendar:read"))

    assert [program.get("people/").status_code for _number in range(4)] == [403, 403, 403, 429]


def test_guessing_tokens_is_slowed_and_valid_ones_go_on(cast, monkeypatch):
    monkeypatch.setitem(RefusedThrottle.THROTTLE_RATES, "api_refused", "3/min")
    program = Program(token_for(cast.mar.teacher, cast.mar.school))
    guesses = [Program(f"guess-{number}").get("people/") for number in range(4)]

    assert [guess.status_code for guess in guesses] == [401, 401, 401, 429]
    assert int(guesses[-1].headers["Retry-After"]) >= 1
    assert program.get("people/").status_code == 200


def test_address_that_is_made_up_does_not_slow_somebody_else(cast, monkeypatch):
    monkeypatch.setitem(RefusedThrottle.THROTTLE_RATES, "api_refused", "3/min")
    guess = Program("guess")

    answers = [
        guess.client.get("/api/v1/", headers={"X-Forwarded-For": f"10.0.0.{number}"}).status_code
        for number in range(4)
    ]

    assert answers == [401, 401, 401, 429]
