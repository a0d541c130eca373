"""What a school takes with it: each room offers what the school has made and kept there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any

from core.registries.base import Registry


@dataclass(frozen=True)
class Piece:
    """A file of the package.

    Attributes:
        path: within the package, such as "write-ups/talk/index.html"; made of names of ours, never of a person's words.
        content: its bytes, or what opens it.
        title: what the table of contents calls it; "" keeps it out of there, as a part of another piece.
    """

    path: str
    content: bytes | Callable[[], IO[bytes]]
    title: str = ""


#: name → (school, who takes it) → pieces, as they are needed.
providers: Registry[Callable[[Any, Any], Iterable[Piece]]] = Registry("a school's content")
