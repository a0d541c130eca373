"""How long this room keeps what it holds."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core.registries import retention
from core.registries.retention import RetentionRule
from network.context import system_context
from network.models import FeedToken, Invitation, Membership, Person, School, SchoolInvitation
from network.services import erasing, holds, memberships

_SETTLED_FOR = timedelta(days=30)
_ENDED_FOR = timedelta(days=365)


def register() -> None:
    """Offer them; those of messages and lost second steps stand beside their messages."""
    for name, rule in _RULES.items():
        retention.rules.register(f"network.{name}", rule)


def invitations_due(now: datetime) -> int:
    """Delete invitations of people 30 days after they were accepted, withdrawn or ran out."""
    with system_context(schools=list(School.objects.values_list("pk", flat=True)), purpose="retention"):
        return Invitation.objects.filter(_settled(now)).exclude(email__in=_held_addresses()).delete()[0]


def school_invitations_due(now: datetime) -> int:
    """The same for invitations of schools."""
    return SchoolInvitation.objects.filter(_settled(now)).exclude(email__in=_held_addresses()).delete()[0]


def sessions_due(now: datetime) -> int:
    """Delete sessions that have ended, and from which device they were."""
    gone = Session.objects.filter(expire_date__lt=now).delete()[0]
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    return gone + UserSession.objects.exclude(Exists(alive)).delete()[0]


def feeds_due(now: datetime) -> int:
    """Take back the feeds of whoever belongs to no school any more."""
    here = Membership.objects.current(now).filter(person=OuterRef("person_id"))
    return FeedToken.objects.exclude(Exists(here)).delete()[0]


def membership_details_due(now: datetime) -> int:
    """Forget what somebody did at a school, and with which year groups, 12 months after they left it."""
    ended = Membership.objects.filter(ends_at__lt=now - _ENDED_FOR).exclude(person_id__in=holds.held_people())
    return memberships.forget_details(ended)


def people_due(now: datetime) -> int:
    """Erase people 12 months after their last membership ended."""
    erasing.note_missing()
    return erasing.erase_due(now)


def _settled(now: datetime) -> Q:
    before = now - _SETTLED_FOR
    return Q(accepted_at__lt=before) | Q(revoked_at__lt=before) | Q(expires_at__lt=before)


def _held_addresses() -> Iterable[Any]:
    held = holds.held_people()
    addresses = EmailAddress.objects.filter(user_id__in=held).values_list("email", flat=True)
    return {*addresses, *Person.objects.filter(pk__in=held).values_list("email", flat=True)}


_RULES = {
    "invitations": RetentionRule(
        _("Invitations of people"),
        _("30 days after they were accepted, withdrawn or ran out"),
        invitations_due,
    ),
    "school_invitations": RetentionRule(
        _("Invitations of schools"),
        _("30 days after they were accepted, withdrawn or ran out"),
        school_invitations_due,
    ),
    "sessions": RetentionRule(
        _("Sessions, and their devices"), _("until they end, 12 hours at most"), sessions_due
    ),
    "feeds": RetentionRule(_("Addresses of feeds"), _("until the person belongs to no school"), feeds_due),
    "memberships": RetentionRule(
        _("What members did at a school, and their year groups"),
        _("12 months after they left it"),
        membership_details_due,
    ),
    "people": RetentionRule(_("People"), _("12 months after their last membership ended"), people_due),
    "holds": RetentionRule(_("Legal holds"), _("12 months after they were lifted"), holds.delete_due),
    "audit": RetentionRule(
        _("The audit log"),
        _("whole, for now: deleting after 24 months needs a sealed start of the chain, which is not built"),
        None,
    ),
}
