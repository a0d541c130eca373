"""Schools and people to test with: unsurprising, and nothing more than asked for."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from network.models import (
    Membership,
    Network,
    NetworkPlace,
    NetworkRoleGrant,
    Person,
    RoleGrant,
    School,
)
from network.roles import NetworkRole, Role

LONG_AGO = datetime(2020, 9, 1, tzinfo=UTC)
PASSWORD = "a long enough passphrase"


class PersonFactory(DjangoModelFactory):
    """Somebody who can sign in with PASSWORD."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"Person {number}")
    email = factory.Sequence(lambda number: f"person{number}@school.example")
    language = "en"
    time_zone = "Europe/London"
    password = factory.django.Password(PASSWORD)


class SchoolFactory(DjangoModelFactory):
    """A school that has joined the hub, and no network."""

    class Meta:
        model = School

    code = factory.Sequence(lambda number: f"S{number}")
    name = factory.LazyAttribute(lambda school: f"{school.code} Primary School")
    joined_at = LONG_AGO


class NetworkFactory(DjangoModelFactory):
    """A network without schools; pass `schools=[...]` to have them in it."""

    class Meta:
        model = Network
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"Network {number}")
    slug = factory.Sequence(lambda number: f"network-{number}")

    @factory.post_generation
    def schools(network, create, extracted, **kwargs):
        for school in extracted or []:
            NetworkPlace.objects.create(network=network, school=school, joined_at=LONG_AGO)


class MembershipFactory(DjangoModelFactory):
    """A person at a school; pass `roles=[Role.HEAD]`, else they are a teacher."""

    class Meta:
        model = Membership
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    school = factory.SubFactory(SchoolFactory)
    starts_at = LONG_AGO

    @factory.post_generation
    def roles(membership, create, extracted, **kwargs):
        for role in extracted if extracted is not None else [Role.TEACHER]:
            RoleGrant.objects.create(membership=membership, role=role, starts_at=LONG_AGO)


def member(school: School, *roles: str, name: str = "", email: str = "") -> Person:
    """A new person with these roles at a school."""
    given = {key: value for key, value in {"name": name, "email": email}.items() if value}
    person = PersonFactory(**given)
    MembershipFactory(person=person, school=school, roles=roles or [Role.TEACHER])
    return person


def network_role(network: Network, person: Person, role: str = NetworkRole.COORDINATOR) -> NetworkRoleGrant:
    """Give a person a role in a network."""
    return NetworkRoleGrant.objects.create(network=network, person=person, role=role, starts_at=LONG_AGO)
