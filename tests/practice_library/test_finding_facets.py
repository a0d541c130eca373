"""What the list can be narrowed by, and how many each value would leave."""

import pytest

from practice_library.selectors.finding import find
from tests.practice_library.finding import VISITOR, counts, titles, wanted

pytestmark = pytest.mark.django_db


def test_facet_values_of_one_facet_widen_and_of_two_narrow(library):
    assert titles(VISITOR, phase="ks3") == ["Lugna korridorer", "Quiet corridors"]
    assert titles(VISITOR, phase=["ks3", "ks1"]) == [
        "Reading backwards",
        "Lugna korridorer",
        "Quiet corridors",
    ]
    assert titles(VISITOR, phase=["ks3", "ks1"], school="MAR") == ["Quiet corridors"]
    assert titles(VISITOR, phase="ks3", language="sv", theme="calm_to_study") == ["Lugna korridorer"]
    assert titles(VISITOR, evidence="compared") == ["Reading backwards"]


def test_counts_take_every_other_facet_into_account(library):
    assert counts(VISITOR, "phase") == {"Key stage 1": 1, "Key stage 2": 2, "Key stage 3": 2}
    assert counts(VISITOR, "phase", phase="ks3") == {"Key stage 1": 1, "Key stage 2": 2, "Key stage 3": 2}
    assert counts(VISITOR, "phase", school="MAR") == {"Key stage 2": 1, "Key stage 3": 1}
    assert counts(VISITOR, "school", phase="ks3") == {
        "Calderwick St Anne's Primary School": 1,
        "Marram Bay Primary School": 1,
    }
    assert counts(VISITOR, "language", q="fraction") == {"English": 2}
    assert counts(VISITOR, "subject", phase="ks3") == {}


def test_facet_names_are_in_the_language_of_the_page(library, client):
    client.cookies["language"] = "sv"

    page = client.get("/library/").content.decode()

    assert "Lågstadiet, åk 1" in page


def test_value_without_results_can_be_taken_back(library):
    found = find(VISITOR, wanted(phase="ks4", q="fraction"))

    assert (
        found.total,
        next((item.code, [value.label for value in item.values]) for item in found.facets),
    ) == (
        0,
        ("phase", ["Key stage 2", "Key stage 3", "Key stage 4"]),
    )


@pytest.mark.parametrize("query", ["phase=nothing", "evidence=best", "language=de", "colour=green", "page=0"])
def test_what_does_not_exist_is_ignored(library, query):
    name, _, value = query.partition("=")

    assert len(titles(VISITOR, **{name: value})) == 4


def test_school_that_shares_nothing_finds_nothing(library):
    assert titles(VISITOR, school="OUT") == titles(VISITOR, school="NOSUCH") == []
