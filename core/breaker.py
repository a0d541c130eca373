"""A switch in front of Redis: once it did not answer, nobody waits for it again for a while.

Cache, broker and sockets use the same server, so whichever of them finds it away tells the others of its process.
"""

import threading
import time
from typing import Any

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

#: How long nobody asks after a failure; then one asks, and the others wait for what it finds.
REST_SECONDS = 5.0


class Breaker:
    """Lets calls through while the other side answers."""

    def __init__(self, rest_seconds: float = REST_SECONDS) -> None:
        self._rest_seconds = rest_seconds
        self._lock = threading.Lock()
        self._away_until: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether the last call failed."""
        return self._away_until is not None

    def lets_through(self) -> bool:
        """Whether to try. After a failure this is so once every `rest_seconds`."""
        if self._away_until is None:
            return True
        with self._lock:
            now = time.monotonic()
            if self._away_until is None or now >= self._away_until:
                self._away_until = now + self._rest_seconds
                return True
            return False

    def failed(self) -> None:
        """It did not answer."""
        self._away_until = time.monotonic() + self._rest_seconds

    def worked(self) -> None:
        """It answered."""
        self._away_until = None


#: This process's switch for the one server of REDIS_URL.
redis = Breaker()


def redis_answers() -> bool:
    """Whether Redis answers now, whatever this process has found before; True where there is none to ask."""
    if not settings.REDIS_URL:
        return True
    patience: dict[str, Any] = {"socket_connect_timeout": 1, "socket_timeout": 1}
    with Redis.from_url(settings.REDIS_URL, retry=Retry(NoBackoff(), 0), **patience) as server:
        try:
            return bool(server.ping())
        except (RedisError, OSError):
            return False
