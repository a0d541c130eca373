"""Sealing: what the database must not be read for is stored under AES-256-GCM, with a key it does not hold.

A sealed text says which key opens it and opens only where it was sealed: table, column, row and whose it is are
authenticated with it, so that a ciphertext copied to another row, column or school fails. Each scope (a school, or the
hub itself) has a key of its own, derived from the named one by HKDF-SHA256 (RFC 5869). `docs/decisions/0006-sealing.md`.
"""

import base64
import binascii
import json
import secrets
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from core.field_keys import Keyring, parse

_FORMAT = "s1"
_NONCE_BYTES = 12


class CannotOpen(Exception):
    """A sealed text does not open: its key is missing or another, or it stands where it was not sealed."""


@dataclass(frozen=True)
class Place:
    """Where a sealed text stands. `scope`: whose it is, such as "school:7"; "" is the hub's own."""

    table: str
    column: str
    row: str = ""
    scope: str = ""


def seal(text: str, *, at: Place) -> str:
    """Seal a text under the present key, for one place: "s1.<key>.<base64 of nonce and ciphertext>"."""
    name, nonce = _keyring().current, secrets.token_bytes(_NONCE_BYTES)
    sealed = _cipher(_keyring().keys[name], at.scope).encrypt(nonce, text.encode(), _bound(name, at))
    return f"{_FORMAT}.{name}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, *, at: Place) -> str:
    """Open a sealed text.

    Raises:
        CannotOpen: when it was not sealed for this place, was changed, or its key is not in FIELD_KEYS.
    """
    name, encoded = _parts(sealed)
    if name not in _keyring().keys:
        raise CannotOpen(f"{at.table}.{at.column}: there is no key {name!r} in FIELD_KEYS")
    try:
        raw = base64.b64decode(encoded, altchars=b"-_", validate=True)
        opened = _cipher(_keyring().keys[name], at.scope).decrypt(
            raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _bound(name, at)
        )
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise CannotOpen(f"{at.table}.{at.column}: not sealed for this place by key {name!r}") from error
    return opened.decode()


def key_of(sealed: str) -> str:
    """The name of the key that opens a sealed text.

    Raises:
        CannotOpen: when it is no sealed text.
    """
    return _parts(sealed)[0]


def is_current(sealed: str) -> bool:
    """Whether a text is sealed, and by the present key."""
    return sealed.startswith(f"{_FORMAT}.{_keyring().current}.")


class SealedSessionSerializer:
    """Sessions hold secrets on their way (an authenticator's seed, the link of an invitation): they are stored sealed."""

    _AT = Place(table="django_session", column="session_data")

    def dumps(self, obj: Any) -> bytes:
        """What is stored."""
        return seal(json.dumps(obj, separators=(",", ":")), at=self._AT).encode()

    def loads(self, data: bytes) -> Any:
        """What was stored. A session that cannot be opened has ended: Django takes the error for an empty one."""
        return json.loads(unseal(data.decode(), at=self._AT))


def _parts(sealed: str) -> tuple[str, str]:
    form, _dot, rest = sealed.partition(".")
    name, dot, encoded = rest.partition(".")
    if form != _FORMAT or not dot:
        raise CannotOpen("not a sealed text")
    return name, encoded


def _bound(key_name: str, at: Place) -> bytes:
    # JSON, because its parts cannot run into each other.
    return json.dumps([_FORMAT, key_name, at.scope, at.table, at.column, at.row]).encode()


def _keyring() -> Keyring:
    return _parsed(settings.FIELD_KEYS)


@lru_cache(maxsize=4)
def _parsed(text: str) -> Keyring:
    return parse(text)


@lru_cache(maxsize=512)
def _cipher(key: bytes, scope: str) -> AESGCM:
    info = f"hedgerow {_FORMAT} {scope}".encode()
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key))
