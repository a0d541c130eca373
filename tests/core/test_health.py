"""What operators' programs ask: is it up, can it work, how has it been."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from core import clock
from core.models import WorkItem

_TOKEN = "a token of the operator's"


def _numbers(response) -> dict[tuple, float]:
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(response.content.decode())
        for sample in family.samples
    }


@pytest.fixture
def ask_metrics(settings, client):
    """The numbers, as Prometheus asks for them."""
    settings.METRICS_TOKEN = _TOKEN
    return lambda: _numbers(client.get("/metrics", headers={"authorization": f"Bearer {_TOKEN}"}))


@contextmanager
def database_away() -> Iterator[None]:
    """Every question to the database fails, as after a restart of it."""

    def away(*args, **kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    with pytest.MonkeyPatch.context() as patch:
        for name in ("cursor", "_start_transaction_under_autocommit", "savepoint"):
            patch.setattr(connection, name, away, raising=False)
        yield


def test_process_is_up_whatever_the_host_and_the_database(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    with database_away():
        response = client.get("/healthz", headers={"host": "10.1.2.3:8000"})

    assert (response.status_code, response.json()) == (200, {"status": "up"})


def test_ready_names_what_was_asked(client, db, settings):
    broker = "up" if settings.REDIS_URL else "in this process"

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (
        200,
        {"status": "ready", "database": "up", "migrations": "done", "broker": broker},
    )


def test_not_ready_while_a_migration_waits(client, db):
    MigrationRecorder.Migration.objects.filter(app="core").delete()

    response = client.get("/readyz")

    assert (response.status_code, response.json()["migrations"]) == (503, "waiting")


def test_not_ready_while_the_broker_is_away(client, db, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1"

    response = client.get("/readyz")

    assert (response.status_code, response.json()["broker"]) == (503, "away")


def test_not_ready_while_the_database_is_away(client, db):
    with database_away():
        response = client.get("/readyz")

    assert (response.status_code, response.json()["database"]) == (503, "away")


def test_page_says_so_while_the_database_is_away(db):
    with database_away():
        response = Client(raise_request_exception=False).get("/library/")

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "<h1>The hub cannot answer just now</h1>" in response.content.decode()
    assert "server closed" not in response.content.decode()


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer wrong", _TOKEN[:-1]])
def test_numbers_are_for_the_token_only(client, db, settings, header):
    settings.METRICS_TOKEN = _TOKEN

    assert client.get("/metrics", headers={"authorization": header}).status_code == 404


def test_without_a_token_nobody_reads_numbers(client, db):
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


def test_requests_are_counted_by_route_and_status(client, db, ask_metrics):
    key = (
        "hedgerow_requests_total",
        ("method", "GET"),
        ("route", "library:write-up-list"),
        ("status", "200"),
    )
    missing = ("hedgerow_requests_total", ("method", "GET"), ("route", "nothing"), ("status", "404"))
    before = ask_metrics()

    assert client.get("/library/?q=secret").status_code == 200
    assert client.get("/no/such/page").status_code == 404
    after = ask_metrics()

    assert [after[one] - before.get(one, 0) for one in (key, missing)] == [1, 1]
    assert "secret" not in str(after)


def test_numbers_say_how_the_outboxes_stand(db, ask_metrics):
    now = clock.now()
    for number, given_up in enumerate((None, None, now)):
        WorkItem.objects.create(
            kind="test", key=str(number), created_at=now, due_at=now, given_up_at=given_up
        )

    found = ask_metrics()

    assert found[("hedgerow_outbox_waiting", ("outbox", "work"))] == 2
    assert found[("hedgerow_outbox_given_up", ("outbox", "work"))] == 1
    assert found[("hedgerow_outbox_waiting", ("outbox", "mail"))] == 0
    assert found[("hedgerow_database_up",)] == 1


def test_numbers_say_that_the_database_is_away(db, ask_metrics):
    with database_away():
        assert ask_metrics()[("hedgerow_database_up",)] == 0
