"""The Celery application: work that takes time."""

import os
from typing import Any

from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("hedgerow")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect
def keep_our_logging(**kwargs: Any) -> None:
    """Django has set up what is logged and how; being here keeps Celery from doing it again."""


@signals.worker_process_init.connect
def note_tasks(**kwargs: Any) -> None:
    """Where tasks are run, they are counted."""
    from core import task_log  # noqa: PLC0415 -- app ready

    task_log.connect()
