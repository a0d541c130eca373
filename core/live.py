"""Telling open pages that something is new, from any thread."""

import asyncio
import logging
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import BaseChannelLayer, InMemoryChannelLayer, get_channel_layer
from redis.exceptions import RedisError

from core import breaker

logger = logging.getLogger(__name__)

#: A notice is worth no longer wait: the page shows what is new when it is opened next.
_PATIENCE_SECONDS = 1.0
_serving_loop: asyncio.AbstractEventLoop | None = None


def serve_on(loop: asyncio.AbstractEventLoop | None) -> None:
    """Say which loop serves the sockets of this process (None: it serves none)."""
    global _serving_loop
    _serving_loop = loop


def send_to_group(group: str, message: dict[str, Any]) -> None:
    """Send a message to every socket of a group; without Redis nobody is told, and nothing fails.

    The in-memory layer belongs to one loop: a message from a worker's thread wakes nobody there, so it is handed over.
    """
    layer = get_channel_layer()
    if isinstance(layer, InMemoryChannelLayer) and _serving_loop is not None and _serving_loop.is_running():
        asyncio.run_coroutine_threadsafe(layer.group_send(group, message), _serving_loop)
    elif isinstance(layer, InMemoryChannelLayer):
        async_to_sync(layer.group_send)(group, message)
    elif breaker.redis.lets_through():
        _send_over_redis(layer, group, message)


def _send_over_redis(layer: BaseChannelLayer, group: str, message: dict[str, Any]) -> None:
    async def send() -> None:
        await asyncio.wait_for(layer.group_send(group, message), _PATIENCE_SECONDS)

    try:
        async_to_sync(send)()
    except (RedisError, OSError, TimeoutError) as error:
        breaker.redis.failed()
        logger.warning("nobody was told at once: %s", type(error).__name__)
    else:
        breaker.redis.worked()
