"""Tables of what is still to be sent or done: each room that has one says how it stands."""

from collections.abc import Callable
from dataclasses import dataclass

from core.registries.base import Registry


@dataclass(frozen=True)
class OutboxState:
    """How many things wait, for how many seconds the oldest has, and how many were given up."""

    waiting: int
    oldest_seconds: float
    given_up: int


readers: Registry[Callable[[], OutboxState]] = Registry("outboxes")
