"""Addresses of write-ups. Plain Python.

What everybody may read has a plain address made from its title. What only some may read ends in letters made by
chance: so an address cannot be guessed from a title, and a plain address that is taken is taken by something public.
A draft has an address without its title. Closing a write-up to readers gives it a new address.
"""

import re
import secrets
import unicodedata

#: Fixed addresses under /library/ that no write-up may take.
RESERVED = frozenset(
    {"write", "review", "pictures", "files", "feed", "suggest", "history", "preview", "new", "search", "find"}
)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LONGEST = 80


def from_title(title: str) -> str:
    """The title in small letters, digits and hyphens; "write-up" when nothing is left of it."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")
    return slug if slug and slug not in RESERVED else f"{slug}-write-up".strip("-")


def by_chance(length: int = 8) -> str:
    """Letters that nobody guesses: 31 of them, so 8 make 40 bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def draft_slug() -> str:
    """The address of something not published: nobody reads there."""
    return f"draft-{by_chance(12)}"


def closed_slug(title: str) -> str:
    """The address of something that only some may read."""
    return f"{from_title(title)}-{by_chance()}"


def open_slug(title: str, taken: set[str]) -> str:
    """The address of something public: the title's, or the first of -2, -3 … that is free."""
    slug = candidate = from_title(title)
    number = 2
    while candidate in taken:
        candidate, number = f"{slug}-{number}", number + 1
    return candidate
