"""Who belongs to a school, and in which roles. Rows are ended, never deleted: history names people.

Memberships and role grants are written here and nowhere else; a test reads the source for it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError
from network.models import (
    Membership,
    MembershipYearGroup,
    Network,
    NetworkRoleGrant,
    Person,
    RoleGrant,
    School,
    YearGroup,
)
from network.policies import demand_at, demand_roles
from network.roles import PERMISSIONS, Permission, Role
from network.services.audit import record
from network.services.networks import end_roles_without_school
from network.signals import membership_ended

_MANAGERS = frozenset(role for role, allowed in PERMISSIONS.items() if Permission.MANAGE_PEOPLE in allowed)


class AlreadyMember(DomainError):
    """The person belongs to the school already."""

    def __init__(self) -> None:
        super().__init__(_("That person belongs to the school already. You can change their roles there."))


class NoRole(DomainError):
    """A membership was to begin without any role."""

    def __init__(self) -> None:
        super().__init__(_("Choose at least one role. The role decides what the person can do."))


class LastHead(DomainError):
    """The school would be left without a head, or without anybody who manages its people."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A school always has a head here, and somebody who looks after its people. "
                "Give the role to somebody else first. Nothing was changed."
            )
        )


@transaction.atomic
def add_member(
    *,
    person: Person,
    school: School,
    roles: Iterable[str],
    by: Person | None,
    job_title: str = "",
    year_groups: Iterable[YearGroup] = (),
) -> Membership:
    """Somebody with an account belongs to a school from now on.

    Raises:
        MayNot: when `by` does not manage the school's people, or one of the roles is not theirs to give.
        AlreadyMember, NoRole: as they say.
    """
    wanted = set(roles)
    demand_roles(wanted, by=by, school=school)
    return begin_membership(
        person=person, school=school, roles=wanted, by=by, job_title=job_title, year_groups=year_groups
    )


def begin_membership(
    *,
    person: Person,
    school: School,
    roles: Iterable[str],
    by: Person | None,
    job_title: str = "",
    year_groups: Iterable[YearGroup] = (),
) -> Membership:
    """The membership itself, for services that have asked who may (an accepted invitation). Not for views.

    Raises:
        AlreadyMember, NoRole: as they say.
    """
    codes = sorted(set(roles))
    if not codes:
        raise NoRole
    now = clock.now()
    if Membership.objects.current(now).filter(person=person, school=school).exists():
        raise AlreadyMember
    membership = Membership.objects.create(person=person, school=school, job_title=job_title, starts_at=now)
    for code in codes:
        RoleGrant.objects.create(membership=membership, role=Role(code), starts_at=now, granted_by=by)
    _write_year_groups(membership, year_groups)
    details = {"person": person.pk, "roles": codes}
    record("member_added", school_id=school.pk, by=by, subject=membership, details=details)
    return membership


@transaction.atomic
def describe_member(
    *, membership: Membership, by: Person | None, job_title: str, year_groups: Iterable[YearGroup]
) -> Membership:
    """Say what a member does at the school, and with which year groups.

    Raises:
        MayNot: when `by` does not manage the school's people.
    """
    demand_at(Permission.MANAGE_PEOPLE, by=by, school=membership.school)
    membership.job_title = job_title
    membership.save(update_fields=["job_title"])
    _write_year_groups(membership, year_groups)
    _note("member_described", membership, by)
    return membership


@transaction.atomic
def grant_role(*, membership: Membership, role: str, by: Person | None) -> RoleGrant:
    """Give a member a role; one they hold already stays as it is.

    Raises:
        MayNot: when the role is not `by`'s to give.
    """
    demand_roles({role}, by=by, school=membership.school)
    now = clock.now()
    grant = RoleGrant.objects.current(now).filter(membership=membership, role=role).first()
    if grant is None:
        grant = RoleGrant.objects.create(membership=membership, role=Role(role), starts_at=now, granted_by=by)
        _note("role_granted", membership, by, role=role)
    return grant


