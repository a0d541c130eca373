"""Nobody learns from an answer, or from how long it took, whether an address has an account.

Timed with a real password hasher, fifteen tries each in turn: what the hub promises for 200 is promised for their medians.
"""

import re
import time
from statistics import median

import pytest
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache

from network.models import OutgoingMessage
from tests.factories.network import PASSWORD

_TRIES = 15
_MOST_SECONDS_APART = 0.030
_NOBODY = "nobody@mar.example"


class RealHasher(PBKDF2PasswordHasher):
    """Django's own, with fewer rounds: still a tenth of a second, more than three times what may be noticed."""

    iterations = 300_000


@pytest.fixture
def real_hasher(settings, cast):
    settings.PASSWORD_HASHERS = [f"{__name__}.RealHasher"]
    cast.mar.head.set_password(PASSWORD)
    cast.mar.head.save()


def _seconds(act, argument):
    cache.clear()  # the limits are tested elsewhere
    began = time.perf_counter()
    act(argument)
    return time.perf_counter() - began


def _seconds_apart(act, known, unknown):
    """The difference of the medians; both in turn, so that what slows the machine slows both."""
    act(known), act(unknown)
    pairs = [(_seconds(act, known), _seconds(act, unknown)) for _ in range(_TRIES)]
    return abs(median(one for one, _two in pairs) - median(two for _one, two in pairs))


def _sign_in(client):
    return lambda email: client.post("/account/login/", {"login": email, "password": "not the password"})


@pytest.mark.slow
def test_sign_in_takes_as_long_for_an_unknown_address(client, cast, real_hasher):
    assert _seconds_apart(_sign_in(client), cast.mar.head.email, _NOBODY) < _MOST_SECONDS_APART


@pytest.mark.slow
def test_sign_in_takes_as_long_for_somebody_without_a_password(client, cast, real_hasher):
    cast.mar.teacher.set_unusable_password()
    cast.mar.teacher.save()

    assert _seconds_apart(_sign_in(client), cast.mar.teacher.email, _NOBODY) < _MOST_SECONDS_APART


@pytest.mark.slow
def test_the_clock_above_notices_when_nothing_is_hashed_for_an_unknown_address(
    client, cast, real_hasher, monkeypatch
):
    monkeypatch.setattr(AuthenticationBackend, "_mitigate_timing_attack", lambda self, password: None)

    assert _seconds_apart(_sign_in(client), cast.mar.head.email, _NOBODY) > _MOST_SECONDS_APART


@pytest.mark.slow
def test_reset_takes_as_long_for_an_unknown_address(client, cast, real_hasher):
    def ask(email):
        client.post("/account/password/reset/", {"email": email})

    assert _seconds_apart(ask, cast.mar.head.email, _NOBODY) < _MOST_SECONDS_APART


@pytest.mark.slow
def test_change_of_address_takes_as_long_for_a_taken_one(client, cast, real_hasher):
    client.post("/account/login/", {"login": cast.mar.head.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})

    def ask(email):
        client.post("/account/email/", {"email": email, "action_add": "1"})

    assert _seconds_apart(ask, cast.cal.head.email, _NOBODY) < _MOST_SECONDS_APART


def _page(answer):
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
    return re.sub(r"[\w.-]+@[\w.]+", "an address", re.sub(r"/invitations/[0-9a-f-]{36}/", "", page))


def test_inviting_somebody_with_an_account_looks_like_inviting_anybody(cast, client_for):
    def invited(email):
        data = {"people": f"Somebody {email}", "roles": ["teacher"]}
        browser = client_for(cast.mar.head)
        answer = browser.post("/our-school/invitations/new/", data, follow=True)
        browser.post(_withdraw(answer))
        return answer

    known, unknown = invited(cast.out.teacher.email), invited("never-seen@out.example")

    assert known.redirect_chain == unknown.redirect_chain == [("/our-school/invitations/", 302)]
    assert _page(known) == _page(unknown)


def _withdraw(answer):
    return f"/our-school/invitations/{answer.context['rows'][0]['invitation'].pk}/withdraw/"


def test_new_address_that_is_taken_gets_the_page_of_a_free_one(client, cast):
    client.post("/account/login/", {"login": cast.mar.head.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})

    def asked(email):
        return client.post("/account/email/", {"email": email, "action_add": "1"}, follow=True)

    taken, free = asked(cast.cal.head.email), asked("free@mar.example")

    assert taken.redirect_chain == free.redirect_chain
    assert _page(taken) == _page(free)
    assert sorted(OutgoingMessage.objects.values_list("kind", flat=True)) == ["email_code", "email_code"]
