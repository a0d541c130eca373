"""Schools: how one begins, its card, and how it leaves. Its year and day are in `school_dates`."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError
from network.access import MayNot
from network.context import system_context
from network.models import (
    Invitation,
    Membership,
    Network,
    Person,
    RegisteredSchool,
    School,
    SchoolInvitation,
)
from network.policies import demand_at
from network.roles import Permission
from network.services.audit import record
from network.services.memberships import close_membership
from network.services.networks import leave_network
from network.signals import membership_ended, school_left_hub

#: What a school says about itself; everything else on the model is written by other services.
CARD_FIELDS = (
    "name", "country", "town", "postcode", "about", "phase", "lowest_age", "highest_age", "pupils_count",
    "staff_count", "latitude", "longitude", "time_zone", "language", "currency", "visitor_information",
)  # fmt: skip
_FROM_REGISTER = (
    "name", "town", "postcode", "phase", "lowest_age", "highest_age", "pupils_count", "latitude", "longitude",
)  # fmt: skip


class CodeTaken(DomainError):
    """Another school uses this short code."""

    def __init__(self, code: str) -> None:
        super().__init__(_("Another school here uses %(code)s. Choose another short code.") % {"code": code})


class SchoolKnown(DomainError):
    """The school of the register is here, or has been."""

    def __init__(self) -> None:
        super().__init__(_("That school has been here before. Ask whoever runs the hub to open it again."))


def card_from_register(registered: RegisteredSchool) -> dict[str, Any]:
    """What a school's card takes over from the register; empty figures are left out."""
    card = {name: getattr(registered, name) for name in _FROM_REGISTER}
    card = {name: value for name, value in card.items() if value not in (None, "")}
    return {**card, "urn": registered.urn, "country": School.Country.ENGLAND}


@transaction.atomic
def create_school(
    *,
    code: str,
    name: str,
    by: Person | None = None,
    registered: RegisteredSchool | None = None,
    invitation: SchoolInvitation | None = None,
    **card: Any,
) -> School:
    """A school begins, with its card filled from the register and from what is given here (which wins).

    Args:
        code: its short code, in capital letters.
        name: its name.
        by: the head to whom `invitation` is addressed; None is the system.
        registered: its row in the register, if it has one.
        invitation: the invitation being accepted, when a person asks.
        card: further fields of its card.

    Raises:
        MayNot: when a person asks without an invitation of theirs.
        CodeTaken: when another school uses the code.
        SchoolKnown: when the register's school is here, or has been.
        ValidationError: when a field of the card cannot be.
    """
    if by is not None and (invitation is None or invitation.email != by.email):
        raise MayNot(Permission.MANAGE_SCHOOL)
    fields = {**(card_from_register(registered) if registered else {}), **card, "name": name, "code": code}
    if School.objects.filter(code=code).exists():
        raise CodeTaken(code)
    if fields.get("urn") and School.objects.filter(urn=fields["urn"]).exists():
        raise SchoolKnown
    school = School(joined_at=clock.now(), **fields)
    school.full_clean()
    school.save()
    record("school_began", school_id=school.pk, by=by, subject=school)
    return school


@transaction.atomic
def update_card(*, school: School, by: Person | None, **card: Any) -> School:
    """Change a school's card.

    Raises:
        MayNot: when `by` does not manage the school.
        ValidationError: when a field cannot be.
        TypeError: when something is given that is not on the card.
    """
    demand_at(Permission.MANAGE_SCHOOL, by=by, school=school)
    if unknown := set(card) - set(CARD_FIELDS):
        raise TypeError(f"not on a school's card: {sorted(unknown)}")
    changed = sorted(name for name, value in card.items() if getattr(school, name) != value)
    for name in changed:
        setattr(school, name, card[name])
    if changed:
        school.full_clean()
        school.save(update_fields=changed)
        record("card_changed", school_id=school.pk, by=by, subject=school, details={"fields": changed})
    return school


@transaction.atomic
def leave_hub(*, school: School, by: Person | None) -> School:
    """Take a school out of the hub, at once. What it published comes out of the library.

    Ends its places in networks (see `leave_network`), withdraws its open invitations, ends every membership with its
    roles, records it and sends `membership_ended` for each, then `school_left_hub`, on which other rooms act.

    Raises:
        MayNot: when `by` does not lead the school.
        LastCoordinator: when a network would be left without a coordinator.
    """
    demand_at(Permission.LEAVE_NETWORK, by=by, school=school)
    School.objects.select_for_update().get(pk=school.pk)
    for network in Network.objects.filter(places__school=school, places__left_at=None).order_by("pk"):
        leave_network(network=network, school=school, by=by)
    now = clock.now()
    with system_context(schools=[school.pk], purpose="leave the hub"):
        Invitation.objects.filter(school=school, accepted_at=None, revoked_at=None).update(revoked_at=now)
    record("hub_left", school_id=school.pk, by=by, subject=school)
    members = list(Membership.objects.current(now).filter(school=school).order_by("pk"))
    for membership in members:
        close_membership(membership, now)
        membership_ended.send(Membership, membership=membership, by=by)
    school.left_at = now
    school.save(update_fields=["left_at"])
    school_left_hub.send(School, school=school, by=by)
    return school
