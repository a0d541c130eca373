"""Kinds of work that take time: each room offers what it can do."""

from collections.abc import Callable
from typing import Any

from core.registries.base import Registry

#: Kind → what does it, given the item's ids. It may be called twice: a thing that is gone or done already is no error.
kinds: Registry[Callable[[dict[str, Any]], None]] = Registry("kinds of work")
