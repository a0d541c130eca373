"""Who sees what of the network: the one place that knows memberships, roles and networks.

Everybody else asks here, or starts from a model's `visible_to`. Not found and not yours look the same: both are absent.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import FilteredRelation, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import NotAllowed
from network.context import AccessContext, current_context
from network.domain.standing import Row, Standing, standing_from_rows
from network.models import Membership, Network, Person, School
from network.roles import NEEDS_SECOND_FACTOR, PERMISSIONS, Permission

Viewer = Person | AnonymousUser


class MayNot(NotAllowed):
    """The person's roles do not allow this here."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(_("Your role here does not allow this. Nothing was changed."))
        self.permission = permission


def load_standing(person: Person, now: datetime) -> Standing:
    """What the person is to schools and networks at a moment: one query, whatever their number."""
    return load_standings({person.pk}, now)[person.pk]


def load_standings(person_ids: Collection[int], now: datetime) -> dict[int, Standing]:
    """The same of several people, by their ids, in one query. Somebody who may not sign in is nothing to anybody."""
    rows = (
        Membership.objects.current(now)
        .filter(person__in=person_ids, person__is_active=True, school__left_at=None)
        .annotate(
            held=FilteredRelation("role_grants", condition=_holds("role_grants", now)),
            place=FilteredRelation(
                "school__network_places", condition=Q(school__network_places__left_at=None)
            ),
            duty=FilteredRelation(
                "person__network_role_grants", condition=_holds("person__network_role_grants", now)
            ),
        )
        .values_list(
            "person_id",
            "school_id",
            "held__role",
            "place__network_id",
            "duty__role",
            "duty__network_id",
            "school__name",
            "school__language",
            "school__time_zone",
        )
    )
    of_each: dict[int, list[Row]] = {person_id: [] for person_id in person_ids}
    for person_id, *row in rows:
        of_each[person_id].append(tuple(row))
    return {
        person_id: standing_from_rows(person_id, of_one, PERMISSIONS) for person_id, of_one in of_each.items()
    }


def _holds(relation: str, now: datetime) -> Q:
    return Q(**{f"{relation}__starts_at__lte": now}) & (
        Q(**{f"{relation}__ends_at": None}) | Q(**{f"{relation}__ends_at__gt": now})
    )


def standing_of(viewer: Viewer) -> Standing:
    """What this viewer is, now. Within their own request it is loaded once; a visitor is nothing to anybody."""
    if not isinstance(viewer, Person) or not viewer.is_active:
        return Standing(permissions=PERMISSIONS)
    context = current_context()
    if context is not None and context.standing.person_id == viewer.pk:
        return context.standing
    return load_standing(viewer, clock.now())


def context_for(viewer: Viewer, *, purpose: str, request_id: str = "", address: str = "") -> AccessContext:
    """The context in which this viewer reads and acts."""
    standing = (
        load_standing(viewer, clock.now())
        if isinstance(viewer, Person) and viewer.is_active
        else Standing(permissions=PERMISSIONS)
    )
    return AccessContext(standing, purpose=purpose, request_id=request_id, address=address)


def require_at(permission: Permission, *, by: Viewer, school_id: int | None) -> None:
    """Go on only if this person may do this at this school.

    Raises:
        MayNot: when they may not.
    """
    if not standing_of(by).may_at(permission, school_id):
        raise MayNot(permission)


def require_in(permission: Permission, *, by: Viewer, network_id: int | None) -> None:
    """Go on only if this person may do this in this network.

    Raises:
        MayNot: when they may not.
    """
    if not standing_of(by).may_in(permission, network_id):
        raise MayNot(permission)


def needs_second_factor(viewer: Viewer) -> bool:
    """Whether one of the viewer's roles asks for a second factor, also while a token leaves them less than the role allows."""
    standing = replace(standing_of(viewer), limited_to=None)
    return any(standing.may_somewhere(permission) for permission in NEEDS_SECOND_FACTOR)


def networks_visible_to(viewer: Viewer) -> "QuerySet[Network]":
    """The networks whose directory and shared things this viewer reads."""
    return Network.objects.filter(pk__in=standing_of(viewer).networks_where(Permission.READ_SHARED))


def schools_visible_to(viewer: Viewer) -> "QuerySet[School]":
    """The viewer's own schools, and those now in a network the viewer reads."""
    standing = standing_of(viewer)
    shared = Q(
        network_places__left_at=None,
        network_places__network_id__in=standing.networks_where(Permission.READ_SHARED),
    )
    return School.objects.filter(Q(pk__in=standing.schools) | shared, left_at=None).distinct()


def memberships_visible_to(viewer: Viewer) -> "QuerySet[Membership]":
    """The present members of the schools this viewer sees. A governor sees their own school's only."""
    return (
        Membership.objects.current(clock.now())
        .filter(school__in=schools_visible_to(viewer), person__is_active=True)
        .select_related("person", "school")
    )


def colleagues_of(
    viewer: Viewer, school_id: int, permission: Permission = Permission.REVIEW
) -> "QuerySet[Person]":
    """The other people of a school the viewer belongs to, who hold a permission there; in order of name."""
    if school_id not in standing_of(viewer).schools:
        return Person.objects.none()
    now = clock.now()
    roles = [role for role, allowed in PERMISSIONS.items() if permission in allowed]
    members = Membership.objects.current(now).filter(
        _holds("role_grants", now), school_id=school_id, role_grants__role__in=roles
    )
    return (
        Person.objects.filter(pk__in=members.values("person_id"), is_active=True)
        .exclude(pk=viewer.pk or 0)
        .order_by("name", "pk")
    )


def own_schools(viewer: Viewer) -> "QuerySet[School]":
    """The schools the viewer belongs to now, in order of name."""
    return School.objects.filter(pk__in=standing_of(viewer).schools, left_at=None).order_by("name", "pk")


def school_or_none(viewer: Viewer, **lookup: Any) -> School | None:
    """One school the viewer sees, or None: whether it does not exist or is not theirs to see."""
    return schools_visible_to(viewer).filter(**lookup).first()


def current_school(viewer: Viewer) -> School | None:
    """The school the viewer's own pages speak of: the first of theirs by name, or None."""
    return own_schools(viewer).first()
