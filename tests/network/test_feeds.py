"""Feeds: the calendar's, by the letter of RFC 5545, and the page where addresses are made."""

import logging
import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.urls import reverse
from icalendar import Calendar

from core import clock
from core.errors import NotAllowed
from core.registries import calendar
from core.registries.calendar import CalendarEntry
from core.secret_addresses import SecretAddressesFilter
from network.domain.secrets import new_secret
from network.models import AuditEntry, Closure, FeedToken, Membership
from network.services.feeds import NoSuchFeed, make_feed_address, person_for_token, revoke_feed_address
from tests.queries import asked

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 12, 7, 50, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_november():
    with clock.at(NOW):
        yield


@pytest.fixture
def made(acting_as):
    """Makes an address as the person themselves."""

    def make(person, feed="calendar") -> str:
        with acting_as(person):
            return make_feed_address(person, feed)

    return make


def closed(school, starts, ends=None, name="Half-term, at last; really") -> Closure:
    return Closure.objects.create(school=school, name=name, starts_on=starts, ends_on=ends or starts)


def feed_of(client, token):
    return client.get(reverse("calendar-feed", kwargs={"token": token}))


def events_of(response) -> list:
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_address_is_kept_as_a_hash_and_replaces_the_one_before(cast, made):
    first = made(cast.mar.teacher)
    second = made(cast.mar.teacher)

    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", second)
    assert person_for_token("calendar", first) is None
    assert person_for_token("calendar", second) == cast.mar.teacher
    assert person_for_token("library", second) is None
    kept = FeedToken.objects.get()
    assert second not in str(FeedToken.objects.values().get())
    assert len(kept.token_hash) == 64


def test_address_stops_at_once_when_taken_back_or_when_its_owner_leaves(cast, made, acting_as):
    token, other = made(cast.mar.teacher), made(cast.cal.teacher)
    with acting_as(cast.mar.teacher):
        assert revoke_feed_address(cast.mar.teacher, "calendar") is True
        assert revoke_feed_address(cast.mar.teacher, "calendar") is False
    Membership.objects.filter(person=cast.cal.teacher).update(ends_at=clock.now())

    assert person_for_token("calendar", token) is None
    assert person_for_token("calendar", other) is None


def test_address_needs_a_school_and_a_feed(cast, acting_as):
    with acting_as(cast.mar.teacher), pytest.raises(NoSuchFeed):
        make_feed_address(cast.mar.teacher, "gossip")
    Membership.objects.filter(person=cast.mar.teacher).update(ends_at=clock.now())
    with acting_as(cast.mar.teacher), pytest.raises(NotAllowed):
        make_feed_address(cast.mar.teacher, "calendar")
    assert FeedToken.objects.count() == 0


def test_address_is_noted_in_the_log(cast, made, acting_as):
    token = made(cast.mar.teacher)

    with acting_as(cast.mar.head):
        rows = AuditEntry.objects.filter(action="feed_address_made")
        assert list(rows.values_list("actor_id", "details")) == [(cast.mar.teacher.pk, {"feed": "calendar"})]
        assert token not in str(list(AuditEntry.objects.values()))


def test_feed_holds_all_day_events_with_an_exclusive_end(cast, client, made):
    one = closed(cast.cal.school, date(2026, 11, 23), date(2026, 11, 27))
    closed(cast.out.school, date(2026, 11, 24), name="Canary")

    response = feed_of(client, made(cast.mar.teacher))
    [event] = events_of(response)

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert event["UID"] == f"closure-{one.pk}@localhost"
    assert event["SUMMARY"] == "Half-term, at last; really (CAL)"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 11, 23), date(2026, 11, 28))
    assert timedelta() <= event["DTSTAMP"].dt - NOW < timedelta(minutes=1)
    text = response.content.decode()
    assert "DTSTART;VALUE=DATE:20261123\r\n" in text
    assert "DTEND;VALUE=DATE:20261128\r\n" in text
    assert "SUMMARY:Half-term\\, at last\\; really (CAL)\r\n" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in text


def test_event_keeps_its_uid_when_it_moves(cast, client, made):
    closure, token = closed(cast.mar.school, date(2026, 11, 23)), made(cast.mar.teacher)
    before = events_of(feed_of(client, token))[0]

    Closure.objects.filter(pk=closure.pk).update(starts_on=date(2026, 11, 30), ends_on=date(2026, 11, 30))
    after = events_of(feed_of(client, token))[0]

    assert before["UID"] == after["UID"]
    assert after["DTSTART"].dt == date(2026, 11, 30)


def test_feed_follows_the_rules_of_its_format(cast, client, made):
    closed(cast.mar.school, date(2026, 11, 23), name="Å" * 60 + "\r\nBEGIN:VEVENT\x07")

    content = feed_of(client, made(cast.mar.teacher)).content

    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert lines.count(b"BEGIN:VEVENT") == 1
    assert b"\x07" not in content
    feed = Calendar.from_ical(content)
    assert (feed["VERSION"], feed["PRODID"], feed["CALSCALE"]) == (
        "2.0",
        "-//Hedgerow//Calendar//EN",
        "GREGORIAN",
    )


