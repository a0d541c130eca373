"""Schools, their dates, colleagues and the calendar, as programs read and write them."""

from datetime import date

import pytest
from django.conf import settings

from core import clock
from network import directory
from network.access import MayNot
from network.api import schools as api_schools
from network.api import views as api_views
from network.models import Closure, School, SchoolDay, Term, YearGroup
from network.services.school_dates import set_closures, set_terms
from tests.api import Program, problem, token_for
from tests.factories.network import MembershipFactory, member
from tests.queries import asked

pytestmark = pytest.mark.django_db

_TERM = {"name": "Autumn", "starts_on": "2026-09-02", "ends_on": "2026-12-18"}
_HALF_TERM = {"kind": "holiday", "name": "Half-term", "starts_on": "2026-10-26", "ends_on": "2026-10-30"}
_INSET = {"kind": "inset", "name": "Joint inset day", "starts_on": "2027-01-04", "ends_on": "2027-01-04"}


@pytest.fixture
def teacher(cast):
    return Program(token_for(cast.mar.teacher, cast.mar.school))


@pytest.fixture
def admin(cast):
    return Program(token_for(cast.mar.admin, cast.mar.school))


def test_schools_are_ones_own_and_the_partners(teacher):
    page = teacher.get("schools/").json()

    assert [(school["code"], school["is_own"]) for school in page["results"]] == [
        ("CAL", False),
        ("MAR", True),
    ]
    assert set(page["results"][0]) == {
        "code", "name", "is_own", "country", "town", "postcode", "about", "phase", "lowest_age", "highest_age",
        "pupils_count", "staff_count", "latitude", "longitude", "time_zone", "language",
    }  # fmt: skip


def test_card_holds_what_the_page_shows(cast, teacher):
    school = cast.cal.school
    School.objects.filter(pk=school.pk).update(visitor_information="Ring twice.", town="Calderwick")
    Term.objects.create(school=school, name="Long ago", starts_on=date(2020, 1, 1), ends_on=date(2020, 2, 1))
    Term.objects.create(school=school, name="Ahead", starts_on=date(2090, 1, 1), ends_on=date(2090, 2, 1))
    SchoolDay.objects.create(school=school, iso_weekday=1, opens_at="08:40", closes_at="15:15")
    YearGroup.objects.create(school=school, label="Year 4", typical_age=8)

    card = teacher.get("schools/CAL/").json()

    assert (card["town"], card["visitor_information"], card["is_own"]) == ("Calderwick", "Ring twice.", False)
    assert card["terms"] == [{"name": "Ahead", "starts_on": "2090-01-01", "ends_on": "2090-02-01"}]
    assert card["days"] == [{"iso_weekday": 1, "opens_at": "08:40", "closes_at": "15:15"}]
    assert card["year_groups"] == [{"label": "Year 4", "typical_age": 8}]


def test_school_elsewhere_is_as_absent_as_none(teacher):
    for rest in ("", "terms/", "closures/"):
        assert problem(teacher.get(f"schools/OUT/{rest}")) == problem(teacher.get(f"schools/ZZZ/{rest}"))


def test_directory_is_what_hides_the_others(teacher, monkeypatch):
    assert teacher.get("schools/OUT/").status_code == 404

    monkeypatch.setattr(api_schools, "schools_in_directory", lambda viewer: School.objects.order_by("pk"))

    assert teacher.get("schools/OUT/").status_code == 200


def test_governor_who_is_signed_in_reads_their_own_card_alone(cast, client_for):
    browser = client_for(cast.mar.governor)

    assert [school["code"] for school in browser.get("/api/v1/schools/").json()["results"]] == ["MAR"]
    assert browser.get("/api/v1/schools/CAL/").status_code == 404
    assert browser.get("/api/v1/people/").status_code == 403
    assert client_for(cast.mar.guest).get("/api/v1/schools/").status_code == 403


