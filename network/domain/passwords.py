"""Long passwords that are guessed first all the same. Plain Python."""

import re
from collections.abc import Container

_FEWEST_LETTERS = 5
_RUNS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
)
_WITH_REVERSED = _RUNS + tuple(run[::-1] for run in _RUNS)


def is_predictable(password: str, common: Container[str]) -> bool:
    """Whether a password of any length is among the first to be tried.

    Args:
        password: as typed.
        common: short passwords that everybody tries, in lower case.

    Returns:
        True for a few letters over and over, a row of the keyboard, or a common password said twice or dressed up
        with digits and signs at its ends.
    """
    plain = password.strip().lower()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    return (
        len(set(plain)) < _FEWEST_LETTERS
        or any(plain in run for run in _WITH_REVERSED)
        or any(word in common for word in (_said_once(plain), core, _said_once(core)) if word)
    )


def _said_once(text: str) -> str:
    """The part that a text is made of by repeating it; the text itself when it is not."""
    again = (text + text).find(text, 1)
    return text[:again] if 0 < again < len(text) else text
