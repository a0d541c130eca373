"""The tests' database: migrated once, kept as a template, copied for each process and after each test that commits.

On PostgreSQL the tests run as a role that owns nothing, so that row-level security holds them as it holds the hub.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config.env import BASE_DIR, VAR_DIR

_FINGERPRINTED = ("*/migrations/*.py", "requirements/base.txt", "network/taxonomy.py", "network/row_security.py",
                  "network/scoping.py", "network/models/*.py", "*/apps.py", "config/settings/parts/apps.py")  # fmt: skip


def fingerprint() -> str:
    """Changes when anything that shapes the migrated database does."""
    digest = hashlib.sha256()
    for pattern in _FINGERPRINTED:
        for path in sorted(BASE_DIR.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time builds the template."""
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (VAR_DIR / "test-database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(**where: str) -> None:
    connection.close()
    before = {key: connection.settings_dict[key] for key in where}
    connection.settings_dict.update(where)
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    connection.settings_dict.update(before)


class SqliteDatabase:
    """A file copied from a file."""

    def __init__(self, worker: str) -> None:
        self.template = VAR_DIR / f"test-template-{fingerprint()}.sqlite3"
        self.path = VAR_DIR / f"test-{worker}.sqlite3"

    def set_up(self) -> None:
        """Build the template when it is missing, then lay the database."""
        with _alone():
            if not self.template.exists():
                for old in VAR_DIR.glob("test-template-*"):
                    old.unlink()
                building = self.template.with_suffix(".building")
                building.unlink(missing_ok=True)
                _migrate(NAME=str(building))
                building.rename(self.template)
        connection.settings_dict["NAME"] = str(self.path)
        self.lay_anew()

    def lay_anew(self) -> None:
        """The database as it is after migrating."""
        connection.close()
        for suffix in ("-wal", "-shm", "-journal"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.template, self.path)

    def tear_down(self) -> None:
        """Remove the copy."""
        connection.close()
        self.path.unlink(missing_ok=True)


class PostgresDatabase:
    """A database made from a template database, used as a role that owns nothing."""

    def __init__(self, worker: str) -> None:
        self.owner = dict(connection.settings_dict)
        # Named after the database in the address: two runs with different ones do not meet.
        self.template = f"{self.owner['NAME']}_template_{fingerprint()}"
        self.name = f"{self.owner['NAME']}_test_{worker}"

    def _as_owner(self, *statements: str) -> list[tuple]:
        where = {"host": self.owner["HOST"], "port": self.owner["PORT"], "user": self.owner["USER"],
                 "password": self.owner["PASSWORD"], "dbname": "postgres"}  # fmt: skip
        with psycopg.connect(
            **{key: value for key, value in where.items() if value}, autocommit=True
        ) as direct:
            cursor = None
            for statement in statements:
                cursor = direct.execute(statement)
            return cursor.fetchall() if cursor and cursor.description else []

    def set_up(self) -> None:
        """Make the role and the template when they are missing, then lay the database and become the role."""
        role = settings.RUNTIME_ROLE
        with _alone():
            if not self._as_owner(f"SELECT 1 FROM pg_roles WHERE rolname = '{role}'"):
                self._as_owner(f'CREATE ROLE "{role}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS')
            if not self._as_owner(f"SELECT 1 FROM pg_database WHERE datname = '{self.template}'"):
                self._as_owner(
                    f'DROP DATABASE IF EXISTS "{self.template}_building"',
                    f'CREATE DATABASE "{self.template}_building"',
                )
                _migrate(NAME=f"{self.template}_building")
                self._as_owner(f'ALTER DATABASE "{self.template}_building" RENAME TO "{self.template}"')
        connection.settings_dict.update(NAME=self.name, USER=role, PASSWORD="")
        self.lay_anew()

    def lay_anew(self) -> None:
        """The database as it is after migrating."""
        connection.close()
        self._as_owner(
            f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)',
            f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"',
        )

    def tear_down(self) -> None:
        """Remove the copy; the template stays for the next run."""
        connection.close()
        self._as_owner(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


def make_database(worker: str) -> SqliteDatabase | PostgresDatabase:
    """The database of this process."""
    return PostgresDatabase(worker) if connection.vendor == "postgresql" else SqliteDatabase(worker)
