"""Long passwords that are guessed first all the same. Plain Python."""

import re
import unicodedata
from collections.abc import Container, Iterable

from zxcvbn import zxcvbn

_FEWEST_LETTERS = 5
_RUNS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertyuiopåasdfghjklöäzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
)
_WITH_REVERSED = _RUNS + tuple(run[::-1] for run in _RUNS)
#: Fewer guesses than this are within reach of somebody with a stolen database (zxcvbn's own step between 2 and 3).
_FEWEST_GUESSES = 10**8
#: zxcvbn weighs no more; what comes after only makes a password longer.
_WEIGHED_CHARACTERS = 72
#: How many letters and digits a password needs besides words that everybody near it would try, and years.
_FEWEST_LEFT = 6
_YEAR = re.compile(r"(19|20)\d\d")
#: Words around every school, in both languages and without accents: what a stranger who knows it is one tries first.
_NEAR_EVERY_SCHOOL = frozenset(
    """
    hedgerow school schools primary secondary infant junior academy college nursery teacher teachers teaching head
    headteacher class classroom pupil pupils maths english reading writing science homework assembly ofsted welcome
    password passphrase letmein secret login admin administrator changeme default temporary temp test testing
    spring summer autumn winter january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday christmas easter holiday
    skola skolan grundskola gymnasium larare lararen rektor elev elever klass klassen matte svenska valkommen
    losenord hemligt hemlig inloggning var sommar host vinter januari februari mars maj juni juli augusti oktober
    mandag tisdag onsdag torsdag fredag lordag sondag jul pask
    """.split()  # noqa: SIM905 -- a list of sixty quoted words is harder to read
)


def is_predictable(password: str, common: Container[str], near: Iterable[str] = ()) -> bool:
    """Whether a password of any length is among the first to be tried.

    Args:
        password: as typed.
        common: short passwords that everybody tries, in lower case.
        near: names and addresses that somebody who knows the person would try: theirs, their school's.

    Returns:
        True for a few letters over and over, a row of the keyboard, a common password said twice or dressed up with
        digits and signs at its ends, words near to the person with a year or so, and whatever zxcvbn thinks is found
        within a hundred million guesses.
    """
    plain = password.strip().lower()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    words = _words(near)
    return (
        len(set(plain)) < _FEWEST_LETTERS
        or any(plain in run for run in _WITH_REVERSED)
        or any(word in common for word in (_said_once(plain), core, _said_once(core)) if word)
        or _besides(plain, words | _NEAR_EVERY_SCHOOL) < _FEWEST_LEFT
        or zxcvbn(plain[:_WEIGHED_CHARACTERS], user_inputs=sorted(words))["guesses"] < _FEWEST_GUESSES
    )


def _said_once(text: str) -> str:
    """The part that a text is made of by repeating it; the text itself when it is not."""
    again = (text + text).find(text, 1)
    return text[:again] if 0 < again < len(text) else text


def _bare(text: str) -> str:
    """Lower case, without accents."""
    parts = unicodedata.normalize("NFKD", text.lower())
    return "".join(character for character in parts if not unicodedata.combining(character))


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in re.findall(r"[^\W\d_]{3,}", _bare(text)))


def _besides(password: str, words: frozenset[str]) -> int:
    """How many letters and digits there are besides these words and years; signs do not count. All, if it has no such word."""
    bare = left = _bare(password)
    for word in sorted(words, key=lambda word: (-len(word), word)):
        left = left.replace(word, " ")
    return len(bare) if left == bare else len(re.findall(r"[^\W_]", _YEAR.sub(" ", left)))
