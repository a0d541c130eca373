"""`manage.py serve`: pages, static files and sockets, and in an embedded hub the background work too, in one process."""

import asyncio
import socket
import sys
from collections.abc import Callable
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from config.work_in_process import WorkInProcess
from core.live import serve_on
from core.logs import log_uncaught


class Command(BaseCommand):
    """Serve the hub."""

    help = "Serve pages, sockets and, without a broker, background work in one process."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument(
            "--fd", type=int, help="A socket that several processes listen on (`manage.py stack`)."
        )

    def handle(self, *args: Any, port: int, host: str, fd: int | None, **options: Any) -> None:
        # A hub with the wrong keys must not begin: it would seal new secrets under them.
        self.check(tags=["field_keys"], databases=["default"])
        if fd is None:
            asyncio.run(serve(host=host, port=port, announce=self._announce))
            return
        sys.excepthook = log_uncaught
        with socket.socket(fileno=fd) as shared:
            asyncio.run(serve(shared=shared, announce=self._announce))

    def _announce(self) -> None:
        self.stdout.write(f"Ready: {settings.BASE_URL}")
        self.stdout.flush()


async def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    shared: socket.socket | None = None,
    announce: Callable[[], None] | None = None,
) -> None:
    """Serve until interrupted.

    Args:
        host: where to listen.
        port: on which port.
        shared: a socket to listen on instead, which other processes listen on as well.
        announce: called once pages are answered.
    """
    config = uvicorn.Config(
        "config.asgi:application",
        host=host,
        port=port,
        log_config=None,
        lifespan="off",
        ws_max_size=64 * 1024,
        ws="websockets-sansio",
        server_header=False,
        # Whose address counts is said by TRUSTED_PROXY_COUNT (config.client_address), not by who is near.
        proxy_headers=False,
        timeout_graceful_shutdown=20,
    )
    server = uvicorn.Server(config)
    # In a thread: making a worker closes database connections, which a running loop may not do.
    work = await asyncio.to_thread(WorkInProcess) if settings.WORK_IN_PROCESS else None
    serve_on(asyncio.get_running_loop())
    serving = asyncio.create_task(server.serve(sockets=[shared] if shared else None))
    while not server.started and not serving.done():
        await asyncio.sleep(0.02)
    if work:
        await asyncio.to_thread(work.start)
    if server.started and announce:
        announce()
    try:
        await serving
    finally:
        serve_on(None)
        if work:
            await asyncio.to_thread(work.stop)
