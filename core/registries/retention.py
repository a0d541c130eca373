"""How long things are kept: each room offers its rules."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from core.registries.base import Registry


@dataclass(frozen=True)
class RetentionRule:
    """What is deleted, and when.

    `kept_for` says it in words; `apply(now)` deletes what is due and returns how many rows or files went. It may be
    called again at any moment, and inside a transaction that is rolled back: files go on commit. None: nothing is
    deleted by itself; a person is asked, or `kept_for` says why not.
    """

    what: str | Promise
    kept_for: str | Promise
    apply: Callable[[datetime], int] | None


rules: Registry[RetentionRule] = Registry("retention rules")
