"""What the front page shows a visitor: each room may offer a few public things."""

from collections.abc import Callable
from typing import NamedTuple

from core.registries.base import Registry


class Highlight(NamedTuple):
    """Something public worth reading: its title, its address, in one line what a reader gets, and the language of both."""

    title: str
    url: str
    promise: str
    language: str = ""


#: name → () → highlights, best first. A provider does one query and offers only what everybody may read.
providers: Registry[Callable[[], list[Highlight]]] = Registry("front page")


def highlights(limit: int = 3) -> list[Highlight]:
    """The first highlights of all rooms."""
    return [Highlight(*item) for provider in providers for item in provider()][:limit]
