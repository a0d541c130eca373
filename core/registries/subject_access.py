"""What a subject access export contains: each room offers what it holds about a person."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core.registries.base import Registry


@dataclass(frozen=True)
class Section:
    """One part of an export: a title and rows of plain values."""

    title: str
    rows: list[dict[str, Any]] = field(default_factory=list)


#: name → (person) → section.
providers: Registry[Callable[[Any], Section]] = Registry("subject access")
