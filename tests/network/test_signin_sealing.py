"""What signs somebody in a second time is stored sealed: a copy of the database holds no usable code."""

import base64

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client

from core.field_keys import new_key
from network.checks import stored_secrets_open
from network.services import sealing
from tests.factories.network import PASSWORD, PersonFactory

_SECRET = base64.b32encode(b"twenty bytes of seed").decode()


@pytest.fixture
def guarded(cast):
    TOTP.activate(cast.mar.head, _SECRET)
    RecoveryCodes.activate(cast.mar.head)
    return cast.mar.head


def _codes(person):
    return RecoveryCodes(person.authenticator_set.get(type="recovery_codes")).get_unused_codes()


def _usable_from_a_copy(person, monkeypatch) -> list[str]:
    """What somebody who has the database, and not its keys, can sign in with: the stored values taken as they are."""
    genuine = _codes(person)
    stored = [row.data for row in Authenticator.objects.filter(user=person)]
    found = [code for code in genuine if code in str(stored)]
    found += [value for row in stored for value in (row.get("secret"),) if value == _SECRET]
    with monkeypatch.context() as patched:
        patched.setattr("allauth.mfa.recovery_codes.internal.auth.decrypt", lambda text: text)
        return found + [code for code in _codes(person) if code in genuine]


def test_copy_of_the_database_holds_no_usable_code(guarded, monkeypatch):
    assert len(_codes(guarded)) == 10
    assert _usable_from_a_copy(guarded, monkeypatch) == []


def test_the_test_above_can_fail(cast, settings, monkeypatch):
    settings.MFA_ADAPTER = "allauth.mfa.adapter.DefaultMFAAdapter"
    TOTP.activate(cast.mar.head, _SECRET)
    RecoveryCodes.activate(cast.mar.head)

    assert len(_usable_from_a_copy(cast.mar.head, monkeypatch)) == 11


def test_seed_of_an_app_is_no_recovery_seed_nor_anything_else(guarded):
    assert {row.data.get("secret", row.data.get("seed"))[:9] for row in guarded.authenticator_set.all()} == {
        "s1.first."
    }


def _signs_in_with(person, code):
    browser = Client()
    browser.post("/account/login/", {"login": person.email, "password": PASSWORD})
    browser.post("/account/2fa/authenticate/", {"code": code})
    return browser.get("/account/").status_code == 200


def test_new_key_takes_over_while_everybody_goes_on_signing_in(guarded, settings, capsys):
    old, new = settings.FIELD_KEYS, new_key("second")
    codes = _codes(guarded)
    settings.FIELD_KEYS = f"{new},{old}"
    before = _signs_in_with(guarded, codes[0])

    call_command("rotate_field_keys")
    said = capsys.readouterr().out
    during = _signs_in_with(guarded, codes[1])
    call_command("rotate_field_keys")
    again = capsys.readouterr().out
    settings.FIELD_KEYS = new

    assert (before, during, _signs_in_with(guarded, codes[2])) == (True, True, True)
    assert said.splitlines()[:2] == ["Sealed anew: 2.", "Key second has sealed 2."]
    assert again.splitlines()[0] == "Sealed anew: 0."


def test_sealing_anew_that_was_stopped_goes_on_where_it_was(db, settings, monkeypatch):
    old, new = settings.FIELD_KEYS, new_key("second")
    for _ in range(5):
        TOTP.activate(PersonFactory(), _SECRET)
    settings.FIELD_KEYS = f"{new},{old}"
    monkeypatch.setattr(sealing, "_BATCH", 2)

    def stopped(done):
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sealing.reseal_everything(report=stopped)
    half_way = dict(sealing.keys_in_use())

    assert half_way == {"second": 4, "first": 1}
    assert sealing.reseal_everything() == 1
    assert dict(sealing.keys_in_use()) == {"second": 5}


@pytest.mark.parametrize("keys", [new_key("another"), new_key("first")], ids=["another", "first"])
def test_hub_does_not_serve_with_a_key_missing_or_wrong(guarded, settings, keys):
    settings.FIELD_KEYS = keys

    assert [fault.id for fault in stored_secrets_open(databases=["default"])] == ["network.E004"]
    with pytest.raises(SystemCheckError):
        call_command("serve", "--port", "1")


def test_check_is_content_with_the_right_keys(guarded):
    assert stored_secrets_open(databases=["default"]) == []
    assert stored_secrets_open(databases=None) == []
