"""Short codes that a school's name suggests."""

import re
import unicodedata
from collections.abc import Collection

_SAID_OF_MANY = frozenset({"the", "school", "primary", "academy", "saint", "st"})


def suggested_code(name: str, taken: Collection[str]) -> str:
    """Three letters of the name that no other school uses, or three with a number: Marram Bay → MAR."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = [word for word in re.findall(r"[A-Za-z]+", plain) if word.lower() not in _SAID_OF_MANY]
    letters = "".join(words).upper() or "SCH"
    first = (letters + "XX")[:3]
    firsts = "".join(word[0] for word in words[:4]).upper()
    tries = [first, firsts, (letters + "XXXX")[:4], *(f"{first}{number}" for number in range(2, 1000))]
    return next(code for code in tries if len(code) >= 2 and code not in taken)
