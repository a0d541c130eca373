"""Which phase of school an age belongs to. Plain Python."""

from collections.abc import Iterable

#: Phase → the ages on 1 September it takes in; the last is the next phase's first.
_AGES = {"early_years": (0, 5), "ks1": (5, 7), "ks2": (7, 11), "ks3": (11, 14), "ks4": (14, 17)}


def phases_of(ages: Iterable[int]) -> set[str]:
    """The phases in which pupils of these ages are."""
    return {phase for age in ages for phase, (first, end) in _AGES.items() if first <= age < end}
