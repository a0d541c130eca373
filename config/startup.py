"""What a hub refuses to start with."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from core.field_keys import BadFieldKeys, parse

_LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver"}


def refusals(settings: Mapping[str, Any]) -> list[str]:
    """Sentences saying what is unsafe about these settings; empty when the hub may start."""
    found = []
    hosts = set(settings["ALLOWED_HOSTS"]) | {urlsplit(settings["BASE_URL"]).hostname}
    if settings["DEMO"] and not hosts <= _LOCAL_HOSTS:
        found.append(
            "DEMO opens every account with one password: it runs on localhost only, never in production."
        )
    try:
        parse(settings["FIELD_KEYS"])
    except BadFieldKeys as error:
        found.append(f"FIELD_KEYS cannot be used: {error}.")
    if settings["PRODUCTION"]:
        if settings["SSO_LOCAL_PROVIDERS"]:
            found.append(
                "SSO_LOCAL_PROVIDERS lets a school ask this machine itself: for tests and demos only."
            )
        if "*" in settings["ALLOWED_HOSTS"]:
            found.append("ALLOWED_HOSTS must name the hosts, not '*'.")
        if len(settings["SECRET_KEY"]) < 40:
            found.append("SECRET_KEY must be random and at least 40 characters long.")
        if len(settings["AUDIT_KEY"]) < 40 or settings["AUDIT_KEY"] == settings["SECRET_KEY"]:
            found.append(
                "AUDIT_KEY must be random, at least 40 characters long, and another than SECRET_KEY."
            )
    return found


def refuse_unsafe_start(settings: Mapping[str, Any]) -> None:
    """Stop before serving anything when the settings are unsafe.

    Raises:
        ImproperlyConfigured: naming everything that is wrong at once.
    """
    if found := refusals(settings):
        raise ImproperlyConfigured("\n".join(found))
