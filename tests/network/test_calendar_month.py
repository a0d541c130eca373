"""A month laid out."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from core.registries.calendar import CalendarEntry
from network.domain.month import Month, gathered, lay_out, month_of

NOVEMBER = Month(date(2026, 11, 1))
LONDON, STOCKHOLM = ZoneInfo("Europe/London"), ZoneInfo("Europe/Stockholm")


def entry(starts, ends=None, title="Half-term", owner="", **fields) -> CalendarEntry:
    return CalendarEntry(f"{title}-{owner}", title, starts, ends or starts, "test", owner=owner, **fields)


def laid_out(*entries, zone=LONDON, today=date(2026, 11, 12)):
    return lay_out(NOVEMBER, entries, zone=zone, today=today)


def test_month_is_named_by_its_code():
    assert month_of("2026-11") == NOVEMBER
    assert (NOVEMBER.code, NOVEMBER.last) == ("2026-11", date(2026, 11, 30))
    assert (NOVEMBER.before.code, NOVEMBER.after.code) == ("2026-10", "2026-12")
    assert month_of("2024-02").last == date(2024, 2, 29)


@pytest.mark.parametrize(
    "code", ["", "2026", "2026-13", "2026-1", "26-01", "1999-12", "2101-01", "2026-11-01", "x"]
)
def test_month_that_is_none_is_refused(code):
    with pytest.raises(ValueError, match=rf"{code}|match|remains"):
        month_of(code)


def test_calendar_has_two_ends():
    assert month_of("2000-01").before is None
    assert month_of("2100-12").after is None


def test_range_stands_once_on_its_first_day():
    page = laid_out(entry(date(2026, 11, 2), date(2026, 11, 6)))

    assert [day.on for day in page.days if day.shown] == [date(2026, 11, 2)]
    assert page.days[1].shown[0].last_day == date(2026, 11, 6)
    assert page.going_on == ()


def test_range_from_the_month_before_is_going_on():
    page = laid_out(
        entry(date(2026, 10, 26), date(2026, 11, 1)), entry(date(2026, 10, 1), date(2026, 10, 31))
    )

    assert [line.first_day for line in page.going_on] == [date(2026, 10, 26)]
    assert [day for day in page.days if day.shown] == []


def test_alike_entries_of_several_schools_are_one_line():
    day = date(2026, 11, 2)

    lines = gathered(
        [entry(day, owner="MAR"), entry(day, owner="CAL"), entry(day, title="Inset")], zone=LONDON
    )

    assert [(line.title, line.owners) for line in lines] == [("Half-term", ("CAL", "MAR")), ("Inset", ())]


def test_late_evening_is_the_next_day_further_east():
    late = entry(datetime(2026, 11, 12, 23, 30, tzinfo=UTC), datetime(2026, 11, 12, 23, 45, tzinfo=UTC))

    assert [day.on.day for day in laid_out(late).days if day.shown] == [12]
    page = laid_out(late, zone=STOCKHOLM)
    assert [day.on.day for day in page.days if day.shown] == [13]
    assert page.days[12].shown[0].starts.hour == 0


def test_today_is_marked_and_an_empty_month_says_so():
    page = laid_out()

    assert [day.on.day for day in page.days if day.is_today] == [12]
    assert page.is_empty
    assert not laid_out(entry(date(2026, 11, 30))).is_empty
