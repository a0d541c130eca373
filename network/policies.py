"""Who may do what in the network's own pages and services: questions with one answer for web, commands and tasks.

`by=None` is the system: a command or a task. A view never passes None.
"""

from network.access import MayNot, Viewer, require_at, require_in, standing_of
from network.models import Membership, Network, Person, School
from network.roles import PERMISSIONS, Permission, Role

#: What only those who hold it themselves can hand on; else an administrator could make themselves head.
_HANDED_ON_BY_HOLDERS = frozenset({Permission.READ_AUDIT, Permission.LEAVE_NETWORK})
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
    if by is None:
        return list(Role)
    standing = standing_of(by)
    if not standing.may_at(Permission.MANAGE_PEOPLE, school.pk):
        return []
    return [
        role
        for role in Role
        if all(
            standing.may_at(permission, school.pk) for permission in PERMISSIONS[role] & _HANDED_ON_BY_HOLDERS
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
