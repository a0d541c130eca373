"""Who belongs to a school, in which roles, and how that ends."""

import ast

import pytest

from config.env import BASE_DIR
from core import clock
from network.access import MayNot, standing_of
from network.models import AuditEntry, Membership, MembershipYearGroup, NetworkRoleGrant, RoleGrant, YearGroup
from network.roles import Permission, Role
from network.services.memberships import (
    AlreadyMember,
    LastHead,
    NoRole,
    add_member,
    describe_member,
    end_membership,
    end_role,
    grant_role,
    roles_of,
)
from network.services.networks import LastCoordinator
from tests.factories.network import PersonFactory

pytestmark = pytest.mark.django_db


def _membership(person):
    return Membership.objects.select_related("school", "person").get(person=person, ends_at=None)


def _actions(cast, acting_as):
    with acting_as(cast.mar.head):
        return list(AuditEntry.objects.order_by("number").values_list("action", flat=True))


def test_member_is_added_with_roles_year_groups_and_one_entry_in_the_log(cast, acting_as):
    person = PersonFactory()
    year_4 = YearGroup.objects.create(school=cast.mar.school, label="Year 4", typical_age=8)

    membership = add_member(
        person=person, school=cast.mar.school, roles=[Role.TEACHER, Role.SUBJECT_LEADER],
        by=cast.mar.head, job_title="Maths", year_groups=[year_4],
    )  # fmt: skip

    assert roles_of(membership) == {"teacher", "subject"}
    assert MembershipYearGroup.objects.get(membership=membership).year_group == year_4
    assert standing_of(person).may_at(Permission.WRITE, cast.mar.school.pk)
    assert _actions(cast, acting_as) == ["member_added"]


def test_membership_begins_once_and_with_a_role(cast):
    with pytest.raises(AlreadyMember):
        add_member(person=cast.mar.teacher, school=cast.mar.school, roles=[Role.TEACHER], by=cast.mar.head)
    with pytest.raises(NoRole):
        add_member(person=PersonFactory(), school=cast.mar.school, roles=[], by=cast.mar.head)


@pytest.mark.parametrize("who", ["teacher", "colleague", "governor", "dpo", "guest"])
def test_only_those_who_manage_people_change_memberships(cast, who):
    person = cast.mar.everybody[who]
    theirs = _membership(cast.mar.teacher if who != "teacher" else cast.mar.colleague)

    for attempt in (
        lambda: add_member(person=PersonFactory(), school=cast.mar.school, roles=[Role.TEACHER], by=person),
        lambda: describe_member(membership=theirs, by=person, job_title="x", year_groups=[]),
        lambda: grant_role(membership=theirs, role=Role.FORM_MENTOR, by=person),
        lambda: end_role(membership=theirs, role=Role.TEACHER, by=person),
        lambda: end_membership(membership=theirs, by=person),
    ):
        with pytest.raises(MayNot):
            attempt()

    theirs.refresh_from_db()
    assert (theirs.ends_at, roles_of(theirs)) == (None, {"teacher"})


def test_head_of_another_school_changes_nothing_here(cast):
    with pytest.raises(MayNot):
        end_membership(membership=_membership(cast.mar.teacher), by=cast.cal.head)


@pytest.mark.parametrize("role", [Role.HEAD, Role.DATA_PROTECTION])
def test_administrator_gives_no_key_they_do_not_hold(cast, role):
    with pytest.raises(MayNot):
        grant_role(membership=_membership(cast.mar.admin), role=role, by=cast.mar.admin)
    with pytest.raises(MayNot):
        add_member(
            person=PersonFactory(), school=cast.mar.school, roles=[Role.TEACHER, role], by=cast.mar.admin
        )

    assert roles_of(_membership(cast.mar.admin)) == {"admin"}


def test_administrator_cannot_remove_the_head(cast):
    for attempt in (
        lambda: end_membership(membership=_membership(cast.cal.head), by=cast.cal.admin),
        lambda: end_role(membership=_membership(cast.cal.head), role=Role.HEAD, by=cast.cal.admin),
    ):
        with pytest.raises(MayNot):
            attempt()


