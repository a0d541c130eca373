"""The cache of a hub with several processes: limits hold without Redis, and nobody waits for it."""

import socket
import time
from contextlib import closing

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from redis.backoff import NoBackoff
from redis.retry import Retry

from core import breaker
from core.cache import HubCache
from core.models import KeptValue

pytestmark = [pytest.mark.django_db, pytest.mark.redis]

_KEY = "allauth:rl:test"


def _cache(address, **options):
    return HubCache(
        address,
        {
            "OPTIONS": {
                "socket_connect_timeout": 0.3,
                "socket_timeout": 0.3,
                "retry": Retry(NoBackoff(), 0),
                **options,
            }
        },
    )


def _use(cache, key):
    return [
        cache.add(key, 1, 60), cache.add(key, 2, 60), cache.get(key), cache.set(key, [3], 60), cache.get(key),
        cache.has_key(key), cache.touch(key, 60), cache.delete(key), cache.get(key, "none"),
    ]  # fmt: skip


_AS_EVER = [True, False, 1, None, [3], True, True, True, "none"]


@pytest.mark.parametrize("key", [_KEY, "throttle_api_token-1", "page"])
def test_values_are_kept_and_found(key):
    assert _use(_cache(settings.REDIS_URL), key) == _AS_EVER


def test_limits_hold_while_redis_is_away_and_the_rest_is_not_found():
    away = _cache("redis://127.0.0.1:1")

    assert [_use(away, key) for key in (_KEY, "throttle_api_token-1")] == [_AS_EVER] * 2
    assert _use(away, "page") == [False, False, None, None, None, False, False, False, "none"]
    assert (away.get_many(["page"]), away.set_many({"page": 1}), away.delete_many(["page"])) == ({}, [], None)


def test_limits_count_though_the_request_is_rolled_back():
    with transaction.atomic():
        cache.set(_KEY, 5, 60)
        transaction.set_rollback(True)

    assert cache.get(_KEY) == 5


def test_limits_are_in_the_database_and_nothing_else_is():
    cache.set(_KEY, 1, 60)
    cache.set("throttle_api_token-1", [1.5], 60)
    cache.set("page", 1, 60)

    assert list(KeptValue.objects.values_list("cache_key", flat=True)) == [f":1:{_KEY}"]


def test_redis_that_swallows_replies_costs_one_wait():
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        swallowing = _cache(f"redis://127.0.0.1:{silent.getsockname()[1]}")
        began = time.monotonic()

        found = [swallowing.get("page") for _ in range(100)]

    assert found == [None] * 100
    assert time.monotonic() - began < 1


def test_redis_that_is_back_is_asked_again(monkeypatch):
    monkeypatch.setattr(breaker, "redis", breaker.Breaker(rest_seconds=0.2))
    there = _cache(settings.REDIS_URL)
    there.set("page", 1, 60)
    breaker.redis.failed()

    assert there.get("page") is None
    time.sleep(0.25)
    assert [there.get("page"), breaker.redis.is_open, there.get("page")] == [1, False, 1]


def test_while_one_tries_the_others_go_on_without():
    switch = breaker.Breaker(rest_seconds=0.1)
    switch.failed()
    time.sleep(0.12)

    assert [switch.lets_through() for _ in range(3)] == [True, False, False]
    switch.worked()
    assert [switch.lets_through() for _ in range(3)] == [True, True, True]
