"""The same cast everywhere: two schools joined by a network, one outside; the same people in each."""

from dataclasses import dataclass

from network.models import Network, Person, School
from network.roles import NetworkRole, Role
from tests.factories.network import NetworkFactory, SchoolFactory, member, network_role

_FIRST_NAMES = {
    "MAR": ("Ruth", "Alison", "Hannah", "Jo", "Geoff", "Dora", "Gus"),
    "CAL": ("Joanna", "Martin", "Priya", "Nell", "Goran", "Dev", "Gia"),
    "OUT": ("Olga", "Otto", "Oona", "Oscar", "Orla", "Odd", "Ove"),
}


@dataclass(frozen=True)
class SchoolCast:
    """A school and its people, one of each kind."""

    school: School
    head: Person
    admin: Person
    teacher: Person
    colleague: Person
    governor: Person
    dpo: Person
    guest: Person

    @property
    def everybody(self) -> dict[str, Person]:
        """Role → person."""
        names = ("head", "admin", "teacher", "colleague", "governor", "dpo", "guest")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Cast:
    """MAR and CAL are partners in Small Steps, OUT is in Elsewhere; Ruth coordinates, Martin edits the library."""

    mar: SchoolCast
    cal: SchoolCast
    out: SchoolCast
    small_steps: Network
    elsewhere: Network

    @property
    def coordinator(self) -> Person:
        """Coordinates Small Steps: the head of MAR."""
        return self.mar.head

    @property
    def editor(self) -> Person:
        """Edits the library of Small Steps: the administrator of CAL."""
        return self.cal.admin

    @property
    def outside_editor(self) -> Person:
        """Edits the library of Elsewhere: the administrator of OUT."""
        return self.out.admin


def _school_cast(code: str, name: str) -> SchoolCast:
    school = SchoolFactory(code=code, name=name)
    roles = (
        Role.HEAD,
        Role.SCHOOL_ADMIN,
        Role.TEACHER,
        Role.TEACHER,
        Role.GOVERNOR,
        Role.DATA_PROTECTION,
        Role.GUEST,
    )
    people = [
        member(school, role, name=f"{first} {code.title()}", email=f"{first.lower()}@{code.lower()}.example")
        for first, role in zip(_FIRST_NAMES[code], roles, strict=True)
    ]
    return SchoolCast(school, *people)


def make_cast() -> Cast:
    """Create them all."""
    mar = _school_cast("MAR", "Marram Bay Primary School")
    cal = _school_cast("CAL", "Calderwick St Anne's Primary School")
    out = _school_cast("OUT", "Outfield Primary School")
    small_steps = NetworkFactory(
        name="Small Steps Network", slug="small-steps", schools=[mar.school, cal.school]
    )
    elsewhere = NetworkFactory(name="Elsewhere Network", slug="elsewhere", schools=[out.school])
    network_role(small_steps, mar.head, NetworkRole.COORDINATOR)
    network_role(elsewhere, out.head, NetworkRole.COORDINATOR)
    network_role(small_steps, cal.admin, NetworkRole.EDITOR)
    network_role(elsewhere, out.admin, NetworkRole.EDITOR)
    return Cast(mar, cal, out, small_steps, elsewhere)
