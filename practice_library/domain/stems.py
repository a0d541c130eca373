"""Words and their stems, in English and Swedish at once. Plain Python.

The databases' own stemming knows one language, or none. Here each word is reduced in both languages at the time of
indexing and of asking, so that a word finds its inflections whichever language a write-up is in.
"""

import re
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_STEMMERS = (snowballstemmer.stemmer("english"), snowballstemmer.stemmer("swedish"))


def words(text: str) -> list[str]:
    """The words of a text in lower case, in order."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


@lru_cache(maxsize=50_000)
def stems(word: str) -> tuple[str, ...]:
    """The stems of a word, English first; one when both languages agree."""
    return tuple(dict.fromkeys(stemmer.stemWord(word.lower()) for stemmer in _STEMMERS))


def index_text(text: str) -> str:
    """A text as the index holds it: the stems of every word."""
    return " ".join(stem for word in words(text) for stem in stems(word))
