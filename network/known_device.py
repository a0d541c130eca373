"""Devices on which somebody has signed in before: strangers who guess a password cannot lock their owner out of them.

Failed tries are counted for each account, so that many addresses together get no more guesses than one. Alone, that
would let anybody keep a colleague out by guessing wrongly on purpose. A device that has signed in to the account
before is counted by itself instead; it shows so by a signed cookie, which opens nothing.
"""

import hashlib
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "__Host-device" if settings.PRODUCTION else "device"
_SALT = "network.known_device"
_SECONDS = 180 * 24 * 60 * 60


def remember(response: HttpResponse, email: str) -> None:
    """Let the device show later that this account signed in on it."""
    response.set_signed_cookie(
        COOKIE,
        f"{_fingerprint(email)}.{secrets.token_urlsafe(16)}",
        salt=_SALT,
        max_age=_SECONDS,
        secure=settings.PRODUCTION,
        httponly=True,
        samesite="Lax",
    )


def counted_as(request: HttpRequest, email: str) -> str:
    """What failed tries at this account are counted under: the account, or the account on a device it knows."""
    email = email.strip().lower()
    shown = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=_SECONDS) or ""
    return f"{email}:{shown}" if shown.startswith(f"{_fingerprint(email)}.") else email


def _fingerprint(email: str) -> str:
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()[:32]
