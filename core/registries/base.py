"""The registry all others are made of."""

from collections.abc import Iterator
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


class AlreadyRegistered(Exception):
    """Two rooms registered under the same name."""


class Registry(Generic[Entry]):
    """Named entries in the order in which they were registered."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._entries: dict[str, Entry] = {}

    def register(self, name: str, entry: Entry) -> None:
        """Add an entry.

        Raises:
            AlreadyRegistered: when the name is taken by another entry.
        """
        if name in self._entries and self._entries[name] is not entry:
            raise AlreadyRegistered(f"{self.what}: {name}")
        self._entries[name] = entry

    def get(self, name: str) -> Entry | None:
        """The entry of that name, or None."""
        return self._entries.get(name)

    def names(self) -> list[str]:
        """The names, in order of registration."""
        return list(self._entries)

    def items(self) -> list[tuple[str, Entry]]:
        """Names with their entries, in order of registration."""
        return list(self._entries.items())

    def __iter__(self) -> Iterator[Entry]:
        return iter(list(self._entries.values()))