def test_terms_are_written_as_a_whole_and_keep_what_stays(cast, admin):
    assert admin.send("PUT", "schools/MAR/terms/", {"terms": [_TERM]}).json() == {"terms": [_TERM]}
    kept = Term.objects.get()
    spring = {"name": "Spring", "starts_on": "2027-01-04", "ends_on": "2027-03-26"}

    assert admin.send("PUT", "schools/MAR/terms/", {"terms": [spring, _TERM]}).json() == {
        "terms": [_TERM, spring]
    }
    assert Term.objects.get(name="Autumn").pk == kept.pk
    assert admin.send("PUT", "schools/MAR/terms/", {"terms": []}).json() == {"terms": []}
    assert Term.objects.count() == 0


def test_closures_are_written_as_a_whole_and_keep_what_stays(cast, admin):
    admin.send("PUT", "schools/MAR/closures/", {"closures": [_INSET, _HALF_TERM, _INSET]})
    kept = Closure.objects.get(kind="inset")

    answer = admin.send("PUT", "schools/MAR/closures/", {"closures": [_INSET]})

    assert answer.json() == admin.get("schools/MAR/closures/").json() == {"closures": [_INSET]}
    assert Closure.objects.get().pk == kept.pk


def test_dates_of_a_partner_are_read_and_not_written(cast, admin):
    Term.objects.create(
        school=cast.cal.school, name="Autumn", starts_on=date(2026, 9, 2), ends_on=date(2026, 12, 18)
    )

    assert admin.get("schools/CAL/terms/").json() == {"terms": [_TERM]}
    assert admin.send("PUT", "schools/CAL/terms/", {"terms": []}).status_code == 403
    assert admin.send("PUT", "schools/CAL/closures/", {"closures": []}).status_code == 403
    assert Term.objects.count() == 1


@pytest.mark.parametrize(
    ("closure", "words"),
    [
        ({**_INSET, "starts_on": "2027-01-05"}, "The last day is before the first. Check the dates."),
        ({**_INSET, "ends_on": "9999-12-31"}, "Name days between 2000 and 2100. Check the year."),
        ({**_INSET, "starts_on": "0001-01-01"}, "Name days between 2000 and 2100. Check the year."),
    ],
)
def test_dates_that_cannot_be_are_refused(admin, closure, words):
    admin.send("PUT", "schools/MAR/closures/", {"closures": [_HALF_TERM]})

    assert problem(admin.send("PUT", "schools/MAR/closures/", {"closures": [closure]}))["detail"] == words
    assert admin.get("schools/MAR/closures/").json() == {"closures": [_HALF_TERM]}


def test_services_refuse_who_does_not_manage_the_school(cast, acting_as):
    with acting_as(cast.mar.teacher):
        for set_dates, name in ((set_terms, "terms"), (set_closures, "closures")):
            with pytest.raises(MayNot):
                set_dates(school=cast.mar.school, by=cast.mar.teacher, **{name: []})


def test_people_are_colleagues_of_ones_own_school(cast, teacher):
    found = teacher.get("people/").json()["results"]

    assert [(person["name"], person["roles"]) for person in found] == [
        ("Alison Mar", ["admin"]), ("Hannah Mar", ["teacher"]), ("Jo Mar", ["teacher"]), ("Ruth Mar", ["head"]),
    ]  # fmt: skip
    assert set(found[0]) == {"id", "name", "school", "job_title", "roles", "year_groups"}
    assert "@" not in str(found)


def test_people_are_found_by_name_and_role(teacher):
    def names(**query):
        return [person["name"] for person in teacher.get("people/", **query).json()["results"]]

    assert names(q="han") == ["Hannah Mar"]
    assert names(role="head") == ["Ruth Mar"]
    assert names(school="MAR", q="jo") == ["Jo Mar"]
    assert names(school="CAL") == names(school="ZZZ") == []