def test_timed_event_is_in_the_persons_zone_with_its_rules(cast, client, made, monkeypatch):
    cast.mar.teacher.time_zone = "Europe/Stockholm"
    cast.mar.teacher.save()
    visit = CalendarEntry(
        "visit-1", "Visit", datetime(2027, 3, 29, 13, 30, tzinfo=UTC), datetime(2027, 3, 29, 14, 0, tzinfo=UTC),
        "visits", url="/observations/1/", where="Room 4, upstairs",
    )  # fmt: skip
    monkeypatch.setitem(calendar.providers._entries, "test", lambda viewer, first, last: [visit])

    response = feed_of(client, made(cast.mar.teacher))
    [event] = events_of(response)

    assert "DTSTART;TZID=Europe/Stockholm:20270329T153000\r\n" in response.content.decode()
    assert [zone["TZID"] for zone in Calendar.from_ical(response.content).walk("VTIMEZONE")] == [
        "Europe/Stockholm"
    ]
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=30)
    assert event["DTSTART"].dt.astimezone(UTC) == visit.starts
    assert event["LOCATION"] == "Room 4, upstairs"
    assert event["URL"] == f"{settings.BASE_URL}/observations/1/"


def test_feed_speaks_the_persons_language(cast, client, made):
    cast.mar.teacher.language = "sv"
    cast.mar.teacher.save()
    Closure.objects.create(
        school=cast.mar.school,
        kind=Closure.Kind.INSET,
        name="Inset day",
        starts_on=NOW.date(),
        ends_on=NOW.date(),
    )

    assert len(events_of(feed_of(client, made(cast.mar.teacher)))) == 1


def test_feed_is_kept_by_nobody_and_found_by_nobody(cast, client, made):
    response = feed_of(client, made(cast.mar.teacher))

    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.cookies == {}


def test_feed_under_an_unknown_or_past_address_is_absent(cast, client, made, acting_as):
    token = made(cast.mar.teacher)
    assert feed_of(client, token).status_code == 200
    assert client.post(reverse("calendar-feed", kwargs={"token": token})).status_code == 405

    with acting_as(cast.mar.teacher):
        revoke_feed_address(cast.mar.teacher, "calendar")

    assert feed_of(client, token).status_code == 404


@pytest.mark.parametrize("token", ["x", "x" * 43, "x" * 500])
def test_feed_under_an_invented_address_is_absent(cast, client, made, token):
    made(cast.mar.teacher)

    assert feed_of(client, token).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_feed_takes_the_same_queries_however_much_it_holds(cast, client, made, count):
    for number in range(count):
        closed(cast.mar.school, NOW.date() + timedelta(days=number))
    token = made(cast.mar.teacher)

    with asked(5):
        assert len(events_of(feed_of(client, token))) == count


def test_secret_of_an_address_stays_out_of_the_log(cast, client, made):
    token, written = made(cast.mar.teacher), StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(SecretAddressesFilter())
    loggers = [logging.getLogger(name) for name in ("django.request", "hedgerow.requests")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    Membership.objects.filter(person=cast.mar.teacher).update(ends_at=clock.now())

    feed_of(client, token)

    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)
    assert written.getvalue().splitlines() == ["request", "Not Found: /calendar/feed/[secret].ics"]
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["secret_addresses"]


@pytest.mark.parametrize(
    "path", ["/join/{}/", "/join/7.{}/", "/account/lost-step/7.{}/", "/calendar/feed/{}.ics"]
)
def test_every_kind_of_secret_address_stays_out_of_the_log(path):
    secret = new_secret()
    record = logging.LogRecord("x", logging.WARNING, "", 0, "Not Found: %s", (path.format(secret),), None)

    SecretAddressesFilter().filter(record)

    assert secret[:20] not in record.getMessage()
    assert "[secret]" in record.getMessage()


def test_page_shows_an_address_once(cast, client_for):
    browser, page = client_for(cast.mar.teacher), reverse("account-feeds")
    assert browser.get(page).status_code == 200

    response = browser.post(page, {"make": "calendar"})

    [address] = re.findall(r'value="(http://localhost[^"]+\.ics)"', response.content.decode())
    assert address.startswith(settings.BASE_URL)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert len(events_of(browser.get(address.removeprefix(settings.BASE_URL)))) == 0
    assert address not in browser.get(page).content.decode()


def test_page_takes_an_address_back(cast, client_for, client, made):
    token, page = made(cast.mar.teacher), reverse("account-feeds")

    response = client_for(cast.mar.teacher).post(page, {"revoke": "calendar"}, follow=True)

    assert "The address no longer works." in response.content.decode()
    assert feed_of(client, token).status_code == 404


def test_page_knows_its_buttons(cast, client_for):
    assert client_for(cast.mar.teacher).post(reverse("account-feeds"), {"make": "gossip"}).status_code == 404


def test_page_is_for_members(cast, client, client_for):
    page = reverse("account-feeds")
    assert client.get(page).status_code == 302
    browser = client_for(cast.mar.colleague)
    Membership.objects.filter(person=cast.mar.colleague).update(ends_at=clock.now())
    assert browser.post(page, {"make": "calendar"}).status_code == 403
