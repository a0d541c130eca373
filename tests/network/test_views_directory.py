"""The directory: schools on a list and a map, people by name, school and role. And the five places."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.registries.front_page import providers as front_page
from core.registries.today import Suggestion, TodayCard, providers, suggestions
from network.domain.school_map import Spot, draw
from network.models import Closure, NetworkPlace, SchoolDay, Term, YearGroup
from network.roles import NetworkRole, Role
from network.services.invitations import invite_person
from network.services.memberships import add_member
from network.services.school_invitations import invite_school
from tests.factories.network import (
    LONG_AGO,
    NetworkFactory,
    PersonFactory,
    SchoolFactory,
    member,
    network_role,
)
from tests.queries import asked

pytestmark = pytest.mark.django_db


def _queries(browser, address):
    browser.get(address)  # sessions and caches as on any later page
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(address).status_code == 200
    return len(
        [
            query
            for query in captured
            if "set_config" not in query["sql"]
            and not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
        ]
    )


def _add_of_everything(cast, numbers):
    """So many of everything that a list shows."""
    for number in numbers:
        school = SchoolFactory(code=f"NEW{number}", latitude=53.5 + number, longitude=-2.5)
        NetworkPlace.objects.create(network=cast.small_steps, school=school, joined_at=LONG_AGO)
        year = YearGroup.objects.create(school=cast.mar.school, label=f"Year {number}", typical_age=5)
        roles = [Role.TEACHER, Role.SUBJECT_LEADER]
        person = PersonFactory()
        add_member(person=person, school=cast.mar.school, roles=roles, by=None, year_groups=[year])
        editor = member(school, Role.TEACHER)
        network_role(cast.small_steps, editor, NetworkRole.EDITOR)
        network = NetworkFactory(schools=[cast.mar.school])
        day = date(2040, 1, 1 + number)
        days = {"school": cast.mar.school, "starts_on": day, "ends_on": day}
        Term.objects.create(name=f"T{number}", **days)
        Closure.objects.create(name=f"C{number}", **days)
        SchoolDay.objects.create(
            school=cast.mar.school, iso_weekday=1 + number, opens_at="08:00", closes_at="15:00"
        )
        invite_person(school=cast.mar.school, email=f"p{number}@x.example", name="", roles=roles, by=None)
        invite_person(school=school, email=cast.mar.head.email, name="", roles=roles, by=None)
        for into, email in ((cast.small_steps, f"h{number}@x.example"), (network, cast.mar.head.email)):
            invite_school(network=into, email=email, head_name="", by=None, school_name=f"S{number}")


#: page → SQL queries of a signed-in head, session and standing included; the same with 1 and with 3 of everything.
COUNTS = {
    "/schools/": 4,
    "/schools/MAR/": 11,
    "/people/": 8,
    "/our-school/": 13,
    "/our-school/dates/": 8,
    "/our-school/people/": 7,
    "/our-school/invitations/": 5,
    "/our-school/log/": 10,
    "/our-school/networks/": 5,
    "/together/": 4,
    "/network/small-steps/": 8,
    "/network/small-steps/editors/": 5,
}


@pytest.mark.parametrize("page", COUNTS)
def test_lists_take_the_same_queries_with_one_and_with_three(cast, client_for, page):
    browser = client_for(cast.mar.head)
    _add_of_everything(cast, [0])
    few = _queries(browser, page)
    _add_of_everything(cast, [1, 2])
    many = _queries(browser, page)

    assert (few, many) == (COUNTS[page], COUNTS[page])


def test_schools_are_listed_and_drawn_alike(cast, client_for):
    for code, latitude, longitude in (("MAR", 53.83, -3.04), ("CAL", 53.79, -2.25)):
        school = getattr(cast, code.lower()).school
        school.latitude, school.longitude = latitude, longitude
        school.save()

    page = client_for(cast.mar.teacher).get("/schools/")

    drawn = {item["pin"].code for item in page.context["map"]["pins"]}
    assert drawn == {school.code for school in page.context["schools"]} == {"MAR", "CAL"}
    assert page.content.decode().count('href="/schools/CAL/"') == 2


def test_search_narrows_schools(cast, client_for):
    page = client_for(cast.mar.teacher).get("/schools/?q=calderwick")

    assert [school.code for school in page.context["schools"]] == ["CAL"]
    assert client_for(cast.mar.teacher).get("/schools/?q=outfield").context["schools"] == []


def test_card_names_staff_by_role_and_no_guest_or_officer(cast, client_for):
    page = client_for(cast.cal.teacher).get("/schools/MAR/")

    named = {member.person.name for group in page.context["people_by_role"] for member in group["members"]}
    assert named == {"Ruth Mar", "Alison Mar", "Hannah Mar", "Jo Mar"}
    assert cast.mar.head.email not in page.content.decode()


def test_people_are_found_by_name_school_and_role(cast, client_for):
    browser = client_for(cast.mar.teacher)

    def found(query):
        return [row.person.name for row in browser.get(f"/people/?{query}").context["page"]]

    assert found("q=hann") == ["Hannah Mar"]
    assert found("q=mar+ruth") == ["Ruth Mar"]
    assert found("school=CAL") == ["Joanna Cal", "Martin Cal", "Nell Cal", "Priya Cal"]
    assert found("role=head") == ["Joanna Cal", "Ruth Mar"]
    assert found("role=guest&school=MAR") == found("school=MAR")
    assert found("q=olga") == found("school=OUT") == []


def test_people_come_in_pages(cast, client_for):
    for number in range(60):
        member(cast.mar.school, Role.TEACHER, name=f"Aa {number:02}")

    browser = client_for(cast.mar.teacher)
    first, beyond = browser.get("/people/"), browser.get("/people/?page=99999999999999999999")

    assert len(first.context["page"]) == 30
    assert beyond.context["page"].number == first.context["page"].paginator.num_pages


def test_together_names_what_is_there_and_the_viewers_networks(cast, client_for):
    def pages(person):
        return {page["url"] for page in client_for(person).get("/together/").context["pages"]}

    assert {"/schools/", "/people/"} <= pages(cast.mar.teacher)
    assert "/people/" not in pages(cast.mar.governor)
    assert "Small Steps Network" in client_for(cast.mar.teacher).get("/together/").content.decode()
    assert "Elsewhere" not in client_for(cast.mar.teacher).get("/together/").content.decode()


def test_places_are_marked_on_the_pages_within_them(cast, client_for):
    browser = client_for(cast.mar.head)

    def current(address):
        return [place.code for place in browser.get(address).context["nav_places"] if place.is_current]

    assert [current(address) for address in ("/", "/schools/MAR/", "/people/", "/our-school/log/", "/compare/")] == [
        ["today"], ["together"], ["together"], ["our_school"], ["compare"],
    ]  # fmt: skip


def test_front_page_shows_highlights_to_visitors_in_few_queries(client, db):
    front_page.register("test", lambda: [("A title", "/library/a/", "A promise")])
    try:
        with asked(4, or_fewer=True):
            page = client.get("/")
    finally:
        front_page._entries.pop("test")

    assert "A title" in page.content.decode()
    assert len(page.content) < 30_000


def test_today_begins_with_the_first_card_and_shows_five_at_most(cast, client_for):
    now = clock.now()
    cards = [TodayCard("next", f"Thing {number}", "/x/", "Open", at=now) for number in range(7)]
    providers.register("test", lambda viewer, at: cards)
    suggestions.register(
        "test", lambda viewer: [Suggestion("Try this", "/library/t/", "It helps", "7 minutes")]
    )
    try:
        page = client_for(cast.mar.teacher).get("/")
    finally:
        providers._entries.pop("test")
        suggestions._entries.pop("test")

    assert page.context["first"]["text"] == "Thing 0"
    assert [card["text"] for card in page.context["cards"]] == ["Thing 1", "Thing 2", "Thing 3", "Thing 4"]
    assert page.content.decode().count("<h1") == 1
    assert "It helps" in page.content.decode()


def test_today_reminds_those_who_manage_of_the_next_thing_to_set_up(cast, client_for):
    def first(person):
        card = client_for(person).get("/").context["first"]
        return card and (card["text"], card["href"])

    assert first(cast.mar.admin) == (
        "Marram Bay Primary School has no term dates yet.",
        "/our-school/dates/?school=MAR",
    )
    assert first(cast.mar.teacher) is None
    Term.objects.create(
        school=cast.mar.school, name="T", starts_on=date(2040, 1, 1), ends_on=date(2040, 2, 1)
    )
    assert first(cast.mar.admin)[1] == "/our-school/day/?school=MAR"


def test_today_of_somebody_without_a_school_is_calm(client_for):
    page = client_for(PersonFactory()).get("/")

    assert "Your account belongs to no school" in page.content.decode()


# The map


def test_map_keeps_direction_and_proportion():
    drawn = draw([Spot("A", 53.8, -3.0), Spot("B", 53.9, -3.0), Spot("C", 53.8, -2.5)])
    pins = {pin.code: pin for pin in drawn.pins}

    assert pins["B"].y < pins["A"].y
    assert pins["C"].x > pins["A"].x
    assert pins["A"].y == pins["C"].y
    assert not any(pin.is_far for pin in drawn.pins)


def test_far_school_stands_on_the_edge_in_its_direction():
    near = [Spot(f"N{number}", 53.8 + number / 50, -3 + number / 40) for number in range(5)]

    drawn = draw([*near, Spot("NOR", 57.7, 11.65)])
    far = next(pin for pin in drawn.pins if pin.is_far)

    assert (far.code, far.direction) == ("NOR", "NE")
    assert 950 <= far.kilometres <= 1100
    assert 0 < far.x < 640
    assert 0 < far.y < 400
    assert sum(pin.is_far for pin in drawn.pins) == 1


def test_map_of_one_place_and_of_none():
    assert draw([]) is None
    assert [pin.code for pin in draw([Spot("A", 53.8, -3.0), Spot("B", 53.8, -3.0)]).pins] == ["A", "B"]


@pytest.mark.parametrize("who", ["head", "teacher"])
def test_today_keeps_its_budget_however_much_there_is(cast, client_for, who):
    """At most twelve queries, those of the rooms above included; an open invitation costs two of them."""
    browser = client_for(cast.mar.everybody[who])
    quiet = _queries(browser, "/")
    _add_of_everything(cast, [0])
    few = _queries(browser, "/")
    _add_of_everything(cast, [1, 2])

    assert _queries(browser, "/") == few
    assert quiet <= 11
