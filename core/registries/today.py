"""What Today shows: each room offers its cards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from core.registries.base import Registry


@dataclass(frozen=True)
class TodayCard:
    """One thing that waits for a person, that they agreed to do, or that comes next.

    `at` orders the cards: when it is due or begins (aware), None for things without a time, which come last.
    `kind` is "waiting", "agreed" or "next".
    """

    kind: str
    sentence: str | Promise
    url: str
    action: str | Promise
    at: datetime | None = None
    detail: str | Promise = ""


@dataclass(frozen=True)
class Suggestion:
    """One thing the viewer might try: its title, its address, one line on what they get, a fact or two, and its language."""

    title: str
    url: str
    promise: str
    detail: str = ""
    language: str = ""


#: name → (viewer, now) → cards. A provider does a bounded number of queries however many cards it finds.
providers: Registry[Callable[[Any, datetime], list[TodayCard]]] = Registry("Today cards")


def cards_for(viewer: Any, now: datetime, limit: int = 5) -> list[TodayCard]:
    """The first cards in order of time, those without a time last."""
    cards = [card for provider in providers for card in provider(viewer, now)]
    cards.sort(key=lambda card: (card.at is None, card.at or now))
    return cards[:limit]


#: name → (viewer) → things to try, best first. A provider does a bounded number of queries.
suggestions: Registry[Callable[[Any], list[Suggestion]]] = Registry("things to try")


def suggestions_for(viewer: Any, limit: int = 1) -> list[Suggestion]:
    """The first things to try."""
    return [suggestion for provider in suggestions for suggestion in provider(viewer)][:limit]
