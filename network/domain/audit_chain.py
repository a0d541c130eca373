"""The keyed hash chain of the audit log. Plain Python.

Each entry's hash is HMAC-SHA-256 over the hash before it and the entry's own content, so that an edit, a deletion, an
insertion or a change of order shows at the first entry concerned. What was cut off at the end shows against an anchor
kept elsewhere: the number and hash that the chain had reached, itself under the key.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

#: What stands before the first entry.
GENESIS = "0" * 64


@dataclass(frozen=True)
class ChainEntry:
    """What verification needs of an entry: its number, the two hashes it carries, and its content."""

    number: int
    previous_hash: str
    entry_hash: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Anchor:
    """How far a chain had come at some moment, with a seal under the key."""

    school_id: int
    number: int
    entry_hash: str
    seal: str


@dataclass(frozen=True)
class Fault:
    """The first thing that is wrong with a chain: at which number, and what."""

    number: int
    what: str


def entry_hash(*, key: bytes, previous_hash: str, number: int, content: Mapping[str, Any]) -> str:
    """The hash of an entry, in hexadecimal; `content` must be plain JSON values."""
    text = json.dumps(
        [previous_hash, number, content], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def seal(*, key: bytes, school_id: int, number: int, last_hash: str) -> str:
    """The seal of an anchor, in hexadecimal."""
    return hmac.new(key, f"anchor:{school_id}:{number}:{last_hash}".encode(), hashlib.sha256).hexdigest()


def first_fault(
    entries: Iterable[ChainEntry],
    *,
    key: bytes,
    head: tuple[int, str] | None = None,
    anchors: Iterable[Anchor] = (),
    start: tuple[int, str] = (0, GENESIS),
) -> Fault | None:
    """Walk a chain and name the first thing that is wrong, or None when all is well.

    Args:
        entries: in order of number.
        key: the key of the log.
        head: number and hash the database says the chain has reached.
        anchors: how far the chain had come, kept outside the database; those with a broken seal are a fault themselves.
        start: number and hash before the first entry (a checkpoint, after older entries were deleted).
    """
    sealed = {}
    for anchor in anchors:
        expected = seal(
            key=key, school_id=anchor.school_id, number=anchor.number, last_hash=anchor.entry_hash
        )
        if not hmac.compare_digest(expected, anchor.seal):
            return Fault(anchor.number, "an anchor's seal is broken")
        sealed[anchor.number] = anchor.entry_hash
    number, last = start
    for entry in entries:
        if fault := _fault_of(entry, number, last, key, sealed):
            return fault
        number, last = entry.number, entry.entry_hash
    if head is not None and head != (number, last):
        return Fault(number + 1, "entries are missing at the end")
    if sealed and max(sealed) > number:
        return Fault(number + 1, "entries are missing at the end, an anchor has seen them")
    return None


def _fault_of(
    entry: ChainEntry, number: int, last: str, key: bytes, sealed: Mapping[int, str]
) -> Fault | None:
    if entry.number != number + 1:
        return Fault(number + 1, "an entry is missing or out of order")
    if not hmac.compare_digest(entry.previous_hash, last):
        return Fault(entry.number, "it does not follow from the entry before it")
    expected = entry_hash(key=key, previous_hash=last, number=entry.number, content=entry.content)
    if not hmac.compare_digest(expected, entry.entry_hash):
        return Fault(entry.number, "its content was changed")
    if sealed.get(entry.number, entry.entry_hash) != entry.entry_hash:
        return Fault(entry.number, "an anchor has seen another entry here")
    return None
