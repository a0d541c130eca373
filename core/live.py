"""Telling open pages that something is new, from any thread."""

import asyncio
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import InMemoryChannelLayer, get_channel_layer

_serving_loop: asyncio.AbstractEventLoop | None = None


def serve_on(loop: asyncio.AbstractEventLoop | None) -> None:
    """Say which loop serves the sockets of this process (None: it serves none)."""
    global _serving_loop
    _serving_loop = loop


def send_to_group(group: str, message: dict[str, Any]) -> None:
    """Send a message to every socket of a group.

    The in-memory layer belongs to one loop: a message from a worker's thread wakes nobody there, so it is handed over.
    """
    layer = get_channel_layer()
    if isinstance(layer, InMemoryChannelLayer) and _serving_loop is not None and _serving_loop.is_running():
        asyncio.run_coroutine_threadsafe(layer.group_send(group, message), _serving_loop)
    else:
        async_to_sync(layer.group_send)(group, message)
