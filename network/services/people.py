"""What people do with their own account."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.module_loading import import_string

from core import clock
from network.access import load_standing
from network.models import Person
from network.services.audit import record


@transaction.atomic
def change_own_settings(*, by: Person, name: str, language: str, time_zone: str) -> Person:
    """Set one's own name, language and time zone; empty language or zone means one's school's.

    Raises:
        PermissionDenied: for an account that may not sign in.
    """
    if not by.is_active:
        raise PermissionDenied
    before = (by.name, by.language, by.time_zone)
    by.name, by.language, by.time_zone = name, language, time_zone
    by.save(update_fields=["name", "language", "time_zone"])
    changed = [
        field
        for field, old in zip(("name", "language", "time_zone"), before, strict=True)
        if getattr(by, field) != old
    ]
    if changed:
        record_for_schools("account_changed", by=by, details={"fields": changed})
    return by


def choose_language(*, by: Person, language: str) -> None:
    """Set one's own language, as the switch on every page does; nothing to audit.

    Raises:
        PermissionDenied: for an account that may not sign in.
    """
    if not by.is_active:
        raise PermissionDenied
    if language in dict(settings.LANGUAGES) and by.language != language:
        by.language = language
        by.save(update_fields=["language"])


def prove_address(person: Person) -> None:
    """Note that a new person's address is theirs: whoever makes an account has reached it with an invitation."""
    EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )


def end_sessions(*, person: Person, but: str | None = None) -> int:
    """End the person's sessions on all devices; returns how many there were.

    Args:
        person: whose.
        but: the key of a session that goes on, or None.
    """
    sessions = UserSession.objects.filter(user=person).exclude(session_key=but or "")
    keys = list(sessions.values_list("session_key", flat=True))
    store: type[SessionBase] = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    for key in keys:
        store().delete(key)
    sessions.filter(session_key__in=keys).delete()
    return len(keys)


def record_for_schools(action: str, *, by: Person, details: dict[str, Any] | None = None) -> None:
    """Write what somebody did with their account to the logs of the schools they belong to now."""
    for school_id in _schools_of(by):
        record(action, school_id=school_id, by=by, subject=by, details=details)


def record_about(action: str, person: Person) -> None:
    """Write what the hub itself did to somebody's account to the logs of the schools they belong to now."""
    for school_id in _schools_of(person):
        record(action, school_id=school_id, by=None, subject=person, details={"person": person.pk})


def _schools_of(person: Person) -> Iterable[int]:
    return sorted(load_standing(person, clock.now()).schools)