@transaction.atomic
def end_role(*, membership: Membership, role: str, by: Person | None) -> None:
    """Take a role from a member, at once; the row stays as history. Their network roles end if nothing carries them.

    Raises:
        MayNot: when the role is not `by`'s to take.
        LastHead: when the school would be left without a head or without anybody who manages its people.
        LastCoordinator: when a network would be left without a coordinator.
    """
    demand_roles({role}, by=by, school=membership.school)
    _lock(membership.school)
    now = clock.now()
    if RoleGrant.objects.current(now).filter(membership=membership, role=role).update(ends_at=now):
        _keep_a_head(membership.school, {role}, now)
        _note("role_ended", membership, by, role=role)
        _end_network_roles(membership.person, by)


@transaction.atomic
def end_membership(*, membership: Membership, by: Person | None) -> None:
    """Somebody leaves the school: their access ends at once, their history stays. Sends `membership_ended`.

    Raises:
        MayNot: when the member holds a role that is not `by`'s to take.
        LastHead: when the school would be left without a head or without anybody who manages its people.
        LastCoordinator: when a network would be left without a coordinator.
    """
    held = roles_of(membership)
    demand_roles(held, by=by, school=membership.school)
    _lock(membership.school)
    now = clock.now()
    close_membership(membership, now)
    _keep_a_head(membership.school, held, now)
    _note("member_left", membership, by)
    _end_network_roles(membership.person, by)
    membership_ended.send(Membership, membership=membership, by=by)


def close_membership(membership: Membership, now: datetime) -> None:
    """End the rows themselves, for services that have asked who may. Not for views."""
    RoleGrant.objects.current(now).filter(membership=membership).update(ends_at=now)
    membership.api_tokens.all().delete()
    membership.ends_at = now
    membership.save(update_fields=["ends_at"])


def roles_of(membership: Membership) -> set[str]:
    """The codes of the roles a member holds now."""
    grants = RoleGrant.objects.current(clock.now()).filter(membership=membership)
    return set(grants.values_list("role", flat=True))


@transaction.atomic
def forget_details(memberships: "QuerySet[Membership]") -> int:
    """Forget what people did at a school, and with which year groups; that they were there, and their roles, stays.

    For retention and erasure. Returns how many memberships said something.
    """
    telling = list(memberships.filter(~Q(job_title="") | Q(year_group_links__isnull=False)).distinct())
    MembershipYearGroup.objects.filter(membership__in=telling).delete()
    return Membership.objects.filter(pk__in=[membership.pk for membership in telling]).update(job_title="")


def _lock(school: School) -> None:
    School.objects.select_for_update().get(pk=school.pk)


def _keep_a_head(school: School, ended: set[str], now: datetime) -> None:
    members = Membership.objects.current(now).filter(school=school, person__is_active=True)
    left = set(
        RoleGrant.objects.current(now)
        .filter(membership__in=members, role__in=_MANAGERS)
        .values_list("role", flat=True)
    )
    if (Role.HEAD in ended and Role.HEAD not in left) or (ended & _MANAGERS and not left):
        raise LastHead


def _end_network_roles(person: Person, by: Person | None) -> None:
    held = NetworkRoleGrant.objects.current(clock.now()).filter(person=person)
    for network in (
        Network.objects.select_for_update().filter(pk__in=held.values("network_id")).order_by("pk")
    ):
        end_roles_without_school(network=network, by=by, person=person)


def _write_year_groups(membership: Membership, year_groups: Iterable[YearGroup]) -> None:
    wanted = {group.pk: group for group in year_groups}
    links = MembershipYearGroup.objects.filter(membership=membership)
    links.exclude(year_group_id__in=wanted).delete()
    kept = set(links.values_list("year_group_id", flat=True))
    for pk, group in wanted.items():
        if pk not in kept:
            MembershipYearGroup.objects.create(
                school=membership.school, membership=membership, year_group=group
            )


def _note(action: str, membership: Membership, by: Person | None, **details: str) -> None:
    record(
        action,
        school_id=membership.school_id,
        by=by,
        subject=membership,
        details={"person": membership.person_id, **details},
    )
