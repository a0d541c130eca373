"""What an author fills in, and what of it must be there before a colleague is asked. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

#: The most characters of a box: several times what a colleague reads in a break.
LONGEST_BOX = 8_000


@dataclass(frozen=True, kw_only=True)
class WriteUpFields:
    """What an author writes. A draft may leave anything empty; pictures and files are added one by one.

    Attributes:
        title: in the author's words.
        promise: in one line, what a colleague gets out of it.
        audience: who is to read it: "school", "network" or "public". For something published this is a wish.
        network_id: the network it is offered to, or through which it is offered to everybody; None for "school".
        author_names: as they are to be printed; empty: the name of the person who writes.
        topic_ids: ids of `network.Topic`.
        adapted_from_id: the write-up it grew from, or None.
        translation_of_id: the write-up it translates, or None.
        minutes_needed: for the smallest version.
        pupils_reached_count: None when not known.
        started_year: None when not known.
    """

    title: str = ""
    promise: str = ""
    for_whom: str = ""
    tried: str = ""
    worked: str = ""
    did_not_work: str = ""
    would_change: str = ""
    try_it: str = ""
    link_to_learning: str = ""
    what_changed: str = ""
    language: str = "en"
    audience: str = "school"
    network_id: int | None = None
    author_names: str = ""
    evidence_level: str = "first_try"
    evidence_note: str = ""
    minutes_needed: int = 10
    started_year: int | None = None
    pupils_reached_count: int | None = None
    ages: str = ""
    topic_ids: tuple[int, ...] = ()
    adapted_from_id: int | None = None
    translation_of_id: int | None = None


#: The boxes without which nobody is asked to read it, in the order of the form.
REQUIRED = ("title", "promise", "for_whom", "tried", "worked", "did_not_work", "try_it", "link_to_learning")
#: Attributes that are not plain values of the page.
_ELSEWHERE = {"topic_ids", "author_names"}
PLAIN = tuple(field.name for field in fields(WriteUpFields) if field.name not in _ELSEWHERE)


def missing(values: Mapping[str, Any]) -> list[str]:
    """The required boxes that are empty, in the order of the form; "what we changed" too when it grew from another.

    Args:
        values: box → text; `adapted_from` (an id or None) when it is an adaptation.
    """
    wanted = (*REQUIRED, "what_changed") if values.get("adapted_from") else REQUIRED
    return [name for name in wanted if not str(values.get(name) or "").strip()]


def is_named(name: str, author_names: str) -> bool:
    """Whether a person is among the names under which something is written ("Ann Bee, Cy Dee")."""
    return name.strip().casefold() in {part.strip().casefold() for part in author_names.split(",")}
