"""Terms and holidays of the demo's schools, for any year. Plain dates."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter


@dataclass(frozen=True)
class Span:
    """A term or a closure, both days included."""

    name: str
    first: date
    last: date
    kind: str = "term"


def english_year(year: int) -> list[Span]:
    """Six half-terms and what lies between, 1 September to July."""
    autumn_break = _monday(date(year, 10, 31))
    if autumn_break.month == 10 and autumn_break.day > 28:
        autumn_break -= timedelta(weeks=1)
    february_break = _monday(date(year + 1, 2, 16))
    good_friday = easter(year + 1) - timedelta(days=2)
    summer_break = _monday(date(year + 1, 5, 31))
    inset_day = autumn_break + timedelta(days=11)
    spans = [
        Span("Autumn, first half", date(year, 9, 2), autumn_break - timedelta(days=3)),
        Span("Autumn half-term", autumn_break, autumn_break + timedelta(days=4), "holiday"),
        Span("Autumn, second half", autumn_break + timedelta(days=7), _school_day(date(year, 12, 18))),
        Span("Joint inset day", inset_day, inset_day, "inset"),
        Span("Christmas holiday", date(year, 12, 21), date(year + 1, 1, 1), "holiday"),
        Span("Spring, first half", date(year + 1, 1, 4), february_break - timedelta(days=3)),
        Span("February half-term", february_break, february_break + timedelta(days=4), "holiday"),
        Span("Spring, second half", february_break + timedelta(days=7), good_friday - timedelta(days=1)),
        Span("Easter holiday", good_friday, good_friday + timedelta(days=14), "holiday"),
        Span("Summer, first half", good_friday + timedelta(days=17), summer_break - timedelta(days=3)),
        Span("Summer half-term", summer_break, summer_break + timedelta(days=4), "holiday"),
        Span("Summer, second half", summer_break + timedelta(days=7), _school_day(date(year + 1, 7, 21))),
    ]
    return spans


def swedish_year(year: int) -> list[Span]:
    """Two terms, with the breaks of a Swedish läsår."""
    autumn = date.fromisocalendar(year, 44, 1)
    winter = date.fromisocalendar(year + 1, 7, 1)
    easter_day = easter(year + 1)
    inset_day = date.fromisocalendar(year, 45, 5)
    return [
        Span("Hösttermin", date(year, 8, 18), _school_day(date(year, 12, 20))),
        Span("Höstlov", autumn, autumn + timedelta(days=4), "holiday"),
        Span("Gemensam studiedag", inset_day, inset_day, "inset"),
        Span("Jullov", date(year, 12, 21), date(year + 1, 1, 8), "holiday"),
        Span("Vårtermin", _school_day(date(year + 1, 1, 11)), _school_day(date(year + 1, 6, 12))),
        Span("Sportlov", winter, winter + timedelta(days=4), "holiday"),
        Span("Påsklov", easter_day - timedelta(days=2), easter_day + timedelta(days=5), "holiday"),
    ]


def _school_day(day: date) -> date:
    """That day, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.isoweekday() - 5))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
