"""The cache of a hub with several processes: Redis for what can be worked out again, the database for what must hold.

How often somebody tried to sign in, and which second factors were used, are no mere shortcuts: guessing must stay slow
when Redis is away or was emptied. How often a program asks is counted in Redis, and in the database while that is away.
Everything else is simply not found then.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from django.db import connection
from redis.exceptions import RedisError

from core import breaker

Answer = TypeVar("Answer")

TABLE = "core_kept_value"
#: Keys of allauth: rate limits and second factors that were used.
KEPT_PREFIX = "allauth"
#: Keys of the API's limits: asked for with each request, so Redis counts while it can.
COUNTED_PREFIX = "throttle_"
#: Expired rows are deleted every hour; this only bounds what a flood could write within one.
_MOST_ROWS = 1_000_000

_apart = ThreadPoolExecutor(max_workers=4, thread_name_prefix="kept-values")


class KeptValues(DatabaseCache):
    """Values in the database, written by a connection of their own: a request that is rolled back still counted."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(TABLE, {**params, "OPTIONS": {"MAX_ENTRIES": _MOST_ROWS}})

    def ask(self, act: Callable[[], Answer]) -> Answer:
        """Run one of the methods outside the transaction at hand."""
        return _apart.submit(_and_close, act).result()


def _and_close(act: Callable[[], Answer]) -> Answer:
    try:
        return act()
    finally:
        connection.close()


class HubCache(RedisCache):
    """Redis while it answers; the database for the keys that must hold."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        kept = {name: value for name, value in params.items() if name != "OPTIONS"}
        self._kept = KeptValues(kept)

    def _ask(
        self, key: str, away: Answer, of_redis: Callable[[], Answer], kept: Callable[[], Answer]
    ) -> Answer:
        if str(key).startswith(KEPT_PREFIX):
            return self._kept.ask(kept)
        if str(key).startswith(COUNTED_PREFIX):
            return _steady(partial(self._kept.ask, kept), of_redis)
        return _steady(lambda: away, of_redis)

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        """Keep a value unless there is one; whether it was kept."""
        of_redis, kept = super().add, self._kept.add
        return self._ask(
            key,
            False,
            partial(of_redis, key, value, *args, **kwargs),
            partial(kept, key, value, *args, **kwargs),
        )

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value, or the default."""
        of_redis, kept = super().get, self._kept.get
        return self._ask(
            key, default, partial(of_redis, key, default, version), partial(kept, key, default, version)
        )

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        """Keep a value."""
        of_redis, kept = super().set, self._kept.set
        self._ask(
            key,
            None,
            partial(of_redis, key, value, *args, **kwargs),
            partial(kept, key, value, *args, **kwargs),
        )

    def touch(self, key: str, *args: Any, **kwargs: Any) -> bool:
        """Keep a value longer; whether there was one."""
        of_redis, kept = super().touch, self._kept.touch
        return self._ask(
            key, False, partial(of_redis, key, *args, **kwargs), partial(kept, key, *args, **kwargs)
        )

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value; whether there was one."""
        of_redis, kept = super().delete, self._kept.delete
        return self._ask(key, False, partial(of_redis, key, version), partial(kept, key, version))

    def has_key(self, key: str, version: int | None = None) -> bool:
        """Whether there is a value."""
        of_redis, kept = super().has_key, self._kept.has_key
        return self._ask(key, False, partial(of_redis, key, version), partial(kept, key, version))

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        """The values that are there; for what can be worked out again only, like the two below."""
        return _steady(dict, partial(super().get_many, keys, version))

    def set_many(self, data: dict[str, Any], *args: Any, **kwargs: Any) -> list[str]:
        """Keep several values."""
        return _steady(list, partial(super().set_many, data, *args, **kwargs))

    def delete_many(self, keys: Iterable[str], version: int | None = None) -> None:
        """Forget several values."""
        _steady(lambda: None, partial(super().delete_many, keys, version))

    def clear(self) -> None:
        """Forget everything, limits too."""
        self._kept.ask(self._kept.clear)
        _steady(lambda: None, super().clear)


def _steady(instead: Callable[[], Answer], of_redis: Callable[[], Answer]) -> Answer:
    """What Redis answers, or what stands for it while it is away."""
    if not breaker.redis.lets_through():
        return instead()
    try:
        answer = of_redis()
    except (RedisError, OSError):
        breaker.redis.failed()
        return instead()
    breaker.redis.worked()
    return answer
