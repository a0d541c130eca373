"""What a subject access export contains: each room offers what it holds about a person."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from core.registries.base import Registry


@dataclass(frozen=True)
class Section:
    """One part of an export: a title, a word on what it is, and rows of plain values under translated headings."""

    title: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    note: str = ""


#: name → (person) → section.
providers: Registry[Callable[[Any], Section]] = Registry("subject access")
#: name → the foreign keys to a person that the section shows, such as "network.Membership.person"; a test walks the
#: models and finds the one that no section shows.
covered: Registry[frozenset[str]] = Registry("subject access, what is covered")


def register(name: str, provider: Callable[[Any], Section], *, covers: Iterable[str] = ()) -> None:
    """Offer a section."""
    providers.register(name, provider)
    covered.register(name, frozenset(covers))
