"""Build the demo network through the services the site uses; the same for the same date."""

from collections.abc import Callable, Iterable
from datetime import date, time
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password

from config.demo import people as demo_people
from config.demo.built import Demo
from config.demo.library import LibraryBuilder
from config.demo.people import DemoPerson
from config.demo.schools import FAR_SHORE, SMALL_STEPS, TRUST, DemoSchool
from config.demo.terms import english_year, swedish_year
from core import clock
from network.domain.school_year import academic_year
from network.domain.year_groups import YearGroupRow
from network.models import Membership, Network, Person, School, YearGroup
from network.services import invitations, memberships, networks, school_dates, schools

Say = Callable[[str], object]


def build(today: date, say: Say = print) -> Demo:
    """Build everything.

    Args:
        today: the day on which the demo stands; earlier terms are built under their own dates.
        say: is told each step.
    """
    demo = Demo(today)
    with clock.at(demo.moment(weeks_ago=130)):
        _networks_and_schools(demo)
        say(f"  {len(demo.schools)} schools in {len(demo.networks)} networks")
        _people(demo)
        say(f"  {len(demo.people)} people")
        _calendars(demo)
        say("  their terms, days and year groups")
    LibraryBuilder(demo, say).build()
    with clock.at(demo.moment(weeks_ago=0.3, hour=15)):
        _open_invitations(demo)
    return demo


def _networks_and_schools(demo: Demo) -> None:
    plan: list[tuple[str, str, str, dict[str, object], list[DemoSchool]]] = [
        ("small-steps", "Small Steps Network", Network.Kind.ALLIANCE,
         {"motto": "small steps, together", "founded_year": demo.today.year - 10,
          "values": "Trust. Honesty, warts and all. Every school gives and takes. Children first."}, SMALL_STEPS),
        ("four-bridges", "Four Bridges Trust", Network.Kind.TRUST,
         {"motto": "one river, four bridges", "values": "We look after each other's children."}, [TRUST]),
        ("far-shore", "Far Shore Schools", Network.Kind.CLUSTER,
         {"motto": "the other coast", "values": "Neighbours first."}, FAR_SHORE),
    ]  # fmt: skip
    for slug, name, kind, card, members in plan:
        network = networks.create_network(name=name, slug=slug, kind=kind, by=None, **card)
        demo.networks[slug] = network
        for member in members:
            demo.schools[member.code] = _school(member)
            networks.add_school(network=network, school=demo.schools[member.code], by=None)
    # One school is in two networks: what is shared in one stays out of the other.
    networks.add_school(network=demo.networks["four-bridges"], school=demo.schools["RIB"], by=None)


def _school(card: DemoSchool) -> School:
    place: dict[str, Any] = (
        {
            "country": School.Country.SWEDEN,
            "time_zone": "Europe/Stockholm",
            "language": "sv",
            "currency": "SEK",
        }
        if card.swedish
        else {}
    )
    return schools.create_school(
        code=card.code,
        name=card.name,
        by=None,
        about=card.about,
        town=card.town,
        phase=card.phase,
        lowest_age=card.ages[0],
        highest_age=card.ages[1],
        pupils_count=card.pupils,
        staff_count=card.staff,
        latitude=card.at[0],
        longitude=card.at[1],
        visitor_information=card.visitors,
        **place,
    )


def _people(demo: Demo) -> None:
    password = make_password(settings.DEMO_PASSWORD or None)
    for card in demo_people.PEOPLE:
        person = Person.objects.create_user(card.email, name=card.name)
        person.password = password
        person.save(update_fields=["password"])
        demo.people[card.name] = person
        memberships.add_member(
            person=person, school=demo.schools[card.school], roles=card.roles, by=None, job_title=card.job
        )
        for role in card.network_roles:
            networks.grant_network_role(network=_network_of(demo, card), person=person, role=role, by=None)


def _network_of(demo: Demo, card: DemoPerson) -> Network:
    slug = {"SKE": "four-bridges", "DUN": "far-shore", "EDG": "far-shore"}.get(card.school, "small-steps")
    return demo.networks[slug]


def _calendars(demo: Demo) -> None:
    year = academic_year(demo.today)
    for card in [*SMALL_STEPS, TRUST, *FAR_SHORE]:
        school = demo.schools[card.code]
        groups = school_dates.set_year_groups(
            school=school, groups=[YearGroupRow(*row) for row in card.year_groups()], by=None
        )
        _year_groups_of_people(demo, card.code, groups)
        opens, closes = (time(8, 10), time(15, 0)) if card.swedish else (time(8, 45), time(15, 15))
        school_dates.set_school_days(school=school, days=dict.fromkeys(range(1, 6), (opens, closes)), by=None)
        for begins in (year - 1, year, year + 1):
            for span in swedish_year(begins) if card.swedish else english_year(begins):
                if span.kind == "term":
                    school_dates.add_term(
                        school=school, name=span.name, starts_on=span.first, ends_on=span.last, by=None
                    )
                elif span.kind == "holiday" or card.code in {member.code for member in SMALL_STEPS}:
                    school_dates.add_closure(
                        school=school,
                        kind=span.kind,
                        name=span.name,
                        starts_on=span.first,
                        ends_on=span.last,
                        by=None,
                    )


def _year_groups_of_people(demo: Demo, code: str, groups: Iterable[YearGroup]) -> None:
    by_label = {group.label: group for group in groups}
    for card in demo_people.PEOPLE:
        if card.school == code and card.years:
            memberships.describe_member(
                membership=Membership.objects.get(person=demo.people[card.name], school=demo.schools[code]),
                by=None,
                job_title=card.job,
                year_groups=[by_label[label] for label in card.years],
            )


def _open_invitations(demo: Demo) -> None:
    invitations.invite_person(
        school=demo.schools["MAR"],
        email="bryony@mar.example",
        name="Bryony Fell",
        roles=["teacher"],
        by=demo.people["Ruth Aldersley"],
        job_title="Year 2",
    )
