"""What the tables hold, said alike on both databases: how many rows, and a hash over their content."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.dateparse import parse_datetime, parse_time

#: People sign in again after a move: a session is never carried to another machine.
SESSIONS = ("django_session", "usersessions_usersession")
#: Made from the pages, and made anew by `update_index`; the two databases keep it in ways of their own.
SEARCH_INDEX = ("wagtailsearch_indexentry", "wagtailsearch_indexentry_fts")


@dataclass(frozen=True)
class Table:
    """A table, and of each column what kind of value it holds (Django's name for it, such as "DateTimeField")."""

    name: str
    columns: tuple[tuple[str, str], ...]

    @property
    def select(self) -> str:
        """The statement that reads it."""
        columns = ", ".join(f'"{column}"' for column, _kind in self.columns)
        return f'SELECT {columns} FROM "{self.name}"'  # noqa: S608 -- names from our own models


@dataclass(frozen=True)
class Content:
    """How many rows a table has, and the hash of what they hold (hexadecimal)."""

    rows: int
    digest: str


def tables() -> list[Table]:
    """The tables that are carried, in order of name: those of every model, without sessions and the search index."""
    left_out = {*SESSIONS, *SEARCH_INDEX}
    found = [
        Table(
            model._meta.db_table,
            tuple((str(field.column), _kind(field)) for field in model._meta.local_concrete_fields),
        )
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in left_out
    ]
    return sorted(found, key=lambda table: table.name)


def _kind(field: Any) -> str:
    while field.remote_field is not None:
        field = field.target_field
    return field.get_internal_type()


def content_of(table: Table, rows: Iterable[Sequence[Any]]) -> Content:
    """The content of a table from its rows, in whatever order they come.

    The hash is the sum of the rows' hashes modulo 2^256. It tells what is missing, twice there or changed; it is no
    guard against somebody who may choose the rows, which is what the seal of the file is for.
    """
    kinds = [kind for _column, kind in table.columns]
    number = total = 0
    for row in rows:
        values = [plain(kind, value) for kind, value in zip(kinds, row, strict=True)]
        text = json.dumps(values, separators=(",", ":"), ensure_ascii=False)
        total += int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), "big")
        number += 1
    return Content(number, f"{total % 2**256:064x}")


def plain(kind: str, value: Any) -> str | int | bool | None:
    """A value as both databases can be brought to say it."""
    if value is None:
        return None
    if isinstance(value, str | int) and kind not in _PLAIN:
        return value
    return _PLAIN.get(kind, str)(value)


def _plain_moment(value: Any) -> str:
    moment = value if isinstance(value, datetime) else parse_datetime(value)
    if moment is None:
        raise ValueError(f"no moment: {value!r}")
    # SQLite keeps moments in UTC and does not say so.
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def _plain_day(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _plain_time(value: Any) -> str:
    of_day = value if isinstance(value, time) else parse_time(value)
    if of_day is None:
        raise ValueError(f"no time of day: {value!r}")
    return of_day.isoformat()


def _plain_json(value: Any) -> str:
    read = json.loads(value, parse_int=_plain_number, parse_float=_plain_number)
    return json.dumps(read, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain_number(written: str) -> str:
    # PostgreSQL writes 1e5 as 100000.
    return f"number {Decimal(written).normalize() + 0:f}"


def _plain_uuid(value: Any) -> str:
    return str(value if isinstance(value, UUID) else UUID(value))


_PLAIN: dict[str, Any] = {
    "BooleanField": bool,
    "DateField": _plain_day,
    "DateTimeField": _plain_moment,
    "FloatField": lambda value: repr(float(value)),
    "JSONField": _plain_json,
    "TimeField": _plain_time,
    "UUIDField": _plain_uuid,
}
