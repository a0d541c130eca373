"""The calendar as a feed that phones and computers subscribe to (RFC 5545, RFC 7986)."""

from datetime import date, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from core.registries.calendar import CalendarEntry, entries_for
from network.models import Person

_DAYS_BACK = 60
_DAYS_AHEAD = 400
_ASK_AGAIN_AFTER = timedelta(hours=6)


def calendar_feed(person: Person, *, now: datetime) -> bytes:
    """What this person may see, from two months ago to a year ahead; texts and times in the language and zone at hand.

    Args:
        person: whose calendar; their access context has been entered.
        now: the moment of the answer (aware).
    """
    today = timezone.localdate(now)
    first, last = today - timedelta(days=_DAYS_BACK), today + timedelta(days=_DAYS_AHEAD)
    feed = _empty_calendar()
    for entry in entries_for(person, first, last):
        feed.add_component(_event(entry, now))
    # Only the years at hand: every change of the clocks since 1970 would be three times the feed.
    feed.add_missing_timezones(first_date=first - timedelta(days=366), last_date=last + timedelta(days=366))
    return feed.to_ical()


def _empty_calendar() -> Calendar:
    feed = Calendar()
    feed.add("prodid", "-//Hedgerow//Calendar//EN")
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("method", "PUBLISH")
    feed.add("name", "Hedgerow")
    feed.add("x-wr-calname", "Hedgerow")
    feed.add("refresh-interval", _ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", _ASK_AGAIN_AFTER)
    return feed


def _event(entry: CalendarEntry, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", now)
    event.add("summary", _plain(_summary(entry)))
    event.add("dtstart", _moment(entry.starts))
    # The last day of an entry is included, the end of an event is not.
    ends = _moment(entry.ends)
    event.add("dtend", ends if isinstance(ends, datetime) else ends + timedelta(days=1))
    event.add("transp", "TRANSPARENT" if entry.is_all_day else "OPAQUE")
    event.add("categories", [entry.source])
    if entry.where:
        event.add("location", _plain(entry.where))
    if entry.url:
        event.add("url", urljoin(f"{settings.BASE_URL}/", entry.url))
    return event


def _summary(entry: CalendarEntry) -> str:
    if not entry.owner:
        return entry.title
    return _("%(title)s (%(school)s)") % {"title": entry.title, "school": entry.owner}


def _moment(moment: date | datetime) -> date | datetime:
    return timezone.localtime(moment) if isinstance(moment, datetime) else moment


def _plain(text: str) -> str:
    """One line without control characters, which RFC 5545 has no way to write."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
