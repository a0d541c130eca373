"""A misspelt word and the word that was meant. Plain Python."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from practice_library.domain.search_query import Question
from practice_library.domain.stems import stems, without_accents, words
from practice_library.domain.stop_words import STOP_WORDS

SHORTEST = 4
ALIKE = 0.72


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """The words of these texts that are worth guessing."""
    return frozenset(
        word for text in texts for word in words(text) if len(word) >= SHORTEST and word not in STOP_WORDS
    )


def ends(word: str) -> set[str]:
    """The first half of a word and its second: a slip of the finger leaves one of them as it was."""
    half = max(SHORTEST, len(word) // 2 + 1)
    return {word[:half], word[-half:]}


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, or None when none is like it; the first in the alphabet of equals."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(without_accents(word))
    best: tuple[float, str] | None = None
    for other in sorted(known):
        if abs(len(other) - len(word)) > 3:
            continue
        matcher.set_seq1(without_accents(other))
        if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
            continue
        ratio = matcher.ratio() + (0.05 if other[0] == word[0] else 0)
        if ratio >= ALIKE and (best is None or ratio > best[0]):
            best = (ratio, other)
    return best[1] if best else None


def corrected(question: Question, known: frozenset[str]) -> str | None:
    """What was probably meant, or None: every unknown word replaced by the known one most like it.

    Args:
        question: what was typed.
        known: words of what this reader may read, and of nothing else: a correction tells that a word exists.
    """
    known_stems = {stem for word in known for stem in stems(word)}
    meant, changed = [], False
    for term in question.terms:
        for word in term.words:
            better = None
            if len(word) >= SHORTEST and known_stems.isdisjoint(stems(word)):
                better = closest(word, known)
            meant.append(better or word)
            changed = changed or better is not None
    return " ".join(meant) if changed else None
