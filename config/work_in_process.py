"""The worker and the clock of an embedded hub: threads of the one serving process."""

import logging
import threading
from typing import Any

from celery.beat import EmbeddedService

from config.celery import app
from core import task_log

logger = logging.getLogger(__name__)


class WorkInProcess:
    """A Celery worker with two threads, and beat."""

    def __init__(self) -> None:
        task_log.connect()
        self._worker: Any = app.WorkController(
            app=app,
            pool_cls="threads",
            concurrency=2,
            hostname="embedded@localhost",
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        self._beat = EmbeddedService(app, thread=True)
        self._thread = threading.Thread(target=self._worker.start, name="worker", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()
        self._beat.start()

    def stop(self) -> None:
        """Finish what is running, begin nothing new."""
        self._beat.stop()
        self._worker.stop()
        self._thread.join(timeout=10)
