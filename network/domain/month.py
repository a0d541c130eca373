"""A month of the calendar: its days, and on which of them an entry is shown. Plain Python."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from core.registries.calendar import CalendarEntry, Timed

_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Month:
    """A month, named by its first day."""

    first: date

    @property
    def last(self) -> date:
        """Its last day."""
        return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])

    @property
    def code(self) -> str:
        """How an address names it: 2026-11."""
        return f"{self.first:%Y-%m}"

    @property
    def before(self) -> "Month | None":
        """The month before; None where the calendar begins."""
        day = self.first - timedelta(days=1)
        return Month(day.replace(day=1)) if day.year >= _FIRST_YEAR else None

    @property
    def after(self) -> "Month | None":
        """The month after; None where the calendar ends."""
        day = self.last + timedelta(days=1)
        return Month(day) if day.year <= _LAST_YEAR else None


@dataclass(frozen=True)
class Shown(Timed):
    """One line in the calendar: an entry, or several that are alike but for whose they are.

    `starts` and `ends` are in the viewer's time zone, or dates for whole days.
    """

    title: str
    starts: date | datetime
    ends: date | datetime
    source: str
    url: str = ""
    where: str = ""
    owners: tuple[str, ...] = ()

    @property
    def is_one_day(self) -> bool:
        """Whether it begins and ends on the same day."""
        return self.first_day == self.last_day


@dataclass(frozen=True)
class Day:
    """A day of the month and what begins on it."""

    on: date
    shown: tuple[Shown, ...] = ()
    is_today: bool = False


@dataclass(frozen=True)
class MonthPage:
    """A month laid out: what was going on when it began, and its days; each thing stands there once."""

    month: Month
    going_on: tuple[Shown, ...]
    days: tuple[Day, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.going_on and not any(day.shown for day in self.days)


def month_of(code: str) -> Month:
    """The month that an address names.

    Raises:
        ValueError: when it names none, or one outside the calendar.
    """
    first = datetime.strptime(code, "%Y-%m").date()  # noqa: DTZ007 -- a month has no time zone
    if not (_FIRST_YEAR <= first.year <= _LAST_YEAR) or f"{first:%Y-%m}" != code:
        raise ValueError(code)
    return Month(first)


def lay_out(month: Month, entries: Iterable[CalendarEntry], *, zone: tzinfo, today: date) -> MonthPage:
    """Place entries on the days of a month.

    Args:
        month: which.
        entries: in order of time.
        zone: the viewer's; a late evening elsewhere may be the next day here.
        today: the viewer's day, marked.
    """
    shown = gathered(entries, zone=zone)
    within = [item for item in shown if item.last_day >= month.first and item.first_day <= month.last]
    count = (month.last - month.first).days + 1
    days = [month.first + timedelta(days=number) for number in range(count)]
    return MonthPage(
        month=month,
        going_on=tuple(item for item in within if item.first_day < month.first),
        days=tuple(
            Day(day, tuple(item for item in within if item.first_day == day), is_today=day == today)
            for day in days
        ),
    )


def gathered(entries: Iterable[CalendarEntry], *, zone: tzinfo) -> list[Shown]:
    """Entries in the viewer's time zone; those that are alike but for whose they are become one line."""
    found: dict[Shown, set[str]] = {}
    for entry in entries:
        alike = Shown(
            title=entry.title,
            starts=_local(entry.starts, zone),
            ends=_local(entry.ends, zone),
            source=entry.source,
            url=entry.url,
            where=entry.where,
        )
        found.setdefault(alike, set()).add(entry.owner)
    return [replace(item, owners=tuple(sorted(filter(None, owners)))) for item, owners in found.items()]


def _local(moment: date | datetime, zone: tzinfo) -> date | datetime:
    return moment.astimezone(zone) if isinstance(moment, datetime) else moment
