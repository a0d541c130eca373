"""Which bytes of a file somebody asks for (RFC 9110, 14.1 and 14.2). Plain Python."""

import re
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.ASCII)


class NotThere(ValueError):
    """The file ends before the range begins."""


@dataclass(frozen=True)
class ByteRange:
    """From `first` to `last`, both included, counted from 0."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many bytes."""
        return self.last - self.first + 1


def asked_for(header: str, size: int) -> ByteRange | None:
    """The range of a `Range` header, cut to the file's end.

    Args:
        header: as it came; "" is none.
        size: of the file, in bytes.

    Returns:
        None for the whole file: no range, several of them, another unit, or nonsense, all of which a server may ignore.

    Raises:
        NotThere: when the file has nothing of it.
    """
    found = _ONE_RANGE.fullmatch(header.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        if int(last) == 0 or size == 0:
            raise NotThere
        return ByteRange(max(size - int(last), 0), size - 1)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise NotThere
    return ByteRange(int(first), min(int(last or size), size - 1))
