"""The catalogues: every word of the pages is translated, whole, and says what the English says."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.formats import date_format

from config.env import BASE_DIR

LANGUAGES = ("sv",)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w*\}")
_TAG = re.compile(r"</?\w+[^>]*>")
#: Names and short words may be alike in both languages; more words than these never are.
_ALIKE_AT_MOST = 3
#: What the house leaves out: shouting, and the words of machines and offices.
_UNWANTED = re.compile(r"!|\b(?:Oj|Hoppsan|Vänligen|vänligen|Klicka här)\b")


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    path = BASE_DIR / "locale" / request.param / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale=request.param)


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _forms(words: str | tuple[str, ...] | list[str]) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


def _pairs(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    """(English, translated) of every form; all plural forms beyond the first belong to the English plural."""
    for message in _messages(catalogue):
        english = _forms(message.id)
        for number, translated in enumerate(_forms(message.string)):
            yield english[min(number, len(english) - 1)], translated


def _differing(catalogue: Catalog, pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    return [
        (english, translated)
        for english, translated in _pairs(catalogue)
        if sorted(pattern.findall(english)) != sorted(pattern.findall(translated))
    ]


def test_catalogue_translates_every_message(catalogue):
    assert [message.id for message in _messages(catalogue) if not all(_forms(message.string))] == []


def test_catalogue_holds_no_guesses_and_nothing_obsolete(catalogue):
    assert [message.id for message in _messages(catalogue) if message.fuzzy] == []
    assert list(catalogue.obsolete) == []


def test_catalogue_has_a_form_for_each_number(catalogue):
    plural = [message for message in _messages(catalogue) if not isinstance(message.id, str)]
    assert [m.id for m in plural if len(_forms(m.string)) != catalogue.num_plurals] == []


def test_translations_keep_the_placeholders(catalogue):
    assert _differing(catalogue, _PLACEHOLDER) == []


def test_translations_keep_the_tags(catalogue):
    assert _differing(catalogue, _TAG) == []


def test_no_sentence_is_left_in_english(catalogue):
    same = {english for english, translated in _pairs(catalogue) if english == translated}
    assert {words for words in same if len(words.split()) > _ALIKE_AT_MOST} == set()


def test_translations_keep_the_manner_of_the_house(catalogue):
    assert [translated for _, translated in _pairs(catalogue) if _UNWANTED.search(translated)] == []


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("DATE_FORMAT", "lör 21 nov 2026"),
        ("MONTH_DAY_FORMAT", "lör 21 nov"),
        ("DATETIME_FORMAT", "lör 21 nov 2026, 10:20"),
        ("l j F", "lördag 21 november"),
        ("F Y", "november 2026"),
    ],
)
def test_swedish_dates_are_written_in_small_letters(wanted, words):
    with translation.override("sv"):
        assert date_format(datetime(2026, 11, 21, 10, 20, tzinfo=UTC), wanted) == words


def _sources(ending: str) -> list[Path]:
    rooms = ("config", "core", "network", "practice_library")
    return [path for room in rooms for path in sorted((BASE_DIR / room).rglob(f"*{ending}"))]


def test_templates_leave_short_months_to_the_formats():
    # Django's M writes "Nov" in every language; the formats write "nov" in Swedish.
    literal = re.compile(r'date:"[^"_]*M[^"_]*"')
    assert [path.name for path in _sources(".html") if literal.search(path.read_text(encoding="utf-8"))] == []


def test_words_are_marked_by_names_that_gathering_knows():
    alias = re.compile(r"gettext\w* as (?!_\b)\w+")
    assert [path.name for path in _sources(".py") if alias.search(path.read_text(encoding="utf-8"))] == []
