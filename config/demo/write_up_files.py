"""The demo's write-ups as they lie in `data/demo/write_ups`."""

import re
import tomllib
from dataclasses import dataclass
from typing import Any

from config.env import BASE_DIR

FOLDER = BASE_DIR / "data" / "demo"
_BOXES = {
    "For whom": "for_whom",
    "What we tried": "tried",
    "What worked": "worked",
    "What didn't work": "did_not_work",
    "What we'd change": "would_change",
    "Try it": "try_it",
    "Link to learning": "link_to_learning",
}


@dataclass(frozen=True)
class WriteUpFile:
    """One file: its facts, and its boxes by field name."""

    facts: dict[str, Any]
    boxes: dict[str, str]

    @property
    def order(self) -> tuple[int, bool]:
        """Oldest first; a translation after its original."""
        return (-self.facts["weeks_ago"], self.facts["language"] != "en")


def read_write_ups() -> list[WriteUpFile]:
    """All of them, oldest first; a translation comes after its original."""
    return sorted(
        (_parse(path.read_text()) for path in (FOLDER / "write_ups").glob("*.md")),
        key=lambda file: file.order,
    )


def _parse(text: str) -> WriteUpFile:
    _, front, body = text.split("+++", 2)
    parts = re.split(r"^## (.+)$", body, flags=re.MULTILINE)[1:]
    boxes = {
        _BOXES[heading.strip()]: content.strip()
        for heading, content in zip(parts[::2], parts[1::2], strict=True)
    }
    return WriteUpFile(tomllib.loads(front), boxes)
