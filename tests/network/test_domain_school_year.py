"""A school's dates in order: up to the end of this academic year, and of the next when that is near."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.domain.school_year import Stretch, academic_year, by_academic_year, worth_showing


@dataclass(frozen=True)
class Days:
    """A term or a closure."""

    name: str
    starts_on: date
    ends_on: date


def _days(name, first, last):
    return Days(name, date.fromisoformat(first), date.fromisoformat(last))


AUTUMN = _days("Autumn", "2026-09-02", "2026-12-18")
SPRING = _days("Spring", "2027-01-04", "2027-03-25")
NEXT_AUTUMN = _days("Next autumn", "2027-09-02", "2027-12-17")
INSET = _days("Inset day", "2026-09-02", "2026-09-02")
CHRISTMAS = _days("Christmas", "2026-12-21", "2027-01-01")
BEFORE = _days("Painters", "2026-08-24", "2026-08-28")
SUMMER = _days("Summer", "2027-07-22", "2027-08-31")


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        ("2026-08-01", [2026]),
        ("2026-11-12", [2026]),
        ("2027-06-01", [2026]),
        ("2027-06-02", [2026, 2027]),
        ("2027-07-31", [2026, 2027]),
        ("2025-11-12", [2026]),
    ],
)
def test_next_year_is_shown_when_it_is_near_or_all_there_is(today, shown):
    years = by_academic_year([AUTUMN, SPRING, NEXT_AUTUMN], [])

    assert [year.begins for year in worth_showing(years, date.fromisoformat(today))] == shown


def test_days_off_stand_with_the_term_they_follow():
    [this, following] = by_academic_year([NEXT_AUTUMN, SPRING, AUTUMN], [SUMMER, CHRISTMAS, INSET, BEFORE])

    assert (this.begins, this.ends, following.begins) == (2026, 2027, 2027)
    assert this.stretches == [
        Stretch(None, [BEFORE]),
        Stretch(AUTUMN, [INSET, CHRISTMAS]),
        Stretch(SPRING, [SUMMER]),
    ]
    assert following.stretches == [Stretch(NEXT_AUTUMN)]


def test_no_dates_are_no_year():
    assert worth_showing(by_academic_year([], []), date(2026, 11, 12)) == []


_spans = st.lists(
    st.builds(
        lambda name, first, length: Days(str(name), first, first + timedelta(days=length)),
        st.integers(),
        st.dates(date(2020, 1, 1), date(2040, 1, 1)),
        st.integers(0, 120),
    ),
    max_size=12,
)


@given(_spans, _spans)
def test_nothing_is_lost_and_all_is_in_order(terms, closures):
    years = by_academic_year(terms, closures)

    shown = [
        (days, year)
        for year in years
        for stretch in year.stretches
        for days in (*([stretch.term] if stretch.term else []), *stretch.closures)
    ]
    first_days = [days.starts_on for days, _year in shown]
    assert first_days == sorted(first_days)
    assert sorted(days.name for days, _year in shown) == sorted(days.name for days in (*terms, *closures))
    assert [year.begins for year in years] == sorted({academic_year(day) for day in first_days})
    assert all(academic_year(days.starts_on) == year.begins for days, year in shown)


@given(_spans, _spans, st.dates(date(2019, 1, 1), date(2041, 1, 1)))
def test_what_is_shown_is_a_beginning_of_what_there_is_and_reaches_two_months_ahead(terms, closures, today):
    years = by_academic_year(terms, closures)

    shown = worth_showing(years, today)

    assert shown == years[: len(shown)]
    assert bool(shown) == bool(years)
    assert all(year.begins > academic_year(today + timedelta(days=60)) for year in years[len(shown) :])
