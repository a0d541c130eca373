"""The same for tasks: the id of the request that led to them, a line, and a count."""

import logging
from time import monotonic
from typing import Any

from celery import signals

from core import metrics, request_id

logger = logging.getLogger("hedgerow.tasks")


def begins(task: Any, **kwargs: Any) -> None:
    """Take over the id that came along."""
    task.request.hedgerow = (request_id.begin((task.request.headers or {}).get("request_id")), monotonic())


def ends(task: Any, state: str | None = None, **kwargs: Any) -> None:
    """Note how it went."""
    if (kept := task.request.get("hedgerow")) is None:
        return
    token, began = kept
    seconds, outcome = monotonic() - began, (state or "unknown").lower()
    metrics.TASKS.labels(task.name, outcome).inc()
    metrics.TASK_SECONDS.labels(task.name).observe(seconds)
    logger.info(
        "task",
        extra={"fields": {"task": task.name, "outcome": outcome, "milliseconds": round(seconds * 1000)}},
    )
    request_id.end(token)


def connect() -> None:
    """Called once, with the Celery application."""
    signals.task_prerun.connect(begins, dispatch_uid="hedgerow.task_begins")
    signals.task_postrun.connect(ends, dispatch_uid="hedgerow.task_ends")
