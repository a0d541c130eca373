"""What is left of somebody's standing for a program that asks in their name."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from network.domain.standing import Standing
from network.roles import PERMISSIONS, Permission

_ROLES = st.sets(st.sampled_from(sorted(PERMISSIONS)), max_size=4).map(frozenset)
_IDS = st.integers(1, 4)
_STANDINGS = st.builds(
    Standing,
    person_id=st.just(7),
    roles=st.dictionaries(_IDS, _ROLES, max_size=3),
    networks=st.dictionaries(_IDS, st.sets(_IDS).map(frozenset), max_size=3),
    network_roles=st.dictionaries(_IDS, _ROLES, max_size=2),
    entrusted=st.sets(_IDS, max_size=1).map(frozenset),
    permissions=st.just(PERMISSIONS),
)


@given(standing=_STANDINGS, school=_IDS, allowed=st.sets(st.sampled_from(Permission)))
def test_narrowed_standing_is_one_school_of_it_and_no_more_than_was_allowed(standing, school, allowed):
    narrowed = standing.narrowed(school, allowed)
    by_role = replace(standing, entrusted=frozenset())

    assert narrowed.schools == by_role.schools & {school}
    for permission in Permission:
        schools, networks = narrowed.schools_where(permission), narrowed.networks_where(permission)
        assert schools == (by_role.schools_where(permission) & {school} if permission in allowed else set())
        assert networks <= (by_role.networks_where(permission) if permission in allowed else set())


@given(
    standing=_STANDINGS,
    school=_IDS,
    first=st.sets(st.sampled_from(Permission)),
    second=st.sets(st.sampled_from(Permission)),
)
def test_narrowing_twice_leaves_what_both_leave(standing, school, first, second):
    assert standing.narrowed(school, first).narrowed(school, second) == standing.narrowed(
        school, first & second
    )


def test_narrowing_leaves_something():
    head = Standing(
        7,
        roles={1: frozenset({"head"}), 2: frozenset({"head"})},
        networks={1: frozenset({9})},
        permissions=PERMISSIONS,
    )

    narrowed = head.narrowed(1, {Permission.READ_SHARED})

    assert (
        narrowed.schools_where(Permission.READ_SHARED),
        narrowed.networks_where(Permission.READ_SHARED),
    ) == ({1}, {9})
    assert narrowed.may_somewhere(Permission.READ_AUDIT) is False
