"""How a school's dates are read: academic year by academic year, each term with the days off that follow its beginning."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

#: An academic year turns on 1 August: in England, Wales and Sweden the last one is over by then and the next has not begun.
_FIRST_MONTH = 8
#: From so many days before the end on, people plan the next.
_NEAR = timedelta(days=60)


class Dated(Protocol):
    """Something from a first day to a last one."""

    starts_on: date
    ends_on: date


TermT = TypeVar("TermT", bound=Dated)
ClosureT = TypeVar("ClosureT", bound=Dated)


@dataclass
class Stretch(Generic[TermT, ClosureT]):
    """A term with the closures that begin from its first day to the next term's; None: before any term that is shown."""

    term: TermT | None
    closures: list[ClosureT] = field(default_factory=list)


@dataclass
class AcademicYear(Generic[TermT, ClosureT]):
    """An academic year, by the calendar years in which it begins and ends, and what is in it, in order of date."""

    begins: int
    stretches: list[Stretch[TermT, ClosureT]] = field(default_factory=list)

    @property
    def ends(self) -> int:
        """The calendar year in which it ends."""
        return self.begins + 1


def academic_year(day: date) -> int:
    """The calendar year in which the academic year of a day began."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1


def worth_showing(
    years: Sequence[AcademicYear[TermT, ClosureT]], today: date
) -> list[AcademicYear[TermT, ClosureT]]:
    """This academic year, with the next when that is near; the first there is when neither is known yet."""
    soon = academic_year(today + _NEAR)
    return [year for year in years if year.begins <= soon] or list(years[:1])


def by_academic_year(
    terms: Iterable[TermT], closures: Iterable[ClosureT]
) -> list[AcademicYear[TermT, ClosureT]]:
    """Terms and closures in order of their first days, gathered by year and term. What begins in a year is in it."""
    years: dict[int, AcademicYear[TermT, ClosureT]] = {}
    rows: list[tuple[date, TermT | None, ClosureT | None]] = [
        *((term.starts_on, term, None) for term in terms),
        *((closure.starts_on, None, closure) for closure in closures),
    ]
    # On the same day the term comes first, so that a closure with which it begins is in it.
    for first_day, term, closure in sorted(rows, key=lambda row: (row[0], row[1] is None)):
        begins = academic_year(first_day)
        stretches = years.setdefault(begins, AcademicYear(begins)).stretches
        if term is not None or not stretches:
            stretches.append(Stretch(term))
        if closure is not None:
            stretches[-1].closures.append(closure)
    return list(years.values())
