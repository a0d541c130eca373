"""The hubs that are measured: the demo network and thousands of write-ups, laid once and kept for the next time."""

import hashlib
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from config.bench.servers import around
from config.env import BASE_DIR, VAR_DIR

_SHAPED_BY = ("*/migrations/*.py", "config/demo/*.py", "config/bench/many_write_ups.py", "data/demo/write_ups/*.md",
              "network/row_security.py", "practice_library/domain/stems.py")  # fmt: skip
_ROLE = "hedgerow_bench"
_STATIC = VAR_DIR / "bench" / "static"
Say = Callable[[str], object]


@dataclass(frozen=True)
class Hub:
    """A hub with its name in the table and the environment it runs in."""

    name: str
    environment: Mapping[str, str]


def embedded(write_ups_count: int, say: Say) -> Hub:
    """On SQLite, in a folder of its own."""
    folder = VAR_DIR / "bench" / f"{_fingerprint()}-{write_ups_count}"
    environment = {"DEMO": "1", "VAR_DIR": str(folder), "STATIC_ROOT": str(_STATIC), "DATABASE_URL": "", "REDIS_URL": "",
                   "WORK_IN_PROCESS": "0"}  # fmt: skip
    mark = folder / "laid"
    if not mark.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _lay(environment, write_ups_count, say)
        mark.touch()
    _make_ready(environment)
    return Hub("embedded", environment)


def on_postgres(server_url: str, redis_url: str, write_ups_count: int, say: Say) -> Hub:
    """On PostgreSQL, in a database of its own beside the one named, as a role that owns nothing.

    Args:
        server_url: of a role that may create databases and roles.
        redis_url: the cache's; "" is none.
        write_ups_count: how many besides the demo's.
        say: is told the progress.
    """
    name = f"hedgerow_bench_{_fingerprint()}_{write_ups_count}"
    password = secrets.token_urlsafe(24)
    with psycopg.connect(_with(server_url, database="postgres"), autocommit=True) as server:
        verb = (
            "ALTER"
            if server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [_ROLE]).fetchone()
            else "CREATE"
        )
        server.execute(
            sql.SQL(f"{verb} ROLE {{}} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD {{}}").format(
                sql.Identifier(_ROLE), sql.Literal(password)
            )
        )
        is_there = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        laying = f"{name}_laying"
        if not is_there:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(laying)))
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(laying)))
            _lay(_environment(server_url, redis_url, laying, password), write_ups_count, say)
            with psycopg.connect(_with(server_url, database=laying), autocommit=True) as laid:
                laid.execute("VACUUM ANALYZE")
            server.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(laying), sql.Identifier(name))
            )
    environment = _environment(server_url, redis_url, name, password)
    _make_ready(environment)
    return Hub("PostgreSQL", environment)


def _environment(server_url: str, redis_url: str, database: str, password: str) -> dict[str, str]:
    return {
        "DEMO": "1",
        "VAR_DIR": str(VAR_DIR / "bench" / "postgres"),
        "DATABASE_OWNER_URL": _with(server_url, database=database),
        "DATABASE_URL": _with(server_url, database=database, user=_ROLE, password=password),
        "REDIS_URL": redis_url,
        "STATIC_ROOT": str(_STATIC),
        "WORK_IN_PROCESS": "0",
    }


def _with(url: str, *, database: str, user: str = "", password: str = "") -> str:
    parts = urlsplit(url)
    place = parts.netloc
    if user:
        place = f"{quote(user)}:{quote(password)}@{place.rpartition('@')[2]}"
    return urlunsplit(parts._replace(netloc=place, path=f"/{database}"))


def _lay(environment: Mapping[str, str], write_ups_count: int, say: Say) -> None:
    say(f"Laying {write_ups_count:,} write-ups (kept for the next time) …")
    _make_ready(environment)
    manage({**environment, "AS_OWNER": "1"}, "bench", "--lay", str(write_ups_count))


def _make_ready(environment: Mapping[str, str]) -> None:
    """What a demo sets up before it serves; what is there already is kept."""
    manage({**environment, "AS_OWNER": "1"}, "demo", "--no-serve")


def manage(environment: Mapping[str, str], *arguments: str) -> str:
    """Run a command of the hub in an environment; returns what it wrote.

    Raises:
        CalledProcessError: when it fails.
    """
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(  # noqa: S603 -- our own command
        command, cwd=BASE_DIR, env=around(environment), check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in _SHAPED_BY:
        for path in sorted(BASE_DIR.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
