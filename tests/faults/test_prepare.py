"""From a migrated database to a production hub that starts: the roles are held apart, and the checks have nothing to say."""

import json
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings

from config.env import VAR_DIR
from tests.faults.conftest import owner_of
from tests.faults.servers import RedisServer
from tests.production.test_deploy import manage


@pytest.fixture
def production(database, tmp_path):
    """What the environment of a production hub says of its database and Redis."""
    owner = urlsplit(settings.DATABASE_OWNER_URL)
    redis = RedisServer(tmp_path)
    redis.start()
    yield {
        "DATABASE_URL": f"postgres://{settings.RUNTIME_ROLE}@{owner.hostname}:{owner.port or 5432}/{database}",
        "DATABASE_OWNER_URL": owner_of(database),
        "REDIS_URL": redis.url,
        "STATIC_ROOT": str(VAR_DIR / "static"),
    }
    redis.kill()


def test_prepare_then_nothing_to_say(production):
    prepared = manage("prepare", **production)
    checked = manage("check", "--deploy", "--database", "default", "--fail-level", "DEBUG", **production)

    assert prepared.returncode == 0, prepared.stderr
    assert (checked.returncode, checked.stdout) == (0, "System check identified no issues (0 silenced).\n")
    manifest = json.loads((VAR_DIR / "static" / "staticfiles.json").read_text())
    assert "core/hedgerow.css" in manifest["paths"]


def test_a_role_that_passes_the_guards_is_not_started(production):
    refused = manage("prepare", **{**production, "DATABASE_URL": production["DATABASE_OWNER_URL"]})

    assert refused.returncode != 0
    assert "network.E00" in refused.stderr
    assert "nothing was started" in refused.stderr


def test_several_processes_want_servers(production):
    alone = manage("stack", **{**production, "DATABASE_URL": None, "DATABASE_OWNER_URL": None})

    assert alone.returncode != 0
    assert "Several processes need PostgreSQL" in alone.stderr


def test_the_running_role_owns_nothing(production):
    with psycopg.connect(production["DATABASE_URL"], autocommit=True) as direct:
        owned = direct.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole"
        ).fetchone()

    assert owned == (0,)
