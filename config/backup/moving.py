"""The move of an embedded hub to PostgreSQL: all of it in one transaction, or nothing."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from config.backup import marks, media, postgres
from config.backup.errors import CannotRestore
from config.backup.making import Say
from config.backup.tables import SEARCH_INDEX, Content, Table, content_of, plain, tables
from network import row_security
from network.models import School
from network.scoping import private_models
from network.services.audit import verify
from network.services.sealing import faults

_BATCH_ROWS = 2000
#: What the copy takes as it is read; all else is written as the other database says it.
_AS_READ = {"JSONField", "FloatField"}


@dataclass(frozen=True)
class Compared:
    """A table on both sides."""

    table: str
    before: Content
    after: Content

    @property
    def is_same(self) -> bool:
        """Whether nothing was lost or changed."""
        return self.before == self.after


def move(source: Path, *, media_from: Path | None, say: Say) -> list[Compared]:
    """Copy the hub in an SQLite file into the PostgreSQL database that Django speaks to as its owner.

    One transaction: until its end nobody sees anything of it, and whatever fails leaves the target as it was. The rows
    go in without row-level security, which is in force again before the end; all foreign keys are checked there too.

    Args:
        source: the database of an embedded hub that is stopped.
        media_from: the folder of its pictures and files, when they are to be copied; None leaves them where they are.
        say: told about progress.

    Returns:
        Every table as it was and as it is; all the same.

    Raises:
        CannotRestore: when the target is not PostgreSQL or somebody's, the two have other tables, the keys here do not
            open what was sealed, or what arrived is not what left.
    """
    if connection.vendor != "postgresql":
        raise CannotRestore("DATABASE_URL must name the PostgreSQL database to move to. Nothing was changed.")
    if not source.exists():
        raise CannotRestore(f"There is no database at {source}. Nothing was changed.")
    if postgres.is_somebodys():
        raise CannotRestore("There are people or schools in the target already. Nothing was changed.")
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as embedded:
        embedded.execute("BEGIN")
        _demand_same_tables(embedded)
        copied_marks = _marks_beside(source)
        try:
            with marks.in_place(copied_marks), transaction.atomic():
                compared = _copy_all(embedded, say)
                _prove(compared)
        except DatabaseError as error:
            raise CannotRestore(f"PostgreSQL did not take it: {error} Nothing was changed.") from error
    if media_from is not None:
        say(f"Pictures and files: {_copy_media(media_from)}.")
    say("Search index …")
    call_command("update_index", verbosity=0)
    return compared


def missing_media() -> list[str]:
    """The pictures and files that the database names and the storage does not have."""
    return [
        name
        for model in apps.get_models()
        if model._meta.app_label == "practice_library"
        and any(field.name == "file" for field in model._meta.fields)
        for name in model._default_manager.order_by("pk").values_list("file", flat=True)
        if not default_storage.exists(name)
    ]


def _demand_same_tables(embedded: sqlite3.Connection) -> None:
    theirs = set(embedded.execute("SELECT app, name FROM django_migrations"))
    ours = set(MigrationRecorder(connection).applied_migrations())
    if different := sorted(theirs ^ ours):
        raise CannotRestore(
            f"The two databases are not of the same version ({' '.join(different[0])}). Run `manage.py migrate` on both with "
            "this version of the hub. Nothing was changed."
        )


def _marks_beside(source: Path) -> dict[str, bytes]:
    names = (marks.AUDIT_ANCHORS, marks.ERASED_PEOPLE)
    return {name: path.read_bytes() for name in names if (path := source.with_name(name)).exists()}


def _copy_all(embedded: sqlite3.Connection, say: Say) -> list[Compared]:
    carried = tables()
    with connection.cursor() as cursor:
        names = ", ".join(f'"{name}"' for name in [*(table.name for table in carried), SEARCH_INDEX[0]])
        cursor.execute(f"TRUNCATE {names} CASCADE")
        for model in private_models():
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" NO FORCE ROW LEVEL SECURITY')
        for table in carried:
            number = _copy(embedded, table, cursor)
            if number >= _BATCH_ROWS:
                say(f"{table.name}: {number} rows")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in connection.ops.sequence_reset_sql(
            no_style(), apps.get_models(include_auto_created=True)
        ):
            cursor.execute(statement)
        compared = [
            Compared(
                table.name,
                content_of(table, embedded.execute(table.select)),
                content_of(table, _rows(cursor, table)),
            )
            for table in carried
        ]
    row_security.install()
    ContentType.objects.clear_cache()
    return compared


def _copy(embedded: sqlite3.Connection, table: Table, cursor: Any) -> int:
    columns = ", ".join(f'"{column}"' for column, _kind in table.columns)
    takes: list[Callable[[Any], Any]] = [_taken_as(kind) for _column, kind in table.columns]
    number = 0
    with connection.wrap_database_errors, cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
        for row in embedded.execute(table.select):
            copy.write_row([take(value) for take, value in zip(takes, row, strict=True)])
            number += 1
    return number


def _taken_as(kind: str) -> Callable[[Any], Any]:
    return (lambda value: value) if kind in _AS_READ else (lambda value: plain(kind, value))


def _rows(cursor: Any, table: Table) -> Iterator[Any]:
    cursor.execute(table.select)
    while batch := cursor.fetchmany(_BATCH_ROWS):
        yield from batch


def _prove(compared: list[Compared]) -> None:
    if other := [one.table for one in compared if not one.is_same]:
        raise CannotRestore(
            f"These tables did not arrive as they left: {', '.join(other)}. Nothing was changed."
        )
    if found := faults():
        raise CannotRestore(
            f"{' '.join(found)} FIELD_KEYS must hold the embedded hub's keys; they are in its secrets.json. Nothing was changed."
        )
    for school in School.objects.order_by("code"):
        if fault := verify(school):
            raise CannotRestore(
                f"The audit log of {school.code} does not hold at entry {fault.number}: {fault.what}. AUDIT_KEY must be the "
                "embedded hub's; it is in its secrets.json. Nothing was changed."
            )


def _copy_media(folder: Path) -> int:
    number = 0
    for path in sorted(found for found in folder.rglob("*") if found.is_file()):
        with path.open("rb") as content:
            media.put(path.relative_to(folder).as_posix(), content)
        number += 1
    return number
