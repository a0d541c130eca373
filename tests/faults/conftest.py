"""A hub as `make stack` runs it, in a database of its own, on a Redis and a mail server that can fail."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest
import requests
from django.conf import settings

from config.env import BASE_DIR, VAR_DIR
from tests.database import fingerprint
from tests.faults.servers import MailServer, RedisServer, free_port, pids_said, wait_until

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs servers, and takes its time."""
    for item in items:
        if _HERE in item.path.parents:
            for name in ("postgres", "redis", "redis_server", "slow"):
                item.add_marker(getattr(pytest.mark, name))


@dataclass
class Hub:
    """A running hub: where it answers, what it has said, and the servers it stands on."""

    address: str
    said: Path
    redis: RedisServer
    mail: MailServer
    owner_url: str
    environment: dict[str, str]
    supervisor: subprocess.Popen

    def pid(self, part: str) -> int:
        """The process id of a part as it runs now."""
        return pids_said(self.said.read_text(), part)[-1]

    def starts(self, part: str) -> int:
        """How often a part was started."""
        return len(pids_said(self.said.read_text(), part))

    def children(self, part: str) -> list[int]:
        """The processes below a part."""
        return [child.pid for child in psutil.Process(self.pid(part)).children(recursive=True)]

    def rows(self, query: str, *params: Any) -> list[tuple]:
        """What the database holds, past its guards."""
        with psycopg.connect(self.owner_url, autocommit=True) as direct:
            return direct.execute(query, params).fetchall()

    @contextmanager
    def locked(self, table: str) -> Iterator[None]:
        """Nobody else writes into a table: whoever wants to, waits in the middle of what they do."""
        with psycopg.connect(self.owner_url) as direct:
            direct.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
            yield

    def waits_for_lock(self) -> bool:
        """Whether somebody waits for a table."""
        return bool(self.rows("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))


def owner_of(database: str) -> str:
    """The address of one of the tests' databases, for the role that owns them."""
    return urlsplit(settings.DATABASE_OWNER_URL)._replace(path=f"/{database}").geturl()


@pytest.fixture(scope="session")
def database(django_db_setup, worker_id: str) -> Iterator[str]:
    """A freshly migrated database with the cast in it; its name."""
    base = urlsplit(settings.DATABASE_OWNER_URL).path.lstrip("/")
    name, template = f"{base}_faults_{worker_id}", f"{base}_template_{fingerprint()}"
    with psycopg.connect(owner_of("postgres"), autocommit=True) as direct:
        direct.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        direct.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield name
    with psycopg.connect(owner_of("postgres"), autocommit=True) as direct:
        direct.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _environment(
    database: str, folder: Path, port: int, redis: RedisServer, mail: MailServer
) -> dict[str, str]:
    owner = urlsplit(settings.DATABASE_OWNER_URL)
    place = f"{settings.RUNTIME_ROLE}@{owner.hostname}:{owner.port or 5432}"
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "PYTEST_"))
    }
    return {
        **kept, "DEMO": "1", "DJANGO_SETTINGS_MODULE": "tests.faults.hub_settings", "VAR_DIR": str(folder), "PORT": str(port),
        "DATABASE_URL": f"postgres://{place}/{database}", "REDIS_URL": redis.url, "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
        "DATABASE_POOL_SIZE": "12", "STATIC_ROOT": str(VAR_DIR / "static"), "SWEEP_SECONDS": "2", "WEB_PROCESSES": "2",
        "METRICS_TOKEN": "under-faults", "MEDIA_ACCEL_PREFIX": "/guarded-media/", "PYTHONUNBUFFERED": "1",
    }  # fmt: skip


def _run(environment: dict[str, str], *command: str) -> None:
    subprocess.run([sys.executable, *command], cwd=BASE_DIR, env=environment, check=True)  # noqa: S603 -- ours


_GATHER = "import django; django.setup(); from config.management.commands.demo import collect_static; collect_static()"


@pytest.fixture(scope="session")
def hub(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """Two web processes, a worker with two, a clock."""
    folder, port = tmp_path_factory.mktemp("faults"), free_port()
    redis, mail = RedisServer(folder), MailServer()
    environment = _environment(database, folder, port, redis, mail)
    _run(environment, "-c", _GATHER)
    _run(environment, "-m", "tests.faults.lay_cast")
    redis.start()
    mail.start()
    said = folder / "said"
    with said.open("w") as out:
        supervisor = subprocess.Popen(  # noqa: S603 -- our own command
            [sys.executable, "manage.py", "stack", "--no-prepare", "--port", str(port)],
            cwd=BASE_DIR, env=environment, stdout=out, stderr=out,
        )  # fmt: skip
    found = Hub(f"http://127.0.0.1:{port}", said, redis, mail, owner_of(database), environment, supervisor)
    try:
        wait_until(lambda: _is_ready(found), 60, f"the hub is ready:\n{said.read_text()[-3000:]}")
        yield found
    finally:
        supervisor.terminate()
        supervisor.wait(timeout=60)
        redis.kill()
        mail.stop()


def _is_ready(hub: Hub) -> bool:
    try:
        return requests.get(f"{hub.address}/readyz", timeout=5).status_code == 200
    except requests.RequestException:
        return False
