"""Statuses for the coordinator: happened, not yet, needs help; never the text of a note."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.registries.base import Registry


@dataclass(frozen=True)
class Status:
    """What a school's part in something has come to; `state` is "happened", "not_yet" or "needs_help"."""

    school_id: int
    subject: str
    state: str
    url: str = ""


#: name → (viewer) → statuses of the schools in the networks the viewer coordinates.
providers: Registry[Callable[[Any], list[Status]]] = Registry("statuses")
