"""Reads of the directory and of one's own school: schools, their cards, their people. All begin with who is asking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from core import clock
from network.access import Viewer, memberships_visible_to, schools_visible_to, standing_of
from network.models import (
    AuditEntry,
    Closure,
    Invitation,
    LostSecondStep,
    Membership,
    MembershipYearGroup,
    Network,
    NetworkRoleGrant,
    Person,
    RegisteredSchool,
    RoleGrant,
    School,
    SchoolDay,
    SignInProvider,
    Term,
    YearGroup,
)
from network.roles import PERMISSIONS, NetworkRole, Permission

#: Roles whose holders read what a network shares.
_READERS = [role for role, allowed in PERMISSIONS.items() if Permission.READ_SHARED in allowed]


@dataclass(frozen=True)
class SchoolYear:
    """What a card says about a school's year and day."""

    terms: list[Term]
    closures: list[Closure]
    days: list[SchoolDay]
    year_groups: list[YearGroup]


def schools_in_directory(viewer: Viewer) -> "QuerySet[School]":
    """The schools whose card the viewer may read, in order of name. A guest reads none, a governor their own."""
    standing = standing_of(viewer)
    own = standing.schools_where(Permission.READ_SHARED) | standing.schools_where(
        Permission.SEE_GOVERNOR_PAGES
    )
    by_network = Q(
        network_places__left_at=None,
        network_places__network_id__in=standing.networks_where(Permission.READ_SHARED),
    )
    return schools_visible_to(viewer).filter(Q(pk__in=own) | by_network).distinct().order_by("name", "pk")


def people_in_directory(
    viewer: Viewer, *, text: str = "", school: str = "", role: str = ""
) -> "QuerySet[Membership]":
    """The memberships of the staff of the viewer's networks, by name; governors, officers and guests do not stand in it. Roles are loaded.

    Args:
        viewer: who asks; one who reads nothing shared finds nobody.
        text: part of a name.
        school: a school's code.
        role: a role's code.
    """
    readable = schools_visible_to(viewer).filter(
        Q(pk__in=standing_of(viewer).schools_where(Permission.READ_SHARED))
        | Q(
            network_places__left_at=None,
            network_places__network_id__in=standing_of(viewer).networks_where(Permission.READ_SHARED),
        )
    )
    found = memberships_visible_to(viewer).filter(school__in=readable)
    held = _current_grants().filter(membership=OuterRef("pk"))
    found = found.filter(
        Exists(held.filter(role=role) if role in _READERS else held.filter(role__in=_READERS))
    )
    if school:
        found = found.filter(school__code=school)
    for word in text.split()[:5]:
        # SQLite compares only ASCII letters without regard to case.
        spelt = {word, word.lower(), word.capitalize(), word.upper()}
        found = found.filter(_any_of("person__name__icontains", spelt))
    return _with_roles(found).order_by("person__name", "person_id", "school__name", "pk")


def colleagues_in_directory(
    viewer: Viewer, *, text: str = "", school: str = "", role: str = ""
) -> "QuerySet[Membership]":
    """The same, of the viewer's own schools alone."""
    found = people_in_directory(viewer, text=text, school=school, role=role)
    return found.filter(school__in=standing_of(viewer).schools)


def members_of(viewer: Viewer, school: School) -> "QuerySet[Membership]":
    """The present members of a school the viewer sees, guests and governors too, by name; roles are loaded."""
    return _with_roles(memberships_visible_to(viewer).filter(school=school)).order_by("person__name", "pk")


def held_by(membership: Membership) -> list[RoleGrant]:
    """The present grants of a member that was read here."""
    return membership.held  # type: ignore[attr-defined] # prefetched under this name


def years_of(membership: Membership) -> list[MembershipYearGroup]:
    """The year groups of a member that was read here."""
    return membership.years  # type: ignore[attr-defined] # prefetched under this name


def year_of(school: School, today: date) -> SchoolYear:
    """A school's year from a day on, its day and its year groups: four queries."""
    return SchoolYear(
        terms=list(Term.objects.filter(school=school, ends_on__gte=today).order_by("starts_on", "pk")),
        closures=list(Closure.objects.filter(school=school, ends_on__gte=today).order_by("starts_on", "pk")),
        days=list(school_days_of(school)),
        year_groups=list(year_groups_of(school)),
    )


def year_groups_of(school: School) -> "QuerySet[YearGroup]":
    """A school's year groups in their order."""
    return YearGroup.objects.filter(school=school).order_by("position", "typical_age", "pk")


def school_days_of(school: School) -> "QuerySet[SchoolDay]":
    """The weekdays on which a school is open, with their times."""
    return SchoolDay.objects.filter(school=school).order_by("iso_weekday", "pk")


