"""Where sealed texts are kept, so that a new key can follow an old one everywhere."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from core.registries.base import Registry
from core.sealing import Place


@dataclass(frozen=True)
class SealedPlace:
    """A column, or a part of one, whose texts are sealed.

    `texts()` gives every sealed text with its place. `reseal(after, limit)` walks up to so many rows in the order of their
    keys, from the one after `after` (None: from the first), and seals anew those that the present key has not sealed; it
    returns the last row's key (None: there were no more) and how many were sealed. Both run in a context that reads
    every school.
    """

    texts: Callable[[], Iterable[tuple[str, Place]]]
    reseal: Callable[[Any, int], tuple[Any, int]]


places: Registry[SealedPlace] = Registry("sealed places")
