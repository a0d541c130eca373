"""Sealing: what is stored opens where it was sealed, with the key that sealed it, and nowhere else."""

import base64
import subprocess
import sys

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from hypothesis import given
from hypothesis import strategies as st

from config.env import BASE_DIR
from config.startup import refusals
from core.field_keys import BadFieldKeys, new_key, parse
from core.sealing import CannotOpen, Place, is_current, key_of, seal, unseal

_AT = Place("some_table", "secret", "7", "school_id:1")


@given(st.text(), st.text(), st.text(), st.text(), st.text())
def test_what_is_sealed_opens_in_its_place(text, table, column, row, scope):
    at = Place(table, column, row, scope)

    assert unseal(seal(text, at=at), at=at) == text


@given(st.tuples(*[st.text(max_size=3)] * 4), st.tuples(*[st.text(max_size=3)] * 4))
def test_it_opens_in_no_other_place(one, other):
    sealed = seal("a secret", at=Place(*one))

    if one != other:
        with pytest.raises(CannotOpen):
            unseal(sealed, at=Place(*other))


@pytest.mark.parametrize(
    "other",
    [
        Place("another_table", "secret", "7", "school_id:1"),
        Place("some_table", "name", "7", "school_id:1"),
        Place("some_table", "secret", "8", "school_id:1"),
        Place("some_table", "secret", "7", "school_id:2"),
    ],
)
def test_ciphertext_moved_to_another_row_column_table_or_school_fails(other):
    with pytest.raises(CannotOpen):
        unseal(seal("a secret", at=_AT), at=other)


@given(st.data())
def test_any_changed_byte_is_noticed(data):
    form, name, encoded = seal("a secret", at=_AT).split(".")
    raw = bytearray(base64.urlsafe_b64decode(encoded))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))

    with pytest.raises(CannotOpen):
        unseal(f"{form}.{name}.{base64.urlsafe_b64encode(bytes(raw)).decode()}", at=_AT)


@pytest.mark.parametrize(
    "text", ["", "s1.", "s1.first", "plain", "s1.first.", "s1.first.%%%", "s2.first.AAAA", "s1.first.é"]
)
def test_what_was_never_sealed_does_not_open(text):
    with pytest.raises(CannotOpen):
        unseal(text, at=_AT)


def test_sealing_twice_looks_different_and_hides_the_text():
    one, two = seal("a secret", at=_AT), seal("a secret", at=_AT)

    assert one != two
    assert b"a secret" not in base64.urlsafe_b64decode(one.split(".")[2])


def test_new_key_seals_and_the_old_one_still_opens_until_it_is_gone(settings):
    old, new = new_key("old"), new_key("new")
    settings.FIELD_KEYS = old
    before = seal("a secret", at=_AT)
    settings.FIELD_KEYS = f"{new},{old}"
    after = seal("a secret", at=_AT)

    assert (key_of(before), key_of(after)) == ("old", "new")
    assert (is_current(before), is_current(after)) == (False, True)
    assert unseal(before, at=_AT) == unseal(after, at=_AT) == "a secret"
    settings.FIELD_KEYS = new
    with pytest.raises(CannotOpen, match="no key 'old'"):
        unseal(before, at=_AT)


def test_another_key_of_the_same_name_opens_nothing(settings):
    settings.FIELD_KEYS = new_key("first")
    sealed = seal("a secret", at=_AT)
    settings.FIELD_KEYS = new_key("first")

    with pytest.raises(CannotOpen):
        unseal(sealed, at=_AT)


def test_key_that_claims_another_name_opens_nothing(settings):
    key = new_key("one").partition(":")[2]
    settings.FIELD_KEYS = f"one:{key}"
    sealed = seal("a secret", at=_AT)
    settings.FIELD_KEYS = f"two:{key}"

    with pytest.raises(CannotOpen):
        unseal(sealed.replace("s1.one.", "s1.two."), at=_AT)


#: Not from `new_key`: each process of a run must name these tests alike.
_GOOD = "2026a:" + base64.b64encode(bytes(range(32))).decode()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "key 1 has no name"),
        (_GOOD.partition(":")[2], "key 1 has no name"),
        ("2026A" + _GOOD[5:], "key 1 has no name"),
        ("2026a:not base64", "key 2026a is not base64"),
        ("2026a:" + base64.b64encode(b"short").decode(), "key 2026a is not 32 random bytes"),
        ("2026a:" + base64.b64encode(b"a" * 32).decode(), "key 2026a is not 32 random bytes"),
        (f"{_GOOD},", "key 2 has no name"),
        (f"{_GOOD},{_GOOD}", "key 2026a stands twice"),
        (f"{_GOOD},2026b{_GOOD[5:]}", "key 2026b stands twice"),
    ],
)
def test_keys_that_cannot_be_used_are_refused_without_being_shown(text, why):
    with pytest.raises(BadFieldKeys, match=why) as refused:
        parse(text)

    assert _GOOD.partition(":")[2] not in str(refused.value)


def test_hub_does_not_start_with_keys_that_cannot_be_used():
    safe = {"ALLOWED_HOSTS": [], "BASE_URL": "http://localhost", "DEMO": True, "PRODUCTION": False}

    assert refusals({**safe, "FIELD_KEYS": _GOOD}) == []
    assert refusals({**safe, "FIELD_KEYS": "2026a:"}) == [
        "FIELD_KEYS cannot be used: key 2026a is not 32 random bytes."
    ]


def test_production_asks_for_keys_and_an_embedded_hub_makes_and_keeps_its_own(tmp_path):
    import_settings = "from django.conf import settings; print(settings.FIELD_KEYS)"
    common = {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings", "PATH": ""}
    production = {**common, "SECRET_KEY": "s" * 40, "AUDIT_KEY": "a" * 40, "ALLOWED_HOSTS": "hub.example"}

    def started(environment):
        return subprocess.run(  # noqa: S603 -- our own interpreter
            [sys.executable, "-c", import_settings],
            cwd=BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
        )

    without, first, second = (
        started(production),
        started({**common, "DEMO": "1"}),
        started({**common, "DEMO": "1"}),
    )

    assert without.returncode == 1
    assert "FIELD_KEYS" in without.stderr.splitlines()[-1]
    assert (first.returncode, first.stdout) == (0, second.stdout)
    assert list(parse(first.stdout.strip()).keys) == ["first"]
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_session_is_stored_sealed_and_ends_when_it_cannot_be_opened(settings):
    session = SessionStore()
    session["mfa.totp.secret"] = "JBSWY3DPEHPK3PXP"
    session.save()

    stored = Session.objects.get(pk=session.session_key).session_data
    assert SessionStore(session.session_key)["mfa.totp.secret"] == "JBSWY3DPEHPK3PXP"
    payload = stored.lstrip(".").split(":")[0]
    assert base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).startswith(b"s1.first.")
    settings.FIELD_KEYS = new_key("first")
    assert SessionStore(session.session_key).get("mfa.totp.secret") is None