def terms_of(school: School) -> "QuerySet[Term]":
    """All terms of a school, in order of time."""
    return Term.objects.filter(school=school).order_by("starts_on", "pk")


def closures_of(school: School) -> "QuerySet[Closure]":
    """All closures of a school, in order of time."""
    return Closure.objects.filter(school=school).order_by("starts_on", "ends_on", "name", "pk")


def dates_of(school: School, model: type[Term] | type[Closure]) -> Any:
    """All terms, or all closures, of a school."""
    return model.objects.filter(school=school)


def offered_school(urn: int) -> RegisteredSchool | None:
    """A school of the register that may still be invited, by its URN."""
    return RegisteredSchool.objects.offered().filter(urn=urn).first()


def codes_in_use() -> set[str]:
    """The short codes that schools use or used."""
    return set(School.objects.values_list("code", flat=True))


def networks_of(school_id: int) -> list[Network]:
    """The networks a school is in now, by name."""
    return list(
        Network.objects.filter(places__school=school_id, places__left_at=None)
        .order_by("name", "pk")
        .distinct()
    )


def open_invitations(viewer: Person, school: School) -> "QuerySet[Invitation]":
    """A school's invitations that were neither accepted nor withdrawn, newest first, those that ran out too."""
    return (
        Invitation.objects.visible_to(viewer)
        .filter(school=school, accepted_at=None, revoked_at=None)
        .select_related("invited_by", "school")
        .order_by("-created_at", "pk")
    )


def lost_step_of(viewer: Person, membership: Membership) -> LostSecondStep | None:
    """What a member has asked for because they lost their second step, if it waits to be confirmed."""
    waiting = LostSecondStep.objects.visible_to(viewer).filter(
        school_id=membership.school_id, person_id=membership.person_id, ended_at=None, due_at=None
    )
    return waiting.select_related("school", "person").first()


def sign_in_providers_of(viewer: Person, school: School) -> "QuerySet[SignInProvider]":
    """A school's own sign-ins, oldest first."""
    rows = SignInProvider.objects.visible_to(viewer).filter(school=school).select_related("school")
    return rows.order_by("created_at", "pk")


def log_of(viewer: Person, school: School, *, person_id: int | None = None) -> "QuerySet[AuditEntry]":
    """A school's audit log, newest first, of one acting person or of all."""
    entries = AuditEntry.objects.visible_to(viewer).filter(school=school)
    if person_id is not None:
        entries = entries.filter(actor_id=person_id)
    return entries.order_by("-number")


def network_schools(network: Network) -> "QuerySet[School]":
    """The schools in a network now, by name."""
    return School.objects.filter(
        network_places__network=network, network_places__left_at=None, left_at=None
    ).order_by("name", "pk")


def holders(network: Network, role: NetworkRole) -> "QuerySet[NetworkRoleGrant]":
    """Who holds a role in a network now, longest first, with the person."""
    return (
        NetworkRoleGrant.objects.current(clock.now())
        .filter(network=network, role=role, person__is_active=True)
        .select_related("person")
        .order_by("starts_at", "pk")
    )


def school_in_network(network: Network, person: Person) -> School | None:
    """The school through which somebody reads what the network shares: the first by name, or None."""
    now = clock.now()
    held = RoleGrant.objects.current(now).filter(membership__person=person, role__in=_READERS)
    works_at = Membership.objects.current(now).filter(
        person=person, person__is_active=True, pk__in=held.values("membership_id")
    )
    return (
        School.objects.filter(left_at=None, pk__in=works_at.values("school_id"))
        .filter(network_places__network=network, network_places__left_at=None)
        .order_by("name", "pk")
        .first()
    )


def colleague_by_address(network: Network, email: str) -> Person | None:
    """Somebody who works at a school of the network, by address; anybody else is as absent as nobody."""
    person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    return person if person and school_in_network(network, person) else None


def _with_roles(memberships: "QuerySet[Membership]") -> "QuerySet[Membership]":
    year_groups = MembershipYearGroup.objects.select_related("year_group").order_by(
        "year_group__position", "pk"
    )
    return memberships.prefetch_related(
        Prefetch("role_grants", queryset=_current_grants().order_by("starts_at", "pk"), to_attr="held"),
        Prefetch("year_group_links", queryset=year_groups, to_attr="years"),
    )


def _current_grants() -> "QuerySet[RoleGrant]":
    return RoleGrant.objects.current(clock.now())


def _any_of(lookup: str, values: Iterable[str]) -> Q:
    found = Q()
    for value in sorted(values):
        found |= Q(**{lookup: value})
    return found