def test_own_school_is_what_hides_the_colleagues_elsewhere(teacher, monkeypatch):
    assert "Martin Cal" not in teacher.get("people/").content.decode()

    monkeypatch.setattr(api_views, "colleagues_in_directory", directory.people_in_directory)

    assert "Martin Cal" in teacher.get("people/").content.decode()


def _calendar(program, **query):
    return program.get("calendar/", **{"from": "2026-09-01", "to": "2027-08-31", **query})


def test_calendar_holds_the_entries_of_the_networks(cast, teacher):
    closed = {"name": "Half-term", "starts_on": date(2026, 10, 26), "ends_on": date(2026, 10, 30)}
    mine = Closure.objects.create(school=cast.mar.school, **closed)
    Closure.objects.create(school=cast.cal.school, **closed)
    Closure.objects.create(school=cast.out.school, **{**closed, "name": "Canary"})

    page = _calendar(teacher).json()

    assert [(entry["title"], entry["school"]) for entry in page["results"]] == [
        ("Half-term", "MAR"),
        ("Half-term", "CAL"),
    ]
    assert page["results"][0] == {
        "uid": f"closure-{mine.pk}", "title": "Half-term", "is_all_day": True, "starts": "2026-10-26",
        "ends": "2026-10-30", "source": "school-year", "school": "MAR", "where": "", "url": "",
    }  # fmt: skip
    assert [entry["school"] for entry in _calendar(teacher, school="CAL").json()["results"]] == ["CAL"]
    assert _calendar(teacher, school="OUT").json()["results"] == []
    assert _calendar(teacher, to="2026-10-25").json()["results"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"to": "2027-09-03"}, "to"),
        ({"to": "2026-08-31"}, "to"),
        ({"from": "0001-01-01"}, "from"),
        ({"from": "2026-09-31"}, "from"),
        ({"to": "9999-12-31"}, "to"),
        ({"school": "mar"}, "school"),
    ],
)
def test_calendar_is_asked_for_a_year_at_most(teacher, query, field):
    found = problem(_calendar(teacher, **query))

    assert [error["field"] for error in found["errors"]] == [field]


def test_calendar_needs_both_days(teacher):
    found = problem(teacher.get("calendar/"))

    assert [error["field"] for error in found["errors"]] == ["from", "to"]


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_queries_however_much_they_hold(cast, count):
    school, day = cast.mar.school, clock.today()
    for number in range(count):
        member(school)
        Term.objects.create(
            school=school, name="T", starts_on=date(2090, number + 1, 1), ends_on=date(2090, number + 1, 9)
        )
        Closure.objects.create(school=school, name="C", starts_on=day, ends_on=day)
        YearGroup.objects.create(school=school, label=f"Y{number}", typical_age=number)
        partner = type(school).objects.create(
            code=f"P{number}", name=f"Partner {number}", joined_at=clock.now()
        )
        partner.network_places.create(network=cast.small_steps, joined_at=clock.now())
    program = Program(token_for(cast.mar.teacher, school))
    program.get("")  # notes the day of its first use

    # Two of each are the token and what its person may.
    for path, queries in (
        ("", 3),
        ("schools/", 4),
        ("schools/MAR/", 7),
        ("schools/MAR/terms/", 4),
        ("schools/MAR/closures/", 4),
        ("people/", 6),
        (f"calendar/?from={day}&to={day}", 4),
    ):
        with asked(queries):
            assert program.get(path).status_code == 200


def test_links_of_the_answers_are_at_the_configured_origin(teacher):
    assert teacher.get("").json()["reference"].startswith(settings.BASE_URL)


def test_two_schools_are_two_tokens(cast):
    MembershipFactory(person=cast.mar.teacher, school=cast.cal.school)
    mar, cal = (Program(token_for(cast.mar.teacher, school)) for school in (cast.mar.school, cast.cal.school))

    assert {person["school"] for person in mar.get("people/").json()["results"]} == {"MAR"}
    assert {person["school"] for person in cal.get("people/").json()["results"]} == {"CAL"}
