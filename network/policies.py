"""Who may do what in the network's own pages and services: questions with one answer for web, commands and tasks.

`by=None` is the system: a command or a task. A view never passes None.
"""

from collections.abc import Iterable
from typing import TypeVar

from core import clock
from network.access import MayNot, Viewer, load_standings, require_at, require_in, standing_of
from network.domain.standing import Standing
from network.models import Invitation, Membership, Network, Person, School, SchoolInvitation
from network.roles import PERMISSIONS, Permission, Role

#: What only those who hold it themselves can hand on; else an administrator could make themselves head.
_HANDED_ON_BY_HOLDERS = frozenset({Permission.READ_AUDIT, Permission.LEAVE_NETWORK})
AnyInvitation = TypeVar("AnyInvitation", Invitation, SchoolInvitation)
#: Any of these opens the school's own card to somebody of the school.
_SEES_CARD = (Permission.READ_SHARED, Permission.SEE_GOVERNOR_PAGES)


def demand_at(permission: Permission, *, by: Person | None, school: School) -> None:
    """Go on only if `by` may do this at this school; the system may.

    Raises:
        MayNot: when they may not.
    """
    if by is not None:
        require_at(permission, by=by, school_id=school.pk)


def demand_in(permission: Permission, *, by: Person | None, network: Network) -> None:
    """Go on only if `by` may do this in this network; the system may.

    Raises:
        MayNot: when they may not.
    """
    if by is not None:
        require_in(permission, by=by, network_id=network.pk)


def grantable_roles(by: Person | None, school: School) -> list[Role]:
    """The roles `by` may give and end at a school: those that manage people, but no key they do not hold themselves."""
    return list(Role) if by is None else _grantable(standing_of(by), school.pk)


def _grantable(standing: Standing, school_id: int) -> list[Role]:
    if not standing.may_at(Permission.MANAGE_PEOPLE, school_id):
        return []
    return [
        role
        for role in Role
        if all(
            standing.may_at(permission, school_id) for permission in PERMISSIONS[role] & _HANDED_ON_BY_HOLDERS
        )
    ]


def demand_roles(roles: set[str], *, by: Person | None, school: School) -> None:
    """Go on only if `by` may give and end every one of these roles.

    Raises:
        MayNot: when one of them is not theirs to give.
    """
    demand_at(Permission.MANAGE_PEOPLE, by=by, school=school)
    if not roles <= set(grantable_roles(by, school)):
        raise MayNot(Permission.MANAGE_PEOPLE)


def vouched_for(invitations: Iterable[AnyInvitation]) -> list[AnyInvitation]:
    """Those invitations whose sender could still send them: the others open nothing. One query.

    What the system sent has no sender and stands by itself.
    """
    asked = list(invitations)
    senders = load_standings({one.invited_by_id for one in asked if one.invited_by_id}, clock.now())
    return [one for one in asked if one.invited_by_id is None or _may_send(senders[one.invited_by_id], one)]


def _may_send(standing: Standing, invitation: Invitation | SchoolInvitation) -> bool:
    if isinstance(invitation, SchoolInvitation):
        return standing.may_in(Permission.COORDINATE, invitation.network_id)
    return set(invitation.roles) <= set(_grantable(standing, invitation.school_id))


def can_manage_member(viewer: Viewer, membership: Membership, roles: set[str]) -> bool:
    """Whether the viewer may change this member, who holds these roles now."""
    return isinstance(viewer, Person) and roles <= set(grantable_roles(viewer, membership.school)) != set()


def can_see_card(viewer: Viewer, school: School) -> bool:
    """Whether the viewer may read their own school's card: staff and governors do, guests do not."""
    standing = standing_of(viewer)
    return any(standing.may_at(permission, school.pk) for permission in _SEES_CARD)


def can_read_directory(viewer: Viewer) -> bool:
    """Whether the viewer reads the directory of people: staff of a school do."""
    return standing_of(viewer).may_somewhere(Permission.READ_SHARED)


def sees_any_card(viewer: Viewer) -> bool:
    """Whether there is any school's card the viewer may read."""
    standing = standing_of(viewer)
    return any(standing.may_somewhere(permission) for permission in _SEES_CARD)
