"""Secrets of links: made at random, shown once, kept as a hash."""

import hashlib
import secrets

#: How one looks in an address. 32 random bytes: 256 bits, 43 characters.
PATTERN = "[A-Za-z0-9_-]{43}"


def new_secret() -> str:
    """A secret fit for an address."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256, in hexadecimal. A random secret of this length needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()
