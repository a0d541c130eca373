"""Which passwords are guessed first, however long they are."""

import secrets

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator
from hypothesis import given
from hypothesis import strategies as st

from network.domain.passwords import is_predictable

_COMMON = CommonPasswordValidator().passwords
_NEAR = (
    "Ruth Marr",
    "ruth.marr@calderwick.example",
    "Calderwick St Anne’s Primary School",
    "Ängskolan i Råå",
)
_FAR = ("otter", "kettle", "gravel", "lantern", "plum", "velvet", "anchor", "tundra", "pickle", "marble")


def _refused(password):
    return is_predictable(password, _COMMON, _NEAR)


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword", "Password1234!", "qwertyuiopasdf", "123456789012345", "lololololololo",
        "zaq12wsxcde3", "p4ssw0rdp4ssw0rd", "iloveyou2026", "MariaMaria1990", "hejhejhejhej",
    ],
)  # fmt: skip
def test_common_ones_made_longer_are_refused(password):
    assert _refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "Summer2026!!", "Autumn2026Autumn", "!!!Winter_2025", "Sommar2026!!!", "Höst-2026-höst", "Lösenord2026!",
        "Välkommen2026", "November 1998", "Ofsted2026!!!", "Hedgerow2026!", "Teacher12345!", "headteacher-99",
    ],
)  # fmt: skip
def test_seasons_years_and_words_of_every_school_are_refused(password):
    assert _refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "Calderwick2026", "calderwick primary", "ruth.marr@calderwick", "RuthMarr1984!", "StAnnes-Calderwick",
        "Ängskolan-2026", "ANGSKOLAN råå 1",
    ],
)  # fmt: skip
def test_names_near_the_person_are_refused_with_and_without_accents(password):
    assert _refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "twelve chars", "four quiet otters swim", "ett två tre fyra ", "kiln otter 88", "x9$kQ2!mZp4w", "58203917264051",
        "summer of gravel and plums", "correct horse battery staple", "blåbär lykta grus", "ОкеанРекаГора",
    ],
)  # fmt: skip
def test_no_kind_of_character_is_asked_for(password):
    assert not _refused(password)


@given(st.lists(st.sampled_from(_FAR), min_size=4, max_size=6, unique=True), st.sampled_from(" -._"))
def test_four_words_that_do_not_belong_together_are_taken(words, between):
    assert not _refused(between.join(words))


@given(st.integers(min_value=9, max_value=48))
def test_what_a_password_manager_makes_is_taken(count):
    assert not _refused(secrets.token_urlsafe(count))


@given(
    st.sampled_from(["ruth", "Marr", "CALDERWICK", "Råå", "Summer", "sommar", "Skola", "March"]),
    st.integers(1950, 2049),
    st.text("!.?-_ ", max_size=6),
)
def test_name_or_season_with_a_year_is_refused_however_it_is_dressed(word, year, signs):
    assert _refused(f"{word}{signs}{year}")
    assert _refused(f"{signs}{year}{word}{word}")


@given(st.text(min_size=65, max_size=200))
def test_long_ones_are_weighed_quickly_and_never_fail(password):
    assert _refused(password) in (True, False)


def test_length_alone_is_no_merit():
    assert _refused("ab" * 40)
    assert not _refused("otter kettle gravel lantern " * 6)
