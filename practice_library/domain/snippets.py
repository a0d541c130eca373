"""The lines of a write-up that answer what was asked, with the words found marked. Plain Python, HTML out."""

import re
from collections.abc import Iterable, Sequence
from html import escape

from practice_library.domain.search_query import Question
from practice_library.domain.stems import WORD, without_accents

#: Characters of text, not counting the marks.
LONGEST = 200
# Each looks only so far ahead: a box full of brackets or empty lines must not cost its length squared.
_FENCE = re.compile(r"(?m)^[^\S\n]{0,20}(?:[#>]{1,9}|[-*+]|\d{1,3}[.)])[^\S\n]+")
_LINK = re.compile(r"\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}\)")
_EMPHASIS = re.compile(r"(\*\*|__|`)")

Span = tuple[int, int]


def plain(text: str) -> str:
    """A box without its light Markdown, in one line."""
    text = _FENCE.sub("", text)
    text = _EMPHASIS.sub("", _LINK.sub(r"\1", text))
    return " ".join(text.split())


def found_in(text: str, question: Question) -> list[Span]:
    """Where the words asked for stand in a text."""
    if not question:
        return []
    spans = []
    for match in question.candidates.finditer(without_accents(text)):
        word = WORD.match(text, match.start())
        if word and question.finds(word.group()):
            spans.append(word.span())
    return spans


def marked(text: str, spans: Iterable[Span]) -> str:
    """The text as HTML, with a mark around each span; spans are in order and apart."""
    parts, at = [], 0
    for start, end in spans:
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return "".join([*parts, escape(text[at:])])


def highlighted(text: str, question: Question) -> str:
    """A title as HTML, with the words found marked."""
    return marked(text, found_in(text, question))


def snippet(boxes: Sequence[str], question: Question, limit: int = LONGEST) -> str:
    """The best lines as HTML: of the box with most of what was asked, around as many different words as fit.

    When nothing is found in any box (the title alone answered), the first box begins it.

    Args:
        boxes: the texts of a write-up, the most telling first.
        question: what was asked.
        limit: the most characters of text.
    """
    best: tuple[int, str, list[Span], int] | None = None
    for box in boxes:
        if not question or not question.candidates.search(without_accents(box)):
            continue
        text = plain(box)
        spans = [span for span in found_in(text, question) if span[1] - span[0] <= limit - 2]
        if not spans:
            continue
        score, first = _densest(text, spans, limit)
        if best is None or score > best[0]:
            best = (score, text, spans, first)
        if score >= len(question.terms):
            break
    if best is None:
        opening = plain(boxes[0]) if boxes else ""
        start, end = _window(opening, 0, 0, limit)
        return _ends(opening, start, end, escape(opening[start:end]))
    _, text, spans, first = best
    start, end = _window(text, *spans[first], limit)
    inside = [(a - start, b - start) for a, b in spans if a >= start and b <= end]
    return _ends(text, start, end, marked(text[start:end], inside))


def _densest(text: str, spans: list[Span], limit: int) -> tuple[int, int]:
    """How many different words the best window holds, and the span it begins with."""
    best = (0, 0)
    for index, (start, _) in enumerate(spans):
        reach = {text[a:b].lower() for a, b in spans[index : index + 12] if b <= start + limit * 2 // 3}
        best = max(best, (len(reach), index), key=lambda pair: pair[0])
    return best


def _window(text: str, start: int, end: int, limit: int) -> Span:
    """Whole words around a span, a quarter of the room before it."""
    room = limit - 2  # for the two ellipses
    if len(text) <= room:
        return 0, len(text)
    first = max(0, min(start - room // 6, len(text) - room))
    last = min(len(text), max(first + room, end))
    first = max(first, last - room)
    if first > 0:
        space = text.find(" ", first, start + 1)
        first = space + 1 if space >= 0 else start
    if last < len(text):
        space = text.rfind(" ", end, last + 1)
        last = space if space >= 0 else max(end, last if end == 0 else end)
    return first, last


def _ends(text: str, start: int, end: int, html: str) -> str:
    before = "…" if start > 0 else ""
    after = "…" if end < len(text) else ""
    return f"{before}{html}{after}"
