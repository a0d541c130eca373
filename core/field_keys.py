"""The keys that seal what the database keeps secret: each has a name, so that a new one can follow an old one."""

import base64
import binascii
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

_NAME = re.compile(r"[a-z0-9-]{1,16}")
_KEY_BYTES = 32
#: Of 32 random bytes, hardly ever fewer than 25 differ: what repeats itself was typed, not drawn.
_FEWEST_DIFFERENT_BYTES = 16


class BadFieldKeys(ValueError):
    """FIELD_KEYS cannot be used; the message says why and never shows a key."""


@dataclass(frozen=True)
class Keyring:
    """Name → key of 32 bytes. The first seals, all open."""

    keys: Mapping[str, bytes]

    @property
    def current(self) -> str:
        """The name of the key that seals."""
        return next(iter(self.keys))


def parse(text: str) -> Keyring:
    """Read "2026a:<base64>,2025b:<base64>": the present key first, then those that still open what they sealed.

    Raises:
        BadFieldKeys: when it names no key, a key twice, or something that is no random key of 32 bytes.
    """
    keys: dict[str, bytes] = {}
    for number, entry in enumerate(text.split(","), start=1):
        name, _colon, encoded = entry.strip().partition(":")
        if not _NAME.fullmatch(name):
            raise BadFieldKeys(f"key {number} has no name such as 2026a before a colon")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise BadFieldKeys(f"key {name} is not base64") from error
        if len(key) != _KEY_BYTES or len(set(key)) < _FEWEST_DIFFERENT_BYTES:
            raise BadFieldKeys(f"key {name} is not 32 random bytes")
        if name in keys or key in keys.values():
            raise BadFieldKeys(f"key {name} stands twice")
        keys[name] = key
    return Keyring(keys)


def new_key(name: str) -> str:
    """A fresh key under a name, as it stands in FIELD_KEYS."""
    return f"{name}:{base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()}"
