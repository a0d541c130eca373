"""Erasing people: the row stays, because history points to it, and names nobody any more.

Who was erased is also noted outside the database, by a mark that says nothing without the key of the audit log: a backup
that is older than the erasure brings the person back, and `erase_again` erases them once more.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.admin.models import EditingSession, FormState
from wagtail.users.models import UserProfile

from core import clock
from network.context import system_context
from network.models import (
    ApiToken,
    FeedToken,
    Invitation,
    LostSecondStep,
    Membership,
    NetworkRoleGrant,
    OutgoingMessage,
    Person,
    School,
    SchoolInvitation,
)
from network.services.audit import record
from network.services.holds import held_people
from network.services.memberships import forget_details
from network.services.people import end_sessions

#: After the last membership has ended.
KEPT_FOR = timedelta(days=365)
_PURPOSE = "erasing"


def due(now: datetime) -> "QuerySet[Person]":
    """Those who have belonged to no school for 12 months, hold no role in a network, and are under no hold."""
    before = now - KEPT_FOR
    theirs = Membership.objects.filter(person=OuterRef("pk"))
    serves = NetworkRoleGrant.objects.current(now).filter(person=OuterRef("pk"))
    return (
        Person.objects.filter(erased_at=None, is_superuser=False, joined_at__lt=before)
        .exclude(Exists(theirs.filter(Q(ends_at=None) | Q(ends_at__gte=before))))
        .exclude(Exists(serves))
        .exclude(pk__in=held_people())
        .order_by("pk")
    )


def erase_due(now: datetime) -> int:
    """Erase those whose time has come; returns how many people."""
    people = list(due(now))
    for person in people:
        erase(person)
    return len(people)


@transaction.atomic
def erase(person: Person) -> None:
    """Take everything out of the database that names a person or lets them in; history keeps an id without a name.

    Write-ups that were published keep the name their author chose to publish under.
    """
    addresses = {person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)}
    schools = sorted(set(person.memberships.values_list("school_id", flat=True)))
    end_sessions(person=person)
    for model in (Authenticator, SocialAccount, EmailAddress, UserProfile, EditingSession, FormState):
        model.objects.filter(user=person).delete()
    FeedToken.objects.filter(person=person).delete()
    ApiToken.objects.filter(membership__person=person).delete()
    OutgoingMessage.objects.filter(Q(recipient=person) | Q(email__in=addresses)).delete()
    SchoolInvitation.objects.filter(email__in=addresses).delete()
    with system_context(schools=list(School.objects.values_list("pk", flat=True)), purpose=_PURPOSE):
        Invitation.objects.filter(email__in=addresses).delete()
        LostSecondStep.objects.filter(person=person).delete()
    forget_details(person.memberships.all())
    person.groups.clear()
    person.user_permissions.clear()
    person.email, person.name = f"erased-{person.pk}@erased.invalid", ""
    person.language = person.time_zone = ""
    person.is_active, person.last_login, person.erased_at = False, None, clock.now()
    person.set_unusable_password()
    person.save()
    for school_id in schools:
        record("person_erased", school_id=school_id, by=None, subject=person, details={"person": person.pk})
    transaction.on_commit(partial(_note_outside, [person]))


def erase_again() -> int:
    """After a backup was restored: erase those whom the list outside the database names; returns how many people."""
    named = dict(_marks())
    again = [
        person
        for person in Person.objects.filter(pk__in=named, erased_at=None).order_by("pk")
        if hmac.compare_digest(named[person.pk], _mark(person))
    ]
    for person in again:
        erase(person)
    return len(again)


def note_missing() -> int:
    """Note outside the database whoever is erased and not noted there; returns how many people."""
    named = dict(_marks())
    missing = [person for person in Person.objects.exclude(erased_at=None) if person.pk not in named]
    _note_outside(missing)
    return len(missing)


def _marks() -> Iterator[tuple[int, str]]:
    path = Path(settings.ERASED_PEOPLE_FILE)
    if path.exists():
        for line in path.read_text().splitlines():
            person_id, _moment, mark = json.loads(line)
            yield person_id, mark


def _note_outside(people: list[Person]) -> None:
    if not people:
        return
    path = Path(settings.ERASED_PEOPLE_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        for person in people:
            moment = person.erased_at.isoformat() if person.erased_at else ""
            file.write(json.dumps([person.pk, moment, _mark(person)]) + "\n")


def _mark(person: Person) -> str:
    # An id may be given to somebody else after a restore; nobody joined at the same microsecond.
    text = f"erased:{person.pk}:{person.joined_at.astimezone(UTC).isoformat()}"
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
