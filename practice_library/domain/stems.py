"""Words and their stems, in English and Swedish at once. Plain Python.

The databases' own stemming knows one language, or none. Here each word is reduced in both languages at the time of
indexing and of asking, so that a word finds its inflections whichever language a write-up is in.
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_NO_LETTER = re.compile(r"[^\w']|_")
_STEMMERS = (snowballstemmer.stemmer("english"), snowballstemmer.stemmer("swedish"))


def _letters_without_accents() -> dict[int, str]:
    """Accented letter → its plain letter, one for one, so that places in a text stay where they are."""
    plain = {}
    for code in [*range(0xC0, 0x180), *range(0x1E00, 0x1F00)]:
        bare = unicodedata.normalize("NFD", chr(code))[0]
        if bare.isascii() and bare.isalpha():
            plain[code] = bare
    return plain


_ACCENTS = _letters_without_accents()
_ACCENTED = re.compile("[\u00c0-\u017f\u1e00-\u1eff]")


def without_accents(text: str) -> str:
    """The text with plain letters for accented ones; exactly as long as before."""
    # Most texts have none, and to look is ten times quicker than to translate.
    return text.translate(_ACCENTS) if _ACCENTED.search(text) else text


def words(text: str) -> list[str]:
    """The words of a text in lower case, in order."""
    return [_lower(word) for word in WORD.findall(text)]


def _lower(word: str) -> str:
    # Some capitals leave a mark of their own behind when they are made small, which is no letter.
    return _NO_LETTER.sub("", word.lower().replace("’", "'"))


@lru_cache(maxsize=50_000)
def stems(word: str) -> tuple[str, ...]:
    """The stems of a word, English first; one when both languages agree.

    They hold letters and digits only: the databases would cut a word at an apostrophe.
    """
    lowered = _lower(word)
    reduced = (stemmer.stemWord(lowered).replace("'", "") for stemmer in _STEMMERS)
    return tuple(dict.fromkeys(stem for stem in reduced if stem))


@lru_cache(maxsize=50_000)
def index_stems(word: str) -> tuple[str, ...]:
    """What the index holds for a word: its stems, and the same without accents for those who type none."""
    found = stems(word)
    return tuple(dict.fromkeys((*found, *map(without_accents, found))))


def index_text(text: str) -> str:
    """A text as the index holds it: the stems of every word."""
    return " ".join(stem for word in words(text) for stem in index_stems(word))
