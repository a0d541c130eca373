"""The dates on a school's card: this academic year, in order, each term with the days off that follow."""

from datetime import date

import pytest
import time_machine

from network.models import Closure, Term, YearGroup

pytestmark = pytest.mark.django_db


@pytest.fixture
def _dates(cast):
    """Two academic years of MAR, entered in no order."""
    for name, first, last in (
        ("Next autumn", date(2027, 9, 2), date(2027, 12, 17)),
        ("Spring", date(2027, 1, 4), date(2027, 3, 25)),
        ("Last summer", date(2026, 6, 1), date(2026, 7, 21)),
        ("Autumn", date(2026, 9, 2), date(2026, 12, 18)),
    ):
        Term.objects.create(school=cast.mar.school, name=name, starts_on=first, ends_on=last)
    for name, first, last in (
        ("Christmas", date(2026, 12, 21), date(2027, 1, 1)),
        ("Inset day", date(2026, 11, 13), date(2026, 11, 13)),
    ):
        Closure.objects.create(school=cast.mar.school, name=name, starts_on=first, ends_on=last)


def _shown(page):
    return [
        [
            (stretch.term and stretch.term.name, [closure.name for closure in stretch.closures])
            for stretch in year.stretches
        ]
        for year in page.context["academic_years"]
    ]


@pytest.mark.usefixtures("_dates")
@pytest.mark.parametrize(("who", "address"), [("mar", "/our-school/"), ("cal", "/schools/MAR/")])
def test_card_goes_to_the_end_of_this_academic_year(cast, client_for, who, address):
    with time_machine.travel("2026-11-12 10:20+00:00"):
        page = client_for(getattr(cast, who).teacher).get(address)

    assert _shown(page) == [[("Autumn", ["Inset day", "Christmas"]), ("Spring", [])]]
    text = page.content.decode()
    assert [text.index(name) for name in ("Autumn", "Inset day", "Christmas", "Spring")] == sorted(
        text.index(name) for name in ("Autumn", "Inset day", "Christmas", "Spring")
    )


@pytest.mark.usefixtures("_dates")
def test_card_goes_on_into_the_next_when_that_is_near(cast, client_for):
    with time_machine.travel("2027-06-10 10:20+00:00"):
        page = client_for(cast.mar.teacher).get("/our-school/")

    assert _shown(page) == [[("Next autumn", [])]]


@pytest.mark.usefixtures("_dates")
def test_two_academic_years_are_told_apart(cast, client_for):
    Term.objects.create(
        school=cast.mar.school, name="Summer", starts_on=date(2027, 6, 1), ends_on=date(2027, 7, 20)
    )
    with time_machine.travel("2027-06-10 10:20+00:00"):
        page = client_for(cast.mar.teacher).get("/our-school/")

    assert _shown(page) == [[("Summer", [])], [("Next autumn", [])]]
    assert page.content.decode().count("<h3>2026/2027</h3>") == 1
    assert page.content.decode().count("<h3>2027/2028</h3>") == 1


@pytest.mark.usefixtures("_dates")
@pytest.mark.parametrize(("language", "marked"), [("sv", True), ("en", False)])
def test_words_of_a_school_that_writes_in_another_language_say_so(cast, client_for, language, marked):
    cast.mar.school.about, cast.mar.school.language = "Kuststad", language
    cast.mar.school.save()
    YearGroup.objects.create(school=cast.mar.school, label="Åk 1", typical_age=7)
    browser = client_for(cast.cal.teacher)

    with time_machine.travel("2026-11-12 10:20+00:00"):
        card = browser.get("/schools/MAR/").content.decode()
    pages = [
        card,
        browser.get("/schools/").content.decode(),
        browser.get("/network/small-steps/").content.decode(),
    ]

    said = ' lang="sv"' if marked else ""
    for words in (
        f'<p class="lead"{said}>Kuststad',
        f"<dt{said}>Autumn",
        f"<span{said}>Christmas",
        f"<dt{said}>Åk 1",
    ):
        assert card.count(words) == 1
    assert [page.count(f"<small{said}>Kuststad") for page in pages] == [0, 1, 1]
