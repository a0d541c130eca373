"""Year groups a school may start from: labels as its country uses them, with the age most pupils are on 1 September."""

from dataclasses import dataclass

_ENGLAND = [("Nursery", 3), ("Reception", 4), *((f"Year {year}", year + 4) for year in range(1, 14))]
#: A Swedish class is one year of birth: on 1 September most pupils of åk 1 are seven.
_SWEDEN = [("Förskola", 5), ("Förskoleklass", 6), *((f"Åk {year}", year + 6) for year in range(1, 10))]
#: Ages by phase, for a card without ages.
_AGES_BY_PHASE = (("infant", 3, 6), ("primary", 4, 10), ("secondary", 11, 15), ("f–9", 6, 15), ("f-9", 6, 15))


@dataclass(frozen=True)
class YearGroupRow:
    """One year group as somebody writes it. `pk` is the row it was before, None for a new one."""

    label: str
    typical_age: int
    pk: int | None = None


def suggested_year_groups(
    *, language: str, lowest_age: int | None, highest_age: int | None, phase: str = ""
) -> list[YearGroupRow]:
    """The year groups a school of these ages is likely to have.

    Args:
        language: "sv" suggests Swedish classes, anything else English year groups.
        lowest_age: of its pupils, in years; None is unknown.
        highest_age: of its pupils as registers give it: the age at which the oldest leave, in years.
        phase: used when an age is unknown; then everything when it says nothing either.
    """
    youngest, oldest = _ages(lowest_age, highest_age, phase)
    ladder = _SWEDEN if language == "sv" else _ENGLAND
    return [YearGroupRow(label, age) for label, age in ladder if youngest <= age <= oldest]


def _ages(lowest: int | None, highest: int | None, phase: str) -> tuple[int, int]:
    if lowest is not None and highest is not None:
        # "4–11" means that the oldest are ten when the year begins.
        return lowest, max(lowest, highest - 1)
    for word, youngest, oldest in _AGES_BY_PHASE:
        if word in phase.lower():
            return youngest, oldest
    return 3, 15
