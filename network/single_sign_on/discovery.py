"""What a provider publishes about itself, fetched with care and kept for a while."""

import hashlib
from typing import Any
from urllib.parse import urlsplit

import requests
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.core.cache import cache

from core.outgoing import OutgoingSession

_KEPT_SECONDS = 10 * 60
_NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


def session() -> OutgoingSession:
    """For one request to a provider."""
    return OutgoingSession(local_too=settings.SSO_LOCAL_PROVIDERS)


def configuration(issuer: str) -> dict[str, Any]:
    """The provider's configuration (OpenID Connect Discovery 1.0, section 4).

    Raises:
        OAuth2Error: when it is not one, or is another issuer's.
        RequestException: when it cannot be had.
    """
    found = _fetched(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if any(not isinstance(found.get(name), str) for name in _NEEDED):
        raise OAuth2Error("the configuration lacks what is needed")
    if found["issuer"] != issuer:
        raise OAuth2Error("the configuration is of another issuer")
    if urlsplit(issuer).scheme == "https" and urlsplit(found["authorization_endpoint"]).scheme != "https":
        raise OAuth2Error("people would be sent to a page without TLS")
    return found


def keys(address: str, *, fresh: bool = False) -> dict[str, Any]:
    """The provider's public keys (RFC 7517).

    Args:
        address: its `jwks_uri`.
        fresh: fetch them even when some are kept; a provider that changed its keys signs with one we do not know.
    """
    return _fetched(address, fresh=fresh)


def _fetched(address: str, *, fresh: bool = False) -> dict[str, Any]:
    key = f"provider:{hashlib.sha256(address.encode()).hexdigest()}"
    found = None if fresh else cache.get(key)
    if found is None:
        with session() as asking:
            answer = asking.get(address)
        answer.raise_for_status()
        try:
            found = answer.json()
        except requests.JSONDecodeError as error:
            raise OAuth2Error(f"no JSON at {address}") from error
        if not isinstance(found, dict):
            raise OAuth2Error(f"no object at {address}")
        cache.set(key, found, _KEPT_SECONDS)
    return found
