"""What a person is to the schools and networks, at one moment. Plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

#: A school, a role there, a network of the school, a role in a network, that network; the school's name, language, zone.
Row = tuple[int, str | None, int | None, str | None, int | None, str, str, str]


@dataclass(frozen=True)
class Standing:
    """The roles a person holds now.

    Attributes:
        person_id: who; None for a visitor and for the system.
        roles: school → the codes of the roles held there now; a school without roles is still a membership.
        networks: school → the networks it is in now.
        network_roles: network → the codes of the roles held there now. They count only while the person belongs to
            a school of that network.
        speech: the language and the time zone of the first of their schools by name; empty without a school.
        entrusted: schools for which a system task may do anything (a task names them; nobody is all-seeing).
        limited_to: the only permissions that count, whatever the roles allow; None: all they allow.
    """

    person_id: int | None = None
    roles: Mapping[int, frozenset[str]] = field(default_factory=dict)
    networks: Mapping[int, frozenset[int]] = field(default_factory=dict)
    network_roles: Mapping[int, frozenset[str]] = field(default_factory=dict)
    speech: tuple[str, str] = ("", "")
    entrusted: frozenset[int] = frozenset()
    permissions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    limited_to: frozenset[str] | None = None

    def narrowed(self, school_id: int, permissions: Iterable[str]) -> "Standing":
        """What is left of it for a program: one school, and no more than these permissions.

        Roles in networks stay behind, and so does what is entrusted: both are held by a person or a task, not at a
        school. Narrowing twice leaves what both leave.
        """
        allowed = frozenset(permissions)
        return replace(
            self,
            roles={school: codes for school, codes in self.roles.items() if school == school_id},
            networks={school: ids for school, ids in self.networks.items() if school == school_id},
            network_roles={},
            entrusted=frozenset(),
            limited_to=allowed if self.limited_to is None else self.limited_to & allowed,
        )

    @property
    def schools(self) -> frozenset[int]:
        """The schools the person belongs to now."""
        return frozenset(self.roles) | self.entrusted

    def schools_where(self, permission: str) -> frozenset[int]:
        """The schools at which one of the person's roles allows this."""
        held = {school for school, codes in self.roles.items() if self._allows(codes, permission)}
        return frozenset(held) | self.entrusted

    def networks_where(self, permission: str) -> frozenset[int]:
        """The networks in which this is allowed: by a role at one of their schools, or by a role in the network."""
        by_school = {
            network for school in self.schools_where(permission) for network in self.networks.get(school, ())
        }
        mine = {network for school in self.roles for network in self.networks.get(school, ())}
        by_role = {
            network
            for network, codes in self.network_roles.items()
            if network in mine and self._allows(codes, permission)
        }
        return frozenset(by_school | by_role)

    def may_at(self, permission: str, school_id: int | None) -> bool:
        """Whether this is allowed at a school."""
        return school_id is not None and school_id in self.schools_where(permission)

    def may_in(self, permission: str, network_id: int | None) -> bool:
        """Whether this is allowed in a network."""
        return network_id is not None and network_id in self.networks_where(permission)

    def may_somewhere(self, permission: str) -> bool:
        """Whether this is allowed anywhere."""
        return bool(self.schools_where(permission) or self.networks_where(permission))

    def _allows(self, codes: Iterable[str], permission: str) -> bool:
        if self.limited_to is not None and permission not in self.limited_to:
            return False
        return any(permission in self.permissions.get(code, ()) for code in codes)


def standing_from_rows(
    person_id: int, rows: Iterable[Row], permissions: Mapping[str, frozenset[str]]
) -> Standing:
    """Gather the rows of one joined query into a standing.

    Args:
        person_id: whose rows they are.
        rows: None stands for no role and no network; a join repeats values, which does no harm.
        permissions: role code → what it allows.
    """
    roles: dict[int, set[str]] = {}
    networks: dict[int, set[int]] = {}
    network_roles: dict[int, set[str]] = {}
    speeches: dict[tuple[str, int], tuple[str, str]] = {}
    for school, role, network, network_role, role_network, name, language, zone in rows:
        speeches[name, school] = language, zone
        roles.setdefault(school, set())
        if role:
            roles[school].add(role)
        if network is not None:
            networks.setdefault(school, set()).add(network)
        if network_role and role_network is not None:
            network_roles.setdefault(role_network, set()).add(network_role)
    return Standing(
        person_id=person_id,
        roles={school: frozenset(codes) for school, codes in roles.items()},
        networks={school: frozenset(ids) for school, ids in networks.items()},
        network_roles={network: frozenset(codes) for network, codes in network_roles.items()},
        speech=speeches[min(speeches)] if speeches else ("", ""),
        permissions=permissions,
    )
