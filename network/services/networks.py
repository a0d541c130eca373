"""Networks: which schools are in them, and who coordinates and edits for them."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError, NotAllowed
from network.directory import school_in_network
from network.models import Membership, Network, NetworkPlace, NetworkRoleGrant, Person, School
from network.policies import demand_at, demand_in
from network.roles import NetworkRole, Permission
from network.services.audit import record
from network.signals import network_role_changed, school_left_network


class NetworksAreBegunByOperators(NotAllowed):
    """Somebody who does not run the hub tried to begin a network."""


class AlreadyInNetwork(DomainError):
    """The school is in that network."""


class NotInNetwork(DomainError):
    """The school, or the person, is not in that network."""


class LastCoordinator(DomainError):
    """The network would be left without a coordinator."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A network always has a coordinator. Hand the role over to somebody first. Nothing was changed."
            )
        )


@transaction.atomic
def create_network(*, name: str, slug: str, kind: str, by: Person | None = None, **card: Any) -> Network:
    """Begin a network, still without schools.

    Args:
        name: its name.
        slug: its part of the address.
        kind: a `Network.Kind`.
        by: an operator of the hub, or None for the system.
        card: further fields of Network: motto, values, founded_year, currency.

    Raises:
        NetworksAreBegunByOperators: for anybody else.
    """
    if by is not None and not by.is_superuser:
        raise NetworksAreBegunByOperators(_("Networks are begun by those who run the hub."))
    network = Network(name=name, slug=slug, kind=kind, **card)
    network.full_clean()
    network.save()
    return network


@transaction.atomic
def add_school(*, network: Network, school: School, by: Person | None) -> NetworkPlace:
    """Give a school a place in a network. Both sides agree: `by` coordinates the network and leads the school.

    A school is brought in from outside through `invite_school`, where its head agrees.

    Raises:
        MayNot: when they may not.
        AlreadyInNetwork: when it is in already.
    """
    demand_in(Permission.COORDINATE, by=by, network=network)
    demand_at(Permission.LEAVE_NETWORK, by=by, school=school)
    return begin_place(network=network, school=school, by=by)


def begin_place(*, network: Network, school: School, by: Person | None) -> NetworkPlace:
    """The place itself, for services that have asked both sides. Not for views.

    Raises:
        AlreadyInNetwork: when it is in already.
    """
    if NetworkPlace.objects.filter(network=network, school=school, left_at=None).exists():
        raise AlreadyInNetwork(_("The school is in this network already."))
    place = NetworkPlace.objects.create(network=network, school=school, joined_at=clock.now())
    record("network_joined", school_id=school.pk, by=by, subject=network)
    return place


@transaction.atomic
def leave_network(*, network: Network, school: School, by: Person | None) -> None:
    """Take a school out of a network, at once.

    Ends the place; ends the network roles of its people, unless another of their schools stays; records it; sends
    `school_left_network`, on which the library takes the school's write-ups out of the network's shelf.

    Raises:
        MayNot: when `by` does not lead the school.
        NotInNetwork: when it is not in that network.
        LastCoordinator: when the others would be left without a coordinator.
    """
    demand_at(Permission.LEAVE_NETWORK, by=by, school=school)
    Network.objects.select_for_update().get(pk=network.pk)
    place = NetworkPlace.objects.filter(network=network, school=school, left_at=None).first()
    if place is None:
        raise NotInNetwork(_("The school is not in this network."))
    place.left_at = clock.now()
    place.save(update_fields=["left_at"])
    end_roles_without_school(network=network, by=by)
    record("network_left", school_id=school.pk, by=by, subject=network)
    school_left_network.send(Network, network=network, school=school, by=by)


