"""What the calendar and its feeds show: each room offers entries with a date."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.registries.base import Registry


class Timed:
    """Something that begins and ends: at a time, or on a day when it lasts whole days."""

    starts: date | datetime
    ends: date | datetime

    @property
    def is_all_day(self) -> bool:
        """Whether it lasts whole days."""
        return not isinstance(self.starts, datetime)

    @property
    def first_day(self) -> date:
        """The day on which it begins."""
        return self.starts.date() if isinstance(self.starts, datetime) else self.starts

    @property
    def last_day(self) -> date:
        """The day on which it ends, included."""
        return self.ends.date() if isinstance(self.ends, datetime) else self.ends


@dataclass(frozen=True)
class CalendarEntry(Timed):
    """Something with a date.

    `starts` and `ends` are aware datetimes, or dates for whole days (then `ends` is the last day, included).
    `uid` stays the same when the entry moves. `source` is the name of the provider, shown as a filter.
    `owner` says whose it is, as a short code: entries that are alike but for it are shown as one. Empty: everybody's.
    """

    uid: str
    title: str
    starts: date | datetime
    ends: date | datetime
    source: str
    url: str = ""
    where: str = ""
    owner: str = ""


#: name → (viewer, first day, last day) → entries the viewer may see.
providers: Registry[Callable[[Any, date, date], list[CalendarEntry]]] = Registry("calendar entries")


def entries_for(viewer: Any, first: date, last: date) -> list[CalendarEntry]:
    """All entries between two days (included) that this viewer may see, in order of time."""
    found = [entry for provider in providers for entry in provider(viewer, first, last)]
    return sorted(
        found, key=lambda entry: (entry.first_day, not entry.is_all_day, str(entry.starts), entry.uid)
    )
