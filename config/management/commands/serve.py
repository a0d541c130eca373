"""`manage.py serve`: pages, static files and sockets, and in an embedded hub the background work too, in one process."""

import asyncio
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from config.work_in_process import WorkInProcess
from core.live import serve_on


class Command(BaseCommand):
    """Serve the hub."""

    help = "Serve pages, sockets and, without a broker, background work in one process."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, port: int, host: str, **options: Any) -> None:
        # A hub with the wrong keys must not begin: it would seal new secrets under them.
        self.check(tags=["field_keys"], databases=["default"])
        asyncio.run(
            serve(host=host, port=port, announce=lambda: self.stdout.write(f"Ready: {settings.BASE_URL}"))
        )


async def serve(*, host: str, port: int, announce: Any) -> None:
    """Serve until interrupted; `announce` is called once pages are answered."""
    config = uvicorn.Config(
        "config.asgi:application",
        host=host,
        port=port,
        log_level="warning",
        lifespan="off",
        ws_max_size=64 * 1024,
        ws="websockets-sansio",
        server_header=False,
    )
    server = uvicorn.Server(config)
    # In a thread: making a worker closes database connections, which a running loop may not do.
    work = await asyncio.to_thread(WorkInProcess) if settings.WORK_IN_PROCESS else None
    serve_on(asyncio.get_running_loop())
    serving = asyncio.create_task(server.serve())
    while not server.started and not serving.done():
        await asyncio.sleep(0.02)
    if work:
        await asyncio.to_thread(work.start)
    if server.started:
        announce()
    try:
        await serving
    finally:
        serve_on(None)
        if work:
            await asyncio.to_thread(work.stop)
