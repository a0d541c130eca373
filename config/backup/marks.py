"""What is kept outside the database on purpose: how far the audit chains had come, and who has been erased."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from core import clock

AUDIT_ANCHORS, ERASED_PEOPLE = "audit-anchors.jsonl", "erased-people.jsonl"


def read() -> dict[str, bytes]:
    """Those that are here."""
    return {name: path.read_bytes() for name, path in _paths().items() if path.exists()}


@contextmanager
def in_place(marks: Mapping[str, bytes]) -> Iterator[None]:
    """The anchors of a backup take the place of those here, which are kept beside them; the lists of the erased are joined.

    On an error both are as they were.
    """
    before = read()
    paths = _paths()
    stamp = f"{clock.now():%Y%m%dT%H%M%SZ}"
    anchors = paths[AUDIT_ANCHORS]
    try:
        if before.get(AUDIT_ANCHORS):
            _write(anchors.with_name(f"{anchors.name}.before-{stamp}"), before[AUDIT_ANCHORS])
        _write(anchors, marks.get(AUDIT_ANCHORS, b""))
        _write(paths[ERASED_PEOPLE], joined(before.get(ERASED_PEOPLE, b""), marks.get(ERASED_PEOPLE, b"")))
        yield
    except BaseException:
        for name, path in paths.items():
            if name in before:
                _write(path, before[name])
            else:
                path.unlink(missing_ok=True)
        raise


def joined(*lists: bytes) -> bytes:
    """The lines of all lists, each once, in the order in which they come first."""
    lines = dict.fromkeys(line for text in lists for line in text.splitlines() if line)
    return b"".join(line + b"\n" for line in lines)


def _paths() -> dict[str, Path]:
    return {
        AUDIT_ANCHORS: Path(settings.AUDIT_ANCHOR_FILE),
        ERASED_PEOPLE: Path(settings.ERASED_PEOPLE_FILE),
    }


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.fresh")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    fresh.replace(path)
