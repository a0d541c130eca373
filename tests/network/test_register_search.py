"""Finding a school in the registers."""

import pytest

from network.domain.register_rows import search_text
from network.models import RegisteredSchool
from network.selectors import find_registered_schools

pytestmark = pytest.mark.django_db


def registered(
    urn: int, name: str, town: str = "Alton", postcode: str = "GU34 1DH", **fields
) -> RegisteredSchool:
    text = search_text(urn, postcode, name, town)
    return RegisteredSchool.objects.create(
        urn=urn, name=name, town=town, postcode=postcode, search_text=text, **fields
    )


@pytest.mark.parametrize(
    "text",
    [
        "st johns",
        "ST JOHN’S",
        "Saint John",
        "alton john st",
        "GU34 1DH",
        "gu341dh",
        "gu34",
        "100001",
        " john  alt ",
    ],
)
def test_school_is_found_however_it_is_typed(text):
    school = registered(100001, "St John's CofE School")
    registered(100002, "Marsh Lane Infants", town="Barton", postcode="BN1 1AA")

    assert list(find_registered_schools(text)) == [school]


@pytest.mark.parametrize("text", ["", "a", " % ", "__", "ohn", "john barton", "lton"])
def test_school_is_not_found_by_too_little_or_by_the_middle_of_a_word(text):
    registered(100001, "St John's CofE School")

    assert list(find_registered_schools(text)) == []


def test_closed_and_nameless_schools_are_not_offered():
    registered(100001, "Elm Park", is_open=False)
    registered(100002, "")

    assert list(find_registered_schools("elm")) == list(find_registered_schools("alton")) == []


def test_names_that_begin_as_typed_come_first_and_no_more_than_asked():
    later = registered(100001, "Alton Elm School")
    first = registered(100002, "Elm Park")

    assert list(find_registered_schools("elm")) == [first, later]
    assert list(find_registered_schools("elm", limit=1)) == [first]
    assert list(find_registered_schools("elm", limit=-1)) == []


def test_search_takes_one_query(django_assert_num_queries):
    registered(100001, "Elm Park")

    with django_assert_num_queries(1):
        list(find_registered_schools("elm park alton"))
