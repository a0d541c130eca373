"""The embedded hub's database: taking a consistent copy while it runs, and putting one in its place."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from config.backup.errors import CannotRestore
from config.backup.tables import SESSIONS, Content, Table, content_of

KIND = "sqlite"
_PART_BYTES = 4 * 1024 * 1024


class SqliteSnapshot:
    """A copy of the database as it was at one moment, without sessions."""

    def __init__(self, copy: Path) -> None:
        self._copy = copy

    def content_of(self, table: Table) -> Content:
        """What a table holds."""
        return content_of_file(self._copy, table)

    def parts(self) -> Iterator[bytes]:
        """The copy, in parts."""
        with self._copy.open("rb") as file:
            while part := file.read(_PART_BYTES):
                yield part


@contextmanager
def snapshot() -> Iterator[SqliteSnapshot]:
    """Copy the database by SQLite's online backup, beside the database itself, and remove the copy afterwards."""
    path = _path()
    copy = path.with_name(f".{path.name}.backing-up")
    with _fresh(copy):
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            target.execute("PRAGMA secure_delete=ON")
            for table in SESSIONS:
                target.execute(f'DELETE FROM "{table}"')  # noqa: S608 -- our own names
            target.commit()
        yield SqliteSnapshot(copy)


def content_of_file(path: Path, table: Table) -> Content:
    """What a table of a database file holds."""
    with closing(sqlite3.connect(path)) as file:
        return content_of(table, file.execute(table.select))


def is_somebodys() -> bool:
    """Whether there are people or schools in the hub's database."""
    path = _path()
    if not path.exists():
        return False
    with closing(sqlite3.connect(path)) as file:
        found = {row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return any(
            file.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()  # noqa: S608 -- our own names
            for table in {"network_person", "network_school"} & found
        )


def restored_content_of(table: Table) -> Content:
    """What a table of the database that Django speaks to holds."""
    return content_of_file(_path(), table)


@contextmanager
def filled(parts: Iterator[bytes]) -> Iterator[None]:
    """Inside, Django speaks to the restored database; afterwards it is the hub's. On an error the old one stays.

    Raises:
        CannotRestore: when what came is no sound database.
    """
    path = _path()
    fresh = path.with_name(f".{path.name}.restoring")
    path.parent.mkdir(parents=True, exist_ok=True)
    with _fresh(fresh):
        with fresh.open("wb") as file:
            for part in parts:
                file.write(part)
        with closing(sqlite3.connect(fresh)) as restored:
            if restored.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
                raise CannotRestore("The database in the backup is not sound. Nothing was changed.")
        with _spoken_to(fresh):
            yield
        with closing(sqlite3.connect(fresh)) as source, closing(sqlite3.connect(path)) as target:
            # In one transaction: whoever has the old one open sees the new one next.
            source.backup(target)


@contextmanager
def _spoken_to(path: Path) -> Iterator[None]:
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@contextmanager
def _fresh(path: Path) -> Iterator[None]:
    """An empty file for its owner alone, gone afterwards with whatever SQLite put beside it."""
    _remove(path)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield
    finally:
        _remove(path)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _path() -> Path:
    return Path(connection.settings_dict["NAME"])
