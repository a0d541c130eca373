"""The catalogues: every word of the pages is translated, whole, and says what the English says."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

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
