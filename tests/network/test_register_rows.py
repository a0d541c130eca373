"""A row of a register, cleaned; and two registers, one school."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.domain.register_rows import (
    EMPTY_ROW,
    ENGLAND,
    GIAS,
    TEXT_LIMITS,
    RowRefused,
    clean_headings,
    layout_of,
    merged,
    read_row,
    search_text,
    search_words,
)
from network.models import RegisteredSchool

ENGLAND_HEADINGS = clean_headings(
    [
        "urn",
        "name",
        "postcode",
        "town",
        "la_name",
        "type_census",
        "type",
        "lat",
        "nor_2019",
        "nor_2023",
        "pa_2019",
    ]
)
GIAS_HEADINGS = clean_headings(
    ["URN", "EstablishmentName", "EstablishmentStatus (name)", "StatutoryLowAge", "StatutoryHighAge",
     "NumberOfPupils", "Trusts (name)", "Town", "SchoolCapacity"]
)  # fmt: skip
ENGLAND_CELLS = ["100001", "Elm  Park School ", "ec3a 5de", "London", "Kent", "State-funded primary", "Academy",
                 "51.5", "200.0", "", "SUPP"]  # fmt: skip
GIAS_CELLS = ["100001", "Elm Park Primary", "Closed", "4", "11", "190", "ELM TRUST", "", "210"]


def england(**changes: str):
    cells = [
        changes.get(heading, cell) for heading, cell in zip(ENGLAND_HEADINGS, ENGLAND_CELLS, strict=True)
    ]
    return read_row(ENGLAND, ENGLAND_HEADINGS, cells)


def test_layout_is_known_by_the_header():
    assert layout_of(ENGLAND_HEADINGS) is ENGLAND
    assert layout_of(GIAS_HEADINGS) is GIAS
    assert layout_of(clean_headings(["\ufeff URN ", *GIAS_HEADINGS[1:]])) is GIAS
    assert layout_of(["urn", "school"]) is None
    assert layout_of([*ENGLAND_HEADINGS, "name"]) is None


def test_england_row_is_cleaned():
    record = england()

    assert record.urn == 100001
    assert record.values == {
        "name": "Elm Park School",
        "postcode": "EC3A 5DE",
        "town": "London",
        "local_authority": "Kent",
        "kind": "Academy",
        "latitude": 51.5,
        "pupils_count": 200,
    }
    assert record.figures == {"pupils_2019": 200.0}


def test_gias_row_says_whether_the_school_is_open():
    closed = read_row(GIAS, GIAS_HEADINGS, GIAS_CELLS)
    closing = read_row(GIAS, GIAS_HEADINGS, [*GIAS_CELLS[:2], "Open, but proposed to close", *GIAS_CELLS[3:]])

    assert closed.values["is_open"] is False
    assert closing.values["is_open"] is True
    assert "is_open" not in england().values


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"urn": ""}, "It has no URN."),
        ({"urn": "NAT"}, "“NAT” is not a URN: five to seven digits are."),
        ({"urn": "1e5"}, "“1e5” is not a URN: five to seven digits are."),
        ({"urn": "１０００００"}, "“１０００００” is not a URN: five to seven digits are."),
        ({"name": '=HYPERLINK("http://x","y")'}, "name: “=HYPERLINK(\"http://x\",\"y\")” begins like a spreadsheet formula."),
        ({"name": "+1"}, "name: “+1” begins like a spreadsheet formula."),
        ({"name": "@x"}, "name: “@x” begins like a spreadsheet formula."),
        ({"town": "\t=1+1"}, "town: “=1+1” begins like a spreadsheet formula."),
        ({"town": "＝1"}, "town: “＝1” begins like a spreadsheet formula."),
        ({"nor_2023": "+1"}, "nor_2023: “+1” is not a number."),
        ({"nor_2023": "=2*3"}, "nor_2023: “=2*3” is not a number."),
        ({"nor_2023": "nan"}, "nor_2023: “nan” is not a number."),
        ({"nor_2023": "1e400"}, "nor_2023: “1e400” is not a number."),
        ({"nor_2023": "-3"}, "nor_2023: -3 is not between 0 and 100,000."),
        ({"lat": "151.2"}, "lat: 151.2 is not between -90.0 and 90.0."),
        ({"name": "x" * 161}, "name: it is 161 characters long, at most 160 fit."),
        ({"name": "Elm\x1b[31m Park"}, "name: there is a control character in it."),
        ({"nor_2019": "a\x1b[2J" + "b" * 90}, "nor_2019: “a·[2Jbbbbbbbbbbbbbbbbbbbbbbbbb…” is not a number."),
    ],
)  # fmt: skip
def test_bad_row_is_refused_with_its_reason(changes, reason):
    with pytest.raises(RowRefused) as refusal:
        england(**changes)

    assert str(refusal.value) == reason


def test_ragged_rows_are_refused_and_trailing_commas_are_not():
    assert read_row(ENGLAND, ENGLAND_HEADINGS, [*ENGLAND_CELLS, "", " "]) == england()
    for cells, reason in (
        (ENGLAND_CELLS[:-1], "It has 10 cells where the header has 11."),
        ([*ENGLAND_CELLS, "more"], "It has 12 cells where the header has 11."),
    ):
        with pytest.raises(RowRefused) as refusal:
            read_row(ENGLAND, ENGLAND_HEADINGS, cells)
        assert str(refusal.value) == reason


def test_ages_out_of_order_are_refused():
    with pytest.raises(RowRefused):
        read_row(GIAS, GIAS_HEADINGS, [*GIAS_CELLS[:3], "12", "11", *GIAS_CELLS[5:]])


def test_two_registers_make_one_school_in_either_order():
    one, other = (england(), ENGLAND), (read_row(GIAS, GIAS_HEADINGS, GIAS_CELLS), GIAS)

    forth = merged(merged(EMPTY_ROW, *one), *other)
    back = merged(merged(EMPTY_ROW, *other), *one)

    assert forth == back
    assert merged(forth, *one) == forth
    assert merged(forth, *other) == forth
    assert forth == {
        **EMPTY_ROW,
        "name": "Elm Park Primary",
        "postcode": "EC3A 5DE",
        "town": "London",
        "local_authority": "Kent",
        "kind": "Academy",
        "latitude": 51.5,
        "pupils_count": 200,
        "trust": "ELM TRUST",
        "lowest_age": 4,
        "highest_age": 11,
        "is_open": False,
        "figures": {"pupils_2019": 200.0, "capacity_places": 210.0},
        "source": "england gias",
        "search_text": " 100001 ec3a 5de ec3a5de elm park primary london",
    }


def test_empty_cells_never_wipe_anything_out():
    known = merged(EMPTY_ROW, england(), ENGLAND)
    bare = read_row(ENGLAND, ENGLAND_HEADINGS, ["100001", *[""] * 10])

    assert merged(known, bare, ENGLAND) == known


def test_search_words_are_plain():
    assert search_words("Saint John’s Élan-Schöol (2)") == ["st", "johns", "elan", "school", "2"]


def test_limits_are_those_of_the_table():
    assert {name: RegisteredSchool._meta.get_field(name).max_length for name in TEXT_LIMITS} == TEXT_LIMITS
    longest = search_text(9_999_999, "A" * 12, "n" * 160, "t" * 100)
    assert len(longest) <= RegisteredSchool._meta.get_field("search_text").max_length


@given(st.lists(st.text(), min_size=11, max_size=11))
def test_any_row_is_taken_within_the_limits_or_refused(cells):
    with suppress(RowRefused):
        new = merged(EMPTY_ROW, read_row(ENGLAND, ENGLAND_HEADINGS, cells), ENGLAND)
        assert all(len(new[name]) <= limit for name, limit in TEXT_LIMITS.items())
