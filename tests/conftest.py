"""What every test stands on, and what none may do."""

import os
import re
import shutil
import socket
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase

from core import breaker
from network.access import context_for
from network.context import entered
from network.models import Person
from tests.browser import find_chromium
from tests.cast import Cast, make_cast
from tests.database import make_database

_LEFT_OUT: pytest.StashKey[dict[str, int]] = pytest.StashKey()
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>\s*\S|\sstyle=\"|<style|\son[a-z]+=\""
)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, request) -> Iterator[None]:
    """A copy of the migrated template; after a test that commits, a fresh copy instead of a flush."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        database = make_database(worker)
        database.set_up()
    TransactionTestCase._fixture_teardown = lambda self: database.lay_anew()
    yield
    with django_db_blocker.unblock():
        database.tear_down()


@pytest.fixture(autouse=True)
def _nothing_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    """The network is off: only this machine answers."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in _LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_here)


@pytest.fixture(autouse=True)
def _fresh_cache(django_db_blocker, request) -> Iterator[None]:
    """No test sees another's rate limits or cached pages, nor its trouble with Redis."""
    breaker.redis = breaker.Breaker()
    yield
    breaker.redis = breaker.Breaker()
    if {"db", "transactional_db"} & set(request.fixturenames) or request.node.get_closest_marker("django_db"):
        with django_db_blocker.unblock():
            cache.clear()


@pytest.fixture(autouse=True)
def _var(tmp_path, settings) -> None:
    """Files go where the test ends."""
    settings.AUDIT_ANCHOR_FILE = str(tmp_path / "audit-anchors.jsonl")
    settings.ERASED_PEOPLE_FILE = str(tmp_path / "erased-people.jsonl")


class StrictClient(Client):
    """A browser that fails a page with inline script, style or handlers: the policy would block them."""

    def request(self, **request):
        response = super().request(**request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and not request.get("PATH_INFO", "").startswith(("/cms/", "/gallery/mail/")):
            found = _INLINE.search(response.content.decode())
            assert not found, f"inline script, style or handler: {found and found.group(0)!r}"
        return response


@pytest.fixture
def client() -> StrictClient:
    """A visitor's browser."""
    return StrictClient()


@pytest.fixture
def client_for() -> Callable[[Person], StrictClient]:
    """The browser of somebody who is signed in."""

    def signed_in(person: Person) -> StrictClient:
        browser = StrictClient()
        browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    return signed_in


@pytest.fixture
def cast(db) -> Cast:
    """Two partner schools and one outside, with their people."""
    return make_cast()


@pytest.fixture
def acting_as() -> Callable:
    """Enters a person's access context, for a `with` statement."""
    return lambda person: entered(context_for(person, purpose="test"))


@pytest.fixture
def on_postgres() -> bool:
    """Whether the tests run on PostgreSQL."""
    return connection.vendor == "postgresql"


_SERVICES = {
    "postgres": ("PostgreSQL", lambda: connection.vendor == "postgresql"),
    "redis": ("Redis", lambda: bool(django_settings.REDIS_URL)),
    "redis_server": ("redis-server", lambda: shutil.which("redis-server") is not None),
    "nginx": ("nginx", lambda: shutil.which("nginx") is not None),
    "browser": ("Chromium", lambda: find_chromium() is not None),
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, by name, the tests whose service is not here; in CI a missing service fails instead."""
    left_out: dict[str, list[pytest.Item]] = {}
    for name, (service, is_here) in _SERVICES.items():
        needing = [item for item in items if item.get_closest_marker(name)]
        if needing and not is_here():
            if os.environ.get("NO_SERVICE_MAY_BE_MISSING"):
                raise pytest.UsageError(f"{len(needing)} tests need {service}, which is not here.")
            left_out[service] = needing
    gone = {id(item) for needing in left_out.values() for item in needing}
    items[:] = [item for item in items if id(item) not in gone]
    config.stash[_LEFT_OUT] = {service: len(needing) for service, needing in left_out.items()}


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    """Say which tests were left out, and what they need."""
    for service, number in config.stash.get(_LEFT_OUT, {}).items():
        terminalreporter.write_line(f"skipped: {number} tests that need {service}")