def test_role_given_twice_is_one_grant_and_ends_as_history(cast, acting_as):
    membership = _membership(cast.mar.teacher)

    first = grant_role(membership=membership, role=Role.FORM_MENTOR, by=cast.mar.head)
    again = grant_role(membership=membership, role=Role.FORM_MENTOR, by=cast.mar.head)
    end_role(membership=membership, role=Role.FORM_MENTOR, by=cast.mar.head)

    assert first == again
    assert roles_of(membership) == {"teacher"}
    assert RoleGrant.objects.get(pk=first.pk).ends_at <= clock.now()
    assert _actions(cast, acting_as) == ["role_granted", "role_ended"]


def test_access_ends_with_the_membership_and_the_row_stays(cast, acting_as):
    membership = _membership(cast.mar.teacher)

    end_membership(membership=membership, by=cast.mar.head)

    assert standing_of(cast.mar.teacher).schools == frozenset()
    assert Membership.objects.get(pk=membership.pk).ends_at <= clock.now()
    assert _actions(cast, acting_as) == ["member_left"]


def test_school_keeps_a_head(cast):
    membership = _membership(cast.cal.head)

    for attempt in (
        lambda: end_membership(membership=membership, by=cast.cal.head),
        lambda: end_role(membership=membership, role=Role.HEAD, by=cast.cal.head),
    ):
        with pytest.raises(LastHead):
            attempt()

    membership.refresh_from_db()
    assert (membership.ends_at, roles_of(membership)) == (None, {"head"})


def test_school_keeps_somebody_who_manages_people(cast):
    RoleGrant.objects.filter(membership__school=cast.cal.school, role=Role.HEAD).delete()

    with pytest.raises(LastHead):
        end_membership(membership=_membership(cast.cal.admin), by=None)


def test_head_goes_when_another_has_come(cast):
    grant_role(membership=_membership(cast.cal.teacher), role=Role.HEAD, by=cast.cal.head)

    end_membership(membership=_membership(cast.cal.head), by=cast.cal.head)

    assert standing_of(cast.cal.head).schools == frozenset()


def test_coordinator_cannot_leave_the_network_without_one(cast):
    grant_role(membership=_membership(cast.mar.admin), role=Role.HEAD, by=cast.mar.head)

    with pytest.raises(LastCoordinator):
        end_membership(membership=_membership(cast.mar.head), by=cast.mar.head)


def test_network_role_ends_with_the_membership_that_carried_it(cast):
    end_membership(membership=_membership(cast.editor), by=cast.cal.head)

    assert not NetworkRoleGrant.objects.filter(person=cast.editor, ends_at=None).exists()


def test_year_groups_are_replaced(cast):
    groups = [
        YearGroup.objects.create(school=cast.mar.school, label=f"Year {n}", typical_age=n + 4)
        for n in (1, 2, 3)
    ]
    membership = _membership(cast.mar.teacher)

    describe_member(
        membership=membership, by=cast.mar.admin, job_title="Years 1 and 2", year_groups=groups[:2]
    )
    describe_member(
        membership=membership, by=cast.mar.admin, job_title="Years 2 and 3", year_groups=groups[1:]
    )

    kept = MembershipYearGroup.objects.filter(membership=membership).order_by("year_group__position", "pk")
    assert {link.year_group for link in kept} == set(groups[1:])


_GUARDED = {"Membership", "RoleGrant", "NetworkRoleGrant", "NetworkPlace", "MembershipYearGroup"}
_WRITES = {"create", "bulk_create", "update_or_create", "get_or_create", "bulk_update"}
_WRITERS = {"network/services/memberships.py", "network/services/networks.py"}


def _direct_writes(tree):
    """Lines that make a guarded row: `Model(...)` or `Model.objects.create(...)`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in _GUARDED:
            yield node.lineno
        if (
            isinstance(called, ast.Attribute)
            and called.attr in _WRITES
            and isinstance(called.value, ast.Attribute)
            and isinstance(called.value.value, ast.Name)
            and called.value.value.id in _GUARDED
        ):
            yield node.lineno


def test_nobody_else_writes_memberships():
    found = [
        f"{path.relative_to(BASE_DIR)}:{line}"
        for room in ("config", "core", "network", "practice_library")
        for path in sorted((BASE_DIR / room).rglob("*.py"))
        if "migrations" not in path.parts and str(path.relative_to(BASE_DIR)) not in _WRITERS
        for line in _direct_writes(ast.parse(path.read_text()))
    ]

    assert found == []
    assert list(_direct_writes(ast.parse("RoleGrant.objects.create(role='head')"))) == [1]
