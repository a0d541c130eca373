"""How a thing of any room is shown where another points to it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from core.registries.base import Registry


@dataclass(frozen=True)
class LinkedThing:
    """Title and address of a thing, as the viewer may see it."""

    kind: str
    pk: str
    title: str
    url: str


#: kind → (viewer, ids) → the things of that kind the viewer may see; those they may not are simply absent.
resolvers: Registry[Callable[[Any, list[str]], list[LinkedThing]]] = Registry("linked things")


def resolve(viewer: Any, references: Iterable[tuple[str, str]]) -> dict[tuple[str, str], LinkedThing]:
    """The things behind (kind, id) pairs that the viewer may see, one call a kind."""
    wanted: dict[str, list[str]] = {}
    for kind, pk in references:
        wanted.setdefault(kind, []).append(pk)
    found = {}
    for kind, pks in wanted.items():
        if resolver := resolvers.get(kind):
            found.update({(thing.kind, thing.pk): thing for thing in resolver(viewer, pks)})
    return found
