"""The calendar page and what the network puts into it."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from core import clock
from core.registries.calendar import entries_for
from network.calendar_entries import next_closure
from network.models import Closure, Membership, Term
from tests.factories.network import NetworkFactory, SchoolFactory, member
from tests.queries import asked

pytestmark = pytest.mark.django_db

NOVEMBER = {"month": "2026-11"}


@pytest.fixture(autouse=True)
def _in_november():
    with clock.at(datetime(2026, 11, 12, 7, 50, tzinfo=UTC)):
        yield


def closed(school, starts, ends=None, name="Half-term holiday", kind=Closure.Kind.HOLIDAY) -> Closure:
    return Closure.objects.create(
        school=school, kind=kind, name=name, starts_on=starts, ends_on=ends or starts
    )


def lines_of(response) -> list[str]:
    found = re.findall(r'<li class="day-line">(.*?)</li>', response.content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in found]


def test_entries_are_those_of_ones_own_and_partner_schools(cast):
    Term.objects.create(
        school=cast.cal.school, name="Autumn term", starts_on=date(2026, 9, 2), ends_on=date(2026, 12, 18)
    )
    own = closed(cast.mar.school, date(2026, 11, 6), name="Looking at learning", kind=Closure.Kind.INSET)
    closed(cast.out.school, date(2026, 11, 9), name="Canary")

    found = entries_for(cast.mar.teacher, date(2026, 11, 1), date(2026, 11, 30))

    assert [(entry.title, entry.owner) for entry in found] == [
        ("Autumn term", "CAL"),
        ("Inset day: Looking at learning", "MAR"),
    ]
    assert found[1].uid == f"closure-{own.pk}"
    assert entries_for(cast.mar.governor, date(2026, 11, 1), date(2026, 11, 30))[0].owner == "MAR"


@pytest.mark.parametrize(
    ("kind", "name", "title"),
    [
        (Closure.Kind.HOLIDAY, "Christmas", "Christmas"),
        (Closure.Kind.INSET, "Inset day", "Inset day"),
        (Closure.Kind.INSET, "Second inset day", "Second inset day"),
        (Closure.Kind.LOCAL, "Polling station", "Closed: Polling station"),
    ],
)
def test_closure_says_what_it_is_once(cast, kind, name, title):
    closed(cast.mar.school, date(2026, 11, 6), name=name, kind=kind)

    assert [entry.title for entry in entries_for(cast.mar.head, date(2026, 11, 6), date(2026, 11, 6))] == [
        title
    ]


def test_page_shows_each_range_once_with_both_dates(cast, client_for):
    closed(cast.mar.school, date(2026, 10, 26), date(2026, 11, 1))
    closed(cast.cal.school, date(2026, 11, 6), name="Inset day", kind=Closure.Kind.INSET)
    closed(cast.mar.school, date(2026, 11, 23), date(2026, 11, 27), name="Reading week")
    closed(cast.cal.school, date(2026, 11, 23), date(2026, 11, 27), name="Reading week")

    response = client_for(cast.mar.teacher).get(reverse("calendar"))

    assert lines_of(response) == [
        "Half-term holiday Mon 26 Oct to Sun 1 Nov MAR",
        "Inset day all day CAL",
        "Reading week Mon 23 Nov to Fri 27 Nov CAL MAR",
    ]


def test_page_narrows_by_school_and_month_with_plain_links(cast, client_for):
    closed(cast.mar.school, date(2026, 12, 4), name="Ours")
    closed(cast.cal.school, date(2026, 12, 4), name="Theirs")
    browser = client_for(cast.mar.teacher)

    page = browser.get(reverse("calendar"), {"month": "2026-12", "school": "CAL"})

    assert lines_of(page) == ["Theirs all day CAL"]
    for link in (
        "?month=2026-11&amp;school=CAL",
        "?month=2027-01&amp;school=CAL",
        "?month=2026-12&amp;school=MAR",
    ):
        assert f'href="/calendar/{link}"' in page.content.decode()


def test_page_speaks_the_viewers_language(cast, client_for):
    cast.mar.teacher.language = "sv"
    cast.mar.teacher.save()

    response = client_for(cast.mar.teacher).get(reverse("calendar"), NOVEMBER)

    assert response.headers["Content-Language"] == "sv"
    assert "november 2026" in response.content.decode().lower()


def test_empty_month_teaches(cast, client_for):
    response = client_for(cast.mar.teacher).get(reverse("calendar"))

    assert "Nothing in this month yet" in response.content.decode()
    assert lines_of(response) == []


@pytest.mark.parametrize(
    "query", [{"month": "2026-13"}, {"month": "x"}, {"school": "OUT"}, {"school": "NONE"}]
)
def test_month_or_school_that_is_none_or_not_ones_own_is_absent(cast, client_for, query):
    assert client_for(cast.mar.teacher).get(reverse("calendar"), query).status_code == 404


def test_page_asks_a_visitor_to_sign_in_and_shows_nothing_to_those_who_left(cast, client, client_for):
    closed(cast.mar.school, date(2026, 11, 6), name="Canary")
    browser = client_for(cast.mar.teacher)
    Membership.objects.filter(person=cast.mar.teacher).update(ends_at=clock.now())

    assert client.get(reverse("calendar")).status_code == 302
    assert lines_of(browser.get(reverse("calendar"))) == []


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_queries_however_much_it_shows(client_for, count):
    schools = [SchoolFactory() for _ in range(count)]
    NetworkFactory(schools=schools)
    for school in schools:
        closed(school, date(2026, 11, 2 + schools.index(school)))
        Term.objects.create(
            school=school, name="Term", starts_on=date(2026, 9, 2), ends_on=date(2026, 12, 18)
        )
    browser = client_for(member(schools[0], name="Ann"))

    with asked(6):
        assert len(lines_of(browser.get(reverse("calendar")))) == count + 1


def test_today_names_the_next_days_without_pupils_at_ones_own_school_only(cast):
    closed(cast.cal.school, date(2026, 11, 20), name="Partners' day")
    closed(cast.mar.school, date(2026, 12, 4), name="Boiler day", kind=Closure.Kind.LOCAL)
    closed(cast.mar.school, date(2027, 3, 26), name="Far away")

    cards = next_closure(cast.mar.teacher, clock.now())

    assert [(card.kind, card.sentence, card.url, card.detail) for card in cards] == [
        ("next", "Closed: Boiler day: from Fri 4 Dec 2026", "/calendar/?month=2026-12", cast.mar.school.name)
    ]
    assert next_closure(cast.out.teacher, clock.now()) == []
