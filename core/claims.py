"""Claiming a row that waits, so that nobody else takes it: by its lock where the database has such locks, else by time.

SQLite, which has none, has one process.
"""

from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def unclaimed(rows: "QuerySet[Row]") -> "QuerySet[Row]":
    """The rows that nobody is working on, locked until the transaction ends."""
    return rows.select_for_update(skip_locked=True) if _has_locks() else rows


def while_locked() -> AbstractContextManager[object]:
    """For as long as the work on a row takes: a transaction where that keeps it locked."""
    return transaction.atomic() if _has_locks() else nullcontext()


def claimed_for(wait: timedelta, *, at_least: timedelta) -> timedelta:
    """How long until a row is due again: the wait, and where no lock keeps others away, as long as the work may take."""
    return wait if _has_locks() else max(wait, at_least)


def _has_locks() -> bool:
    return connection.features.has_select_for_update_skip_locked
