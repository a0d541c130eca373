"""The second step at sign-in: setting it up, using it, and who needs one."""

import base64
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.utils import timezone

from network.models import AuditEntry, OutgoingMessage
from tests.factories.network import PASSWORD

_SECRET = base64.b32encode(b"twenty bytes of seed").decode()


def _code(secret=_SECRET):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def _wrong_code():
    return f"{(int(_code()) + 1) % 1_000_000:06d}"


def _password(browser, person):
    return browser.post("/account/login/", {"login": person.email, "password": PASSWORD})


def _is_in(browser):
    return browser.get("/account/").status_code == 200


@pytest.fixture
def head(cast):
    return cast.mar.head


@pytest.fixture
def guarded(head):
    """The head, with an authenticator app and recovery codes."""
    TOTP.activate(head, _SECRET)
    RecoveryCodes.activate(head)
    return head


def test_app_is_set_up_once_it_shows_the_right_code(
    client, head, acting_as, django_capture_on_commit_callbacks
):
    phone = Client()
    _password(phone, head), _password(client, head)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret
    wrong = client.post("/account/2fa/totp/activate/", {"code": "000000"})
    with django_capture_on_commit_callbacks(execute=True):
        right = client.post("/account/2fa/totp/activate/", {"code": _code(secret)})

    assert (wrong.status_code, right["Location"]) == (200, "/account/2fa/recovery-codes/")
    assert sorted(head.authenticator_set.values_list("type", flat=True)) == ["recovery_codes", "totp"]
    assert (_is_in(client), _is_in(phone)) == (True, False)
    with acting_as(head):
        added = AuditEntry.objects.filter(action="second_factor_added").order_by("number")
        assert [entry.details for entry in added] == [{"type": "totp"}, {"type": "recovery_codes"}]
    assert OutgoingMessage.objects.filter(kind="second_factor_changed", recipient=head).count() == 1


def test_recovery_codes_are_shown_once(client, guarded):
    _password(client, guarded)
    client.post("/account/2fa/authenticate/", {"code": _code()})
    client.post("/account/reauthenticate/", {"password": PASSWORD})

    first = client.get("/account/2fa/recovery-codes/").content.decode()
    second = client.get("/account/2fa/recovery-codes/").content.decode()

    assert (first.count("<code>"), second.count("<code>")) == (10, 0)


def test_password_alone_does_not_sign_in(client, guarded):
    answer = _password(client, guarded)

    assert answer["Location"] == "/account/2fa/authenticate/"
    assert not _is_in(client)


def test_code_signs_in_once(client, guarded):
    other = Client()
    _password(client, guarded), _password(other, guarded)
    code = _code()

    first = client.post("/account/2fa/authenticate/", {"code": code})
    again = other.post("/account/2fa/authenticate/", {"code": code})

    assert (first.status_code, again.status_code) == (302, 200)
    assert (_is_in(client), _is_in(other)) == (True, False)


def test_code_is_worth_nothing_half_a_minute_later(client, guarded):
    _password(client, guarded)
    code = _code()

    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        answer = client.post("/account/2fa/authenticate/", {"code": code})

    assert answer.status_code == 200


def test_recovery_code_signs_in_once(client, guarded):
    codes = RecoveryCodes(guarded.authenticator_set.get(type="recovery_codes")).get_unused_codes()
    _password(client, guarded)
    client.post("/account/2fa/authenticate/", {"code": codes[0]})
    was_in = _is_in(client)
    other = Client()
    _password(other, guarded)
    other.post("/account/2fa/authenticate/", {"code": codes[0]})

    assert (was_in, _is_in(other)) == (True, False)


def test_reset_does_not_pass_the_second_step_by(client, guarded):
    guarded.set_password("four quiet otters swim")
    guarded.save()

    answer = client.post("/account/login/", {"login": guarded.email, "password": "four quiet otters swim"})

    assert answer["Location"] == "/account/2fa/authenticate/"


def test_guesses_at_the_second_step_are_few(guarded):
    began = timezone.now()
    answers = []
    for number in range(16):
        # Five in five minutes, then five in the next; from another address each time.
        with time_machine.travel(began + timedelta(seconds=45 * number)):
            browser = Client(REMOTE_ADDR=f"10.0.0.{number}")
            _password(browser, guarded)
            answers.append(browser.post("/account/2fa/authenticate/", {"code": _wrong_code()}).status_code)

    assert answers.count(200) <= 10
    assert answers[-1] == 429


def test_removing_the_app_ends_the_other_sessions_and_is_told(client, guarded, acting_as):
    _password(client, guarded)
    client.post("/account/2fa/authenticate/", {"code": _code()})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    phone = Client()
    codes = RecoveryCodes(guarded.authenticator_set.get(type="recovery_codes")).get_unused_codes()
    _password(phone, guarded)
    phone.post("/account/2fa/authenticate/", {"code": codes[0]})
    was_in = _is_in(phone)

    asked = client.get("/account/2fa/totp/deactivate/")
    done = client.post("/account/2fa/totp/deactivate/")

    assert (asked.status_code, done.status_code, was_in) == (200, 302, True)
    assert Authenticator.objects.filter(user=guarded).count() == 0
    assert (_is_in(client), _is_in(phone)) == (True, False)
    with acting_as(guarded):
        removed = AuditEntry.objects.filter(action="second_factor_removed").order_by("number")
        assert [entry.details for entry in removed] == [{"type": "totp"}, {"type": "recovery_codes"}]
    assert OutgoingMessage.objects.filter(kind="second_factor_changed", recipient=guarded).count() == 1


def test_second_steps_change_only_after_the_password(client, guarded):
    _password(client, guarded)
    client.post("/account/2fa/authenticate/", {"code": _code()})

    answer = client.post("/account/2fa/totp/deactivate/")

    assert answer["Location"].startswith("/account/reauthenticate/")
    assert Authenticator.objects.filter(user=guarded).count() == 2


@pytest.mark.parametrize(
    ("who", "needs"),
    [
        ("head", True),
        ("admin", True),
        ("dpo", True),
        ("teacher", False),
        ("governor", False),
        ("guest", False),
    ],
)
def test_those_who_need_a_second_step_set_one_up_before_going_on(client, cast, settings, who, needs):
    settings.SECOND_FACTOR_REQUIRED = True
    _password(client, getattr(cast.mar, who))

    page = client.get("/library/", follow=True)

    assert (page.redirect_chain == [("/account/2fa/", 302)]) is needs
    assert ("Set one up to go on" in page.content.decode()) is needs


def test_those_who_have_a_second_step_go_on(client, guarded, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    _password(client, guarded)
    client.post("/account/2fa/authenticate/", {"code": _code()})

    assert client.get("/library/").status_code == 200
    assert "Set one up to go on" not in client.get("/account/2fa/").content.decode()


def test_demo_asks_nobody(client, head, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    _password(client, head)

    assert client.get("/library/").status_code == 200
