"""Networks: who is in them, who coordinates, and leaving."""

import pytest

from network.access import MayNot, schools_visible_to, standing_of
from network.models import Membership, NetworkPlace, NetworkRoleGrant
from network.roles import NetworkRole, Permission, Role
from network.services.networks import (
    AlreadyInNetwork,
    LastCoordinator,
    NetworksAreBegunByOperators,
    NotInNetwork,
    add_school,
    create_network,
    end_network_role,
    grant_network_role,
    hand_over_coordination,
    leave_network,
)
from network.signals import network_role_changed, school_left_network
from tests.factories.network import MembershipFactory, SchoolFactory, network_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """Signals as they are sent: (which, arguments)."""
    found = []

    def hear_left(sender, **kwargs):
        found.append(("left", kwargs["network"], kwargs["school"], kwargs["by"]))

    def hear_role(sender, **kwargs):
        found.append(("role", kwargs["network"], kwargs["person"], kwargs["role"]))

    school_left_network.connect(hear_left)
    network_role_changed.connect(hear_role)
    yield found
    school_left_network.disconnect(hear_left)
    network_role_changed.disconnect(hear_role)


def test_networks_are_begun_by_operators_alone(cast):
    with pytest.raises(NetworksAreBegunByOperators):
        create_network(name="Mine", slug="mine", kind="hub", by=cast.mar.head)

    assert create_network(name="Trust", slug="trust", kind="trust", motto="together").motto == "together"


def test_school_is_brought_in_by_both_sides_in_one_person(cast):
    second = SchoolFactory(code="SEC")
    MembershipFactory(person=cast.coordinator, school=second, roles=[Role.HEAD])

    add_school(network=cast.small_steps, school=second, by=cast.coordinator)

    assert second in schools_visible_to(cast.cal.teacher)
    with pytest.raises(AlreadyInNetwork):
        add_school(network=cast.small_steps, school=second, by=cast.coordinator)


def test_coordinator_brings_in_no_school_that_has_not_agreed(cast):
    with pytest.raises(MayNot):
        add_school(network=cast.small_steps, school=cast.out.school, by=cast.coordinator)
    with pytest.raises(MayNot):
        add_school(network=cast.small_steps, school=cast.out.school, by=cast.out.head)


def test_school_leaves_at_once_and_keeps_its_place_as_history(cast, heard):
    leave_network(network=cast.small_steps, school=cast.cal.school, by=cast.cal.head)

    assert set(schools_visible_to(cast.cal.teacher)) == {cast.cal.school}
    assert set(schools_visible_to(cast.mar.teacher)) == {cast.mar.school}
    assert NetworkPlace.objects.get(school=cast.cal.school).left_at is not None
    assert not standing_of(cast.editor).may_in(Permission.EDIT_LIBRARY, cast.small_steps.pk)
    assert heard == [
        ("role", cast.small_steps, cast.editor, "editor"),
        ("left", cast.small_steps, cast.cal.school, cast.cal.head),
    ]


@pytest.mark.parametrize("who", ["admin", "teacher", "governor"])
def test_only_the_head_takes_the_school_out(cast, who):
    with pytest.raises(MayNot):
        leave_network(network=cast.small_steps, school=cast.cal.school, by=cast.cal.everybody[who])


def test_coordinators_school_stays_until_the_role_is_handed_over(cast):
    with pytest.raises(LastCoordinator):
        leave_network(network=cast.small_steps, school=cast.mar.school, by=cast.mar.head)
    assert NetworkPlace.objects.get(school=cast.mar.school).left_at is None

    hand_over_coordination(network=cast.small_steps, to=cast.cal.head, by=cast.mar.head)
    leave_network(network=cast.small_steps, school=cast.mar.school, by=cast.mar.head)

    assert NetworkPlace.objects.get(school=cast.mar.school).left_at is not None


def test_last_school_may_leave(cast):
    leave_network(network=cast.elsewhere, school=cast.out.school, by=cast.out.head)

    assert not NetworkRoleGrant.objects.filter(network=cast.elsewhere, ends_at=None).exists()


def test_school_that_is_not_there_cannot_leave(cast):
    with pytest.raises(NotInNetwork):
        leave_network(network=cast.elsewhere, school=cast.mar.school, by=cast.mar.head)


def test_coordination_moves_on_and_both_stay_in_history(cast, heard):
    hand_over_coordination(network=cast.small_steps, to=cast.cal.head, by=cast.mar.head)

    grants = NetworkRoleGrant.objects.filter(network=cast.small_steps, role=NetworkRole.COORDINATOR)
    assert {(grant.person, grant.ends_at is None) for grant in grants} == {
        (cast.mar.head, False),
        (cast.cal.head, True),
    }
    assert {entry[2] for entry in heard} == {cast.mar.head, cast.cal.head}


def test_network_roles_are_given_within_the_network_by_its_coordinator(cast):
    with pytest.raises(NotInNetwork):
        grant_network_role(network=cast.small_steps, person=cast.out.head, role="editor", by=cast.coordinator)
    with pytest.raises(NotInNetwork):
        grant_network_role(
            network=cast.small_steps, person=cast.mar.governor, role="editor", by=cast.coordinator
        )
    for nobody in (cast.cal.head, cast.out.head, cast.editor):
        with pytest.raises(MayNot):
            grant_network_role(network=cast.small_steps, person=cast.mar.teacher, role="editor", by=nobody)

    grant_network_role(network=cast.small_steps, person=cast.mar.teacher, role="editor", by=cast.coordinator)

    assert standing_of(cast.mar.teacher).may_in(Permission.EDIT_LIBRARY, cast.small_steps.pk)


def test_one_coordinator_always_stays(cast):
    with pytest.raises(LastCoordinator):
        end_network_role(network=cast.small_steps, person=cast.mar.head, role="coord", by=cast.mar.head)
    network_role(cast.small_steps, cast.cal.head)

    end_network_role(network=cast.small_steps, person=cast.mar.head, role="coord", by=cast.cal.head)

    assert not standing_of(cast.mar.head).may_in(Permission.COORDINATE, cast.small_steps.pk)


def test_school_in_two_networks_never_leaks_between_them(cast):
    """One school in both: each side sees it, and neither sees the other's schools or people."""
    NetworkPlace.objects.create(
        network=cast.elsewhere, school=cast.cal.school, joined_at=cast.cal.school.joined_at
    )

    assert set(schools_visible_to(cast.cal.teacher)) == {cast.mar.school, cast.cal.school, cast.out.school}
    assert set(schools_visible_to(cast.mar.teacher)) == {cast.mar.school, cast.cal.school}
    assert set(schools_visible_to(cast.out.teacher)) == {cast.out.school, cast.cal.school}
    assert (
        Membership.objects.filter(
            school__in=schools_visible_to(cast.out.teacher), person=cast.mar.head
        ).count()
        == 0
    )
