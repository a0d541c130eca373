"""Guessing is slow, from wherever one guesses, and keeps nobody out of their own account."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client, override_settings
from django.utils import timezone

from tests.factories.network import PASSWORD

_WRONG = "not the password at all"


def _try(email, password=_WRONG, client=None, address="10.0.0.1", **headers):
    client = client or Client()
    return client.post(
        "/account/login/", {"login": email, "password": password}, REMOTE_ADDR=address, headers=headers
    )


def _statuses(tries):
    return [response.status_code for response in tries]


def test_sixth_failure_for_an_account_is_refused_whatever_the_address(cast):
    tries = [_try("ruth@mar.example", address=f"10.0.0.{number}") for number in range(6)]
    right = _try("ruth@mar.example", PASSWORD, address="10.0.0.99")

    assert _statuses(tries) == [200] * 5 + [429]
    assert (right.status_code, right["Retry-After"]) == (429, "300")
    assert "<h1>That was a lot of tries</h1>" in right.content.decode()


def test_limit_is_the_same_for_addresses_without_an_account(db):
    tries = [_try("nobody@mar.example", address=f"10.0.0.{number}") for number in range(6)]

    assert _statuses(tries) == [200] * 5 + [429]


@override_settings(ALLOWED_HOSTS=["*"])
def test_limit_does_not_depend_on_the_host_that_was_asked(cast):
    tries = [_try("ruth@mar.example", host=f"h{number}.example") for number in range(6)]

    assert _statuses(tries) == [200] * 5 + [429]


def test_account_is_open_again_after_five_minutes(cast):
    for number in range(5):
        _try("ruth@mar.example", address=f"10.0.0.{number}")

    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert _try("ruth@mar.example", PASSWORD).status_code == 302


def test_eleventh_failure_from_an_address_is_refused(cast):
    tries = [_try(f"nobody{number}@mar.example") for number in range(11)]

    assert _statuses(tries) == [200] * 10 + [429]
    assert _try("ruth@mar.example", PASSWORD, address="10.0.0.2").status_code == 302


def test_success_neither_counts_nor_resets(cast):
    for number in range(9):
        _try(f"nobody{number}@mar.example")
    right = [_try("ruth@mar.example", PASSWORD).status_code for _ in range(3)]
    wrong = [_try(f"somebody{number}@mar.example").status_code for number in range(2)]

    assert (right, wrong) == ([302] * 3, [200, 429])


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-real-ip", "forwarded", "client-ip"])
def test_forged_headers_never_change_the_bucket(cast, header):
    tries = [_try(f"nobody{number}@mar.example", **{header: f"192.0.2.{number}"}) for number in range(11)]

    assert tries[-1].status_code == 429


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_a_proxy_only_what_it_added_counts(cast):
    tries = [
        _try(f"nobody{number}@mar.example", **{"x-forwarded-for": f"192.0.2.{number}, 203.0.113.7"})
        for number in range(11)
    ]

    assert tries[-1].status_code == 429


def test_stranger_cannot_lock_somebody_out_of_a_device_they_know(cast):
    own = Client()
    _try("ruth@mar.example", PASSWORD, client=own)
    own.post("/account/logout/")
    for number in range(6):
        _try("ruth@mar.example", address=f"10.0.0.{number}")

    assert _try("ruth@mar.example", PASSWORD, address="10.0.0.50").status_code == 429
    assert _try("ruth@mar.example", PASSWORD, client=own, address="10.0.0.51").status_code == 302


def test_known_device_has_a_limit_too_and_serves_one_account(cast):
    own = Client()
    _try("ruth@mar.example", PASSWORD, client=own)
    own.post("/account/logout/")
    mine = [_try("ruth@mar.example", client=own, address=f"10.0.1.{number}") for number in range(6)]
    for number in range(5):
        _try("alison@mar.example", address=f"10.0.2.{number}")

    assert _statuses(mine) == [200] * 5 + [429]
    assert _try("alison@mar.example", PASSWORD, client=own, address="10.0.3.1").status_code == 429


def test_forged_device_cookie_is_worth_nothing(cast):
    for number in range(5):
        _try("ruth@mar.example", address=f"10.0.0.{number}")
    forger = Client()
    forger.cookies["device"] = "0123456789abcdef0123456789abcdef.x:forged:signature"

    assert _try("ruth@mar.example", PASSWORD, client=forger, address="10.0.0.60").status_code == 429
