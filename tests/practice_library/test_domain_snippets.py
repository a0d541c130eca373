"""The lines that answer: safe, short, whole words, and marked where the words are."""

import re
import time
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from practice_library.domain.search_query import ask
from practice_library.domain.snippets import LONGEST, found_in, highlighted, plain, snippet
from practice_library.domain.stems import words

_TEXT = st.text(max_size=600) | st.lists(
    st.sampled_from(
        ["fractions", "<b>", "&amp;", "talk", "åk", "don’t", "**bold**", "\n1. ", "korridorer", "x" * 30]
    ),
    max_size=80,
).map(" ".join)


def _without_marks(html: str) -> str:
    return html.replace("<mark>", "").replace("</mark>", "")


@given(_TEXT, st.text(max_size=60) | st.just("fraction talk korridor"))
@example("<script>alert(1)</script> fractions & <b>", "fractions script")
@example("a" * 300, "a" * 40)
def test_snippet_is_escaped_short_and_of_the_text(text, typed):
    html = snippet([text], ask(typed))

    bare = _without_marks(html)
    assert not re.search(r"[<>\"]", bare)
    assert not re.search(r"&(?!amp;|lt;|gt;|quot;|#x27;)", bare)
    assert len(unescape(bare)) <= LONGEST
    assert unescape(bare).strip("…") in plain(text)


@given(_TEXT, st.data())
def test_snippet_marks_a_word_that_is_in_the_text(text, data):
    short = [word for word in words(plain(text)) if len(word) <= 40 and word.isalnum()]
    if not short:
        return
    typed = data.draw(st.sampled_from(short))

    if found_in(plain(text), ask(typed)):
        assert "<mark>" in snippet([text], ask(typed))


@given(st.text(max_size=200), st.text(max_size=60))
def test_highlighted_title_is_the_title(title, typed):
    html = highlighted(title, ask(typed))

    assert unescape(_without_marks(html)) == title
    assert not re.search(r"<(?!/?mark>)", html)


def test_snippet_holds_whole_words_with_ellipses():
    text = "word " * 60 + "then partner talk made fractions arguable " + "word " * 60

    html = snippet(["Nothing here.", text], ask("fractions"))

    assert html.startswith("…word")
    assert html.endswith("word…")
    assert "partner talk made <mark>fractions</mark> arguable" in html


def test_snippet_prefers_the_box_with_more_of_what_was_asked():
    html = snippet(["Talk first.", "Talk about fractions."], ask("talk fractions"))

    assert html == "<mark>Talk</mark> about <mark>fractions</mark>."


def test_snippet_begins_the_first_box_when_only_the_title_answered():
    assert snippet(["A <starter> for anybody", "More"], ask("fractions")) == "A &lt;starter&gt; for anybody"


def test_snippet_finds_inflections_in_both_languages():
    assert (
        snippet(["Alla korridorerna blev lugna."], ask("korridor"))
        == "Alla <mark>korridorerna</mark> blev lugna."
    )
    assert snippet(["Every skies dying."], ask("sky")) == "Every <mark>skies</mark> dying."


def test_snippet_leaves_light_markdown_out():
    assert (
        snippet(["1. **Bold** [words](https://a.example) here"], ask("words"))
        == "Bold <mark>words</mark> here"
    )


@pytest.mark.parametrize("piece", ["[", "\n", "[a](b", "\\[", "#"])
def test_odd_boxes_cost_no_more_than_their_length(piece):
    began = time.process_time()

    plain(piece * 100_000)

    assert time.process_time() - began < 2
