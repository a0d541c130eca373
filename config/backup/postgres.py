"""PostgreSQL: dumping one moment of the database as its owner, and putting a dump in its place.

An owner that is no superuser is held by the forced row-level security too. So `pg_dump` is told, like a task, that it
works for every school; the hashes in the manifest, read in the same snapshot, say whether any row was missed.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.db import connection, transaction

from config.backup.errors import CannotBackUp, CannotRestore
from config.backup.tables import SESSIONS, Content, Table, content_of
from network.context import system_context
from network.models import School
from network.scoping import permissions_in_use

KIND = "postgresql"
_PART_BYTES = 4 * 1024 * 1024
_BATCH_ROWS = 2000
_ASIDE = "hedgerow_before_restore"


class PostgresSnapshot:
    """The database as it is in one transaction, which `pg_dump` shares."""

    def __init__(self, snapshot_id: str, schools: list[int]) -> None:
        self._id, self._schools = snapshot_id, schools

    def content_of(self, table: Table) -> Content:
        """What a table holds."""
        return _content_of(table)

    def parts(self) -> Iterator[bytes]:
        """The dump, in parts."""
        command = [
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--exclude-schema={_ASIDE}", "--enable-row-security",
            f"--snapshot={self._id}", *[f"--exclude-table-data={table}" for table in SESSIONS],
        ]  # fmt: skip
        with tempfile.TemporaryFile() as said:
            with _running(
                command, {"PGOPTIONS": _context_options(self._schools)}, stdout=subprocess.PIPE, stderr=said
            ) as running:
                assert running.stdout is not None  # noqa: S101 -- it was asked for
                while part := running.stdout.read(_PART_BYTES):
                    yield part
            if running.returncode:
                raise CannotBackUp(f"pg_dump did not finish: {_end_of(said)}")


@contextmanager
def snapshot() -> Iterator[PostgresSnapshot]:
    """One moment of the database.

    Raises:
        CannotBackUp: when pg_dump is not here, or fails.
    """
    _demand("pg_dump", CannotBackUp)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot_id = cursor.fetchone()[0]
        schools = list(School.objects.values_list("pk", flat=True))
        with system_context(schools=schools, purpose="backup"):
            yield PostgresSnapshot(snapshot_id, schools)


def is_somebodys() -> bool:
    """Whether there are people or schools in the database."""
    found = {"network_person", "network_school"} & set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in found:
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')  # noqa: S608 -- our own names
            if cursor.fetchone()[0]:
                return True
    return False


def restored_content_of(table: Table) -> Content:
    """What a table of the database that Django speaks to holds, all schools' rows included."""
    schools = list(School.objects.values_list("pk", flat=True))
    with transaction.atomic(), system_context(schools=schools, purpose="restore"):
        return _content_of(table)


def _content_of(table: Table) -> Content:
    with connection.chunked_cursor() as cursor:
        cursor.execute(table.select)
        return content_of(
            table, (row for batch in iter(lambda: cursor.fetchmany(_BATCH_ROWS), []) for row in batch)
        )


@contextmanager
def filled(parts: Iterator[bytes]) -> Iterator[None]:
    """Inside, Django speaks to the restored database; afterwards it is the hub's. On an error the old one is put back.

    Raises:
        CannotRestore: when pg_restore is not here, or fails.
    """
    _demand("pg_restore", CannotRestore)
    _set_aside()
    try:
        _pg_restore(parts)
        yield
    except BaseException:
        _put_back()
        raise
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {_ASIDE} CASCADE")


def _pg_restore(parts: Iterator[bytes]) -> None:
    command = ["pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-comments"]  # fmt: skip
    with tempfile.TemporaryFile() as said:
        with _running(command, {}, stdin=subprocess.PIPE, stdout=said, stderr=said) as running:
            assert running.stdin is not None  # noqa: S101 -- it was asked for
            try:
                for part in parts:
                    running.stdin.write(part)
                running.stdin.close()
            except BrokenPipeError:
                pass  # it has stopped, and says why
        if running.returncode:
            raise CannotRestore(f"pg_restore did not finish: {_end_of(said)} The database is as it was.")


@transaction.atomic
def _set_aside() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {_ASIDE} CASCADE")
        cursor.execute(f"ALTER SCHEMA public RENAME TO {_ASIDE}")
        cursor.execute("CREATE SCHEMA public")
        _move_extensions(cursor, "public")


def _put_back() -> None:
    connection.close()
    with transaction.atomic(), connection.cursor() as cursor:
        _move_extensions(cursor, _ASIDE)
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute(f"ALTER SCHEMA {_ASIDE} RENAME TO public")


def _move_extensions(cursor: Any, schema: str) -> None:
    """The extensions for searching serve the old tables and the new."""
    cursor.execute(
        "SELECT extname FROM pg_extension JOIN pg_namespace ON extnamespace = pg_namespace.oid"
        " WHERE nspname IN (%s, %s) AND nspname <> %s",
        ["public", _ASIDE, schema],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'ALTER EXTENSION "{name}" SET SCHEMA {schema}')


def _context_options(schools: list[int]) -> str:
    listed = ",".join(map(str, sorted(schools)))
    return " ".join(
        ["-c app.context=on", *[f"-c app.may_{permission}={listed}" for permission in permissions_in_use()]]
    )


@contextmanager
def _running(
    command: list[str], environment: dict[str, str], **pipes: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """One of PostgreSQL's programs on the hub's database; the password goes by the environment, never by the command."""
    arguments, needed = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    where = [*arguments[1:-1], f"--dbname={arguments[-1]}"]
    with subprocess.Popen(  # noqa: S603 -- our own command
        [*command, *where], env={**os.environ, **(needed or {}), **environment}, **pipes
    ) as running:
        try:
            yield running
        except BaseException:
            running.kill()
            raise


def _demand(program: str, error: type[Exception]) -> None:
    if shutil.which(program) is None:
        raise error(
            f"{program} is not on this machine. Install PostgreSQL's client programs (the package postgresql-client), "
            "of the server's version or newer. Nothing was changed."
        )


def _end_of(said: IO[bytes]) -> str:
    said.seek(0)
    return said.read().decode(errors="replace").strip()[-800:]