@transaction.atomic
def grant_network_role(*, network: Network, person: Person, role: str, by: Person | None) -> NetworkRoleGrant:
    """Give somebody of one of the network's schools a role in it; sends `network_role_changed`.

    Raises:
        MayNot: when `by` does not coordinate the network.
        NotInNetwork: when the person works at none of its schools.
    """
    demand_in(Permission.COORDINATE, by=by, network=network)
    school = school_in_network(network, person)
    if school is None:
        raise NotInNetwork(_("That person does not work at a school of this network."))
    grant = _current(network).filter(person=person, role=role).first()
    if grant is None:
        grant = NetworkRoleGrant.objects.create(
            network=network, person=person, role=role, starts_at=clock.now(), granted_by=by
        )
        _tell("network_role_granted", grant, school, by)
    return grant


@transaction.atomic
def end_network_role(*, network: Network, person: Person, role: str, by: Person | None) -> None:
    """End somebody's role in a network, at once; the row stays as history. Sends `network_role_changed`.

    Raises:
        MayNot: when `by` does not coordinate the network.
        LastCoordinator: when nobody else coordinates it.
    """
    demand_in(Permission.COORDINATE, by=by, network=network)
    Network.objects.select_for_update().get(pk=network.pk)
    ended = [_end(grant, by) for grant in _current(network).filter(person=person, role=role)]
    _keep_a_coordinator(network, ended)


@transaction.atomic
def hand_over_coordination(*, network: Network, to: Person, by: Person | None) -> NetworkRoleGrant:
    """Somebody else coordinates from now on. `by` hands over their own part; the system, everybody's.

    With the role go the invitations of schools that wait for an answer: the new coordinator asks now.

    Raises:
        MayNot: when `by` does not coordinate the network.
        NotInNetwork: when the other works at none of its schools.
    """
    grant = grant_network_role(network=network, person=to, role=NetworkRole.COORDINATOR, by=by)
    before = _current(network).filter(role=NetworkRole.COORDINATOR).exclude(person=to)
    for former in before.filter(person=by) if by is not None else before:
        _end(former, by)
        network.school_invitations.filter(
            invited_by=former.person_id, accepted_at=None, revoked_at=None
        ).update(invited_by=to)
    return grant


def end_roles_without_school(*, network: Network, by: Person | None, person: Person | None = None) -> None:
    """End the network roles of people (or of one person) who work at none of its schools any more. For services.

    Raises:
        LastCoordinator: when that would leave the network's schools without a coordinator.
    """
    grants = _current(network).select_related("person", "network")
    ended = [
        _end(grant, by)
        for grant in (grants.filter(person=person) if person else grants)
        if school_in_network(network, grant.person) is None
    ]
    _keep_a_coordinator(network, ended)


def _current(network: Network) -> QuerySet[NetworkRoleGrant]:
    return NetworkRoleGrant.objects.current(clock.now()).filter(network=network).order_by("starts_at", "pk")


def _keep_a_coordinator(network: Network, ended: list[NetworkRoleGrant]) -> None:
    if not any(grant.role == NetworkRole.COORDINATOR for grant in ended):
        return
    has_schools = NetworkPlace.objects.filter(network=network, left_at=None).exists()
    if has_schools and not _current(network).filter(role=NetworkRole.COORDINATOR).exists():
        raise LastCoordinator


def _end(grant: NetworkRoleGrant, by: Person | None) -> NetworkRoleGrant:
    grant.ends_at = clock.now()
    grant.save(update_fields=["ends_at"])
    school = school_in_network(grant.network, grant.person) or _last_school(grant.person)
    _tell("network_role_ended", grant, school, by)
    return grant


def _last_school(person: Person) -> School | None:
    last = Membership.objects.filter(person=person).select_related("school").order_by("ends_at", "pk").last()
    return last.school if last else None


def _tell(action: str, grant: NetworkRoleGrant, school: School | None, by: Person | None) -> None:
    if school is not None:
        details = {"person": grant.person_id, "network": grant.network_id, "role": grant.role}
        record(action, school_id=school.pk, by=by, subject=grant, details=details)
    network_role_changed.send(Network, network=grant.network, person=grant.person, role=grant.role, by=by)
