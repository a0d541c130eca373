"""What somebody asks of the library, from the words they typed to the query each database understands. Plain Python.

All words must be there, each in any of its inflections; words in quotation marks must follow one another; the last
word may be unfinished; words that every text has are left out.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from practice_library.domain.stems import index_stems, stems, without_accents, words
from practice_library.domain.stop_words import STOP_WORDS

LONGEST_TEXT = 200
MOST_TERMS = 12
LONGEST_WORD = 40
#: A shorter last word is taken as it is: "art" is not the beginning of "article".
SHORTEST_UNFINISHED = 4

_PART = re.compile(r"[\"“”„]([^\"“”„]*)[\"“”„]|([^\"“”„]+)")


@dataclass(frozen=True)
class Term:
    """A word, or the words of a phrase, in lower case.

    Attributes:
        words: one word, or several that must follow one another.
        unfinished: whether the word may go on.
    """

    words: tuple[str, ...]
    unfinished: bool = False

    @cached_property
    def alternatives(self) -> tuple[str, ...]:
        """The stems of a single word; each finds it."""
        return stems(self.words[0])

    @cached_property
    def beginning(self) -> str:
        """How an unfinished word begins; empty for a finished one."""
        return self.words[0].replace("'", "") if self.unfinished else ""

    def as_tsquery(self) -> str:
        """The term in PostgreSQL's language."""
        if len(self.words) > 1:
            sequence = [stem for word in self.words for stem in index_stems(word)]
            return "(" + " <-> ".join(f"'{stem}'" for stem in sequence) + ")"
        options = [f"'{stem}'" for stem in self.alternatives]
        if self.beginning:
            options.append(f"'{self.beginning}':*")
        return "(" + " | ".join(options) + ")"

    def as_fts5(self) -> str:
        """The term in SQLite's language."""
        if len(self.words) > 1:
            return '"' + " ".join(stem for word in self.words for stem in index_stems(word)) + '"'
        options = [f'"{stem}"' for stem in self.alternatives]
        if self.beginning:
            options.append(f'"{self.beginning}" *')
        return "(" + " OR ".join(options) + ")"


@dataclass(frozen=True)
class Question:
    """What was asked; without terms it asks for everything."""

    text: str
    terms: tuple[Term, ...]

    def __bool__(self) -> bool:
        return bool(self.terms)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(stem for term in self.terms for word in term.words for stem in stems(word))

    @cached_property
    def _beginnings(self) -> tuple[str, ...]:
        return tuple(term.beginning for term in self.terms if term.beginning)

    @cached_property
    def candidates(self) -> re.Pattern[str]:
        """Finds, in a text without accents, where a word begins for which `finds` is worth asking.

        Stemming leaves the first letters of a word alone.
        """
        starts = {stem[: 3 if len(stem) > 3 else 1] for stem in self._stems}
        options = "|".join(sorted(map(re.escape, map(without_accents, {*starts, *self._beginnings}))))
        return re.compile(rf"\b(?<![^\W_]['’])(?:{options})", re.IGNORECASE)

    def finds(self, word: str) -> bool:
        """Whether a word of a text is one that was asked for."""
        found = index_stems(word)
        if not self._stems.isdisjoint(found):
            return True
        return bool(self._beginnings) and any(stem.startswith(self._beginnings) for stem in found)

    def as_tsquery(self) -> str:
        """The question in PostgreSQL's language."""
        return " & ".join(term.as_tsquery() for term in self.terms)

    def as_fts5(self) -> str:
        """The question in SQLite's language."""
        return " AND ".join(term.as_fts5() for term in self.terms)


def tidied(text: str) -> str:
    """What was typed, in one line, without control characters, and no longer than anybody needs."""
    printable = "".join(
        character if character.isprintable() else " " for character in text[: 4 * LONGEST_TEXT]
    )
    return " ".join(printable.split())[:LONGEST_TEXT].strip()


def ask(text: str, shortest_unfinished: int = SHORTEST_UNFINISHED) -> Question:
    """Understand what was typed.

    Args:
        text: as typed.
        shortest_unfinished: from how many letters on the last word may be the beginning of a longer one.
    """
    text = tidied(text)
    terms: list[Term] = []
    for match in _PART.finditer(text):
        quoted, plain = match.groups()
        found = tuple(word for word in words(quoted or plain or "") if len(word) <= LONGEST_WORD)
        found = tuple(word for word in found if stems(word))
        if quoted is not None:
            terms += [Term(found)] if found else []
            continue
        is_last = match.end() == len(text)
        terms += [
            Term(
                (word,),
                unfinished=is_last and position == len(found) - 1 and len(word) >= shortest_unfinished,
            )
            for position, word in enumerate(found)
        ]
    telling = [term for term in terms if len(term.words) > 1 or term.words[0] not in STOP_WORDS]
    return Question(text, tuple((telling or terms)[:MOST_TERMS]))
