"""Machines with a hub, on which the real commands are run in processes of their own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from config.env import BASE_DIR
from core.field_keys import new_key
from tests.database import PostgresDatabase

BACKUP_KEY = new_key("2026a")
#: As a hub keeps its files; the tests otherwise keep them in memory.
FILES_IN_FOLDERS = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
#: Owns a database and is neither superuser nor passes row-level security by.
_OWNER = "hedgerow_test_owner"


@dataclass(frozen=True)
class Machine:
    """A machine: its folder, and what its environment says of the database."""

    var: Path
    database: dict[str, str]

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `manage.py` there, with the keys of the tests' hub unless told otherwise."""
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REDIS_"))
        }
        return subprocess.run(  # noqa: S603 -- our own command
            [sys.executable, "manage.py", *command],
            cwd=BASE_DIR, capture_output=True, text=True, timeout=300, check=False,
            env={
                **inherited, **self.database, "DEMO": "1", "VAR_DIR": str(self.var),
                "DJANGO_SETTINGS_MODULE": "config.settings", "AUDIT_KEY": settings.AUDIT_KEY,
                "FIELD_KEYS": settings.FIELD_KEYS, "BACKUP_KEY": BACKUP_KEY, **environment,
            },
        )  # fmt: skip

    def done(self, *command: str, **environment: str) -> str:
        """Run it, demand that it succeeds, and return what it said."""
        ran = self.run(*command, **environment)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def refused(self, *command: str, **environment: str) -> str:
        """Run it, demand that it is refused in words, and return them."""
        ran = self.run(*command, **environment)
        assert ran.returncode == 1, ran.stdout + ran.stderr
        assert "Traceback" not in ran.stderr, ran.stderr
        return ran.stderr

    def backup(self) -> Path:
        """Back it up."""
        self.done("backup")
        return max((self.var / "backups").iterdir())


def machine_of_the_tests(var: Path) -> Machine:
    """The machine whose database is the tests' own."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return Machine(var, {"DATABASE_URL": f"sqlite:///{name}"})
    return Machine(var, _urls(name, owner=_user_of(settings.DATABASE_OWNER_URL)))


@contextmanager
def empty_machine(var: Path) -> Iterator[Machine]:
    """A machine on which nothing is yet; on PostgreSQL an empty database, whose owner is no superuser."""
    var.mkdir(parents=True)
    if connection.vendor == "sqlite":
        yield Machine(var, {})
        return
    server, name = PostgresDatabase("elsewhere"), "hedgerow_test_elsewhere"
    server.owner["USER"] = _user_of(settings.DATABASE_OWNER_URL)
    if not server._as_owner(f"SELECT 1 FROM pg_roles WHERE rolname = '{_OWNER}'"):
        server._as_owner(f'CREATE ROLE "{_OWNER}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS')
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    server._as_owner(drop, f'CREATE DATABASE "{name}" OWNER "{_OWNER}"')
    try:
        yield Machine(var, _urls(name, owner=_OWNER))
    finally:
        server._as_owner(drop)


@contextmanager
def pages_of(machine: Machine, with_settings) -> Iterator[None]:
    """Inside, the tests' own pages are those of that machine's hub."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = (
        machine.database["DATABASE_URL"].rpartition("/")[2]
        if connection.vendor == "postgresql"
        else str(machine.var / "hedgerow.sqlite3")
    )
    with_settings.STORAGES = {**with_settings.STORAGES, "default": FILES_IN_FOLDERS}
    with_settings.MEDIA_ROOT = str(machine.var / "media")
    with_settings.AUDIT_ANCHOR_FILE = str(machine.var / "audit-anchors.jsonl")
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _urls(name: str, *, owner: str) -> dict[str, str]:
    return {"DATABASE_URL": _url(settings.RUNTIME_ROLE, name), "DATABASE_OWNER_URL": _url(owner, name)}


def _url(user: str, name: str) -> str:
    where = connection.settings_dict
    return f"postgres://{user}@{where['HOST']}:{where['PORT']}/{name}"


def _user_of(url: str) -> str:
    found = re.search(r"//([^:@]+)[:@]", url)
    assert found
    return found[1]
