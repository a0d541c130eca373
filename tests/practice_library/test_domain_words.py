"""Stems, questions, corrections: plain Python."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from practice_library.domain.search_query import LONGEST_TEXT, MOST_TERMS, ask
from practice_library.domain.spelling import closest, corrected, vocabulary
from practice_library.domain.stems import index_stems, index_text, stems, without_accents, words

_TSQUERY = re.compile(r"(?:\((?:'\w+'(?::\*)?(?: \| | <-> )?)+\)(?: & )?)*")
_FTS5 = re.compile(r"(?:(?:\((?:\"\w+\"(?: \*)?(?: OR )?)+\)|\"[\w ]+\")(?: AND )?)*")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fraction", "fractions"),
        ("observed", "observing"),
        ("child's", "child’s"),
        ("korridor", "korridorer"),
        ("lärare", "lärarna"),
        ("elever", "eleverna"),
    ],
)
def test_inflections_share_a_stem(one, other):
    assert set(stems(one)) & set(stems(other))


@given(st.text())
def test_stems_hold_letters_and_digits_alone(text):
    assert all(stem.isalnum() or not stem.isascii() for word in words(text) for stem in index_stems(word))
    assert not set("'\"’ &|!():*<>") & set(index_text(text).replace(" ", ""))


@given(st.text())
def test_text_without_accents_is_as_long_as_before(text):
    assert len(without_accents(text)) == len(text)


def test_index_holds_words_without_their_accents_too():
    assert set(stems("larare")) & set(index_stems("lärare"))


def test_question_takes_words_phrases_and_an_unfinished_last_word():
    question = ask('what did "partner talk" do for fracti')

    assert [(term.words, term.unfinished) for term in question.terms] == [
        (("partner", "talk"), False),
        (("fracti",), True),
    ]


def test_question_of_common_words_alone_asks_for_them():
    assert [term.words for term in ask("what we did").terms] == [("what",), ("we",), ("did",)]


def test_short_last_word_is_taken_as_finished():
    assert [term.unfinished for term in ask("art").terms] == [False]


@pytest.mark.parametrize("text", ["", "   ", "!!!", "'", '""', "\x00", "…"])
def test_question_without_words_asks_for_everything(text):
    assert not ask(text)


@given(st.text(max_size=400))
@example("don't \"' or 1=1 --")
@example('"a" "b')
@example("²³ ½ İstanbul ﬁne")
def test_question_speaks_the_databases_language_whatever_is_typed(text):
    question = ask(text)

    assert len(question.text) <= LONGEST_TEXT
    assert len(question.terms) <= MOST_TERMS
    assert _TSQUERY.fullmatch(question.as_tsquery())
    assert _FTS5.fullmatch(question.as_fts5())


@given(st.text(max_size=100))
def test_every_word_typed_is_found_by_the_question(text):
    question = ask(text)

    assert all(question.finds(word) for term in question.terms for word in term.words)


_KNOWN = vocabulary(["Partner talk made fractions arguable", "Quiet corridors", "Wellbeing", "Studiero"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fractoins", "fractions"),
        ("coridors", "corridors"),
        ("welbeing meeting", "wellbeing meeting"),
        ("studiro", "studiero"),
        ("fractions", None),
        ("fraction", None),
        ("zebra", None),
        ("", None),
    ],
)
def test_misspelt_words_are_put_right(typed, meant):
    assert corrected(ask(typed), _KNOWN) == meant


@given(
    st.text(alphabet="abcdeåäö", min_size=4, max_size=8),
    st.sets(st.text(alphabet="abcdeåäö", min_size=4, max_size=8)),
)
def test_closest_word_is_a_known_one(word, known):
    assert closest(word, known) in {None, *known}
