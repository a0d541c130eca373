"""What is counted, for Prometheus. With several processes each writes its numbers into a folder, and any adds them up."""

import os
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.db import DatabaseError
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from core import breaker
from core.models import WorkItem
from core.registries import outboxes

REQUESTS = Counter("hedgerow_requests", "Requests answered.", ["method", "route", "status"])
REQUEST_SECONDS = Histogram(
    "hedgerow_request_seconds",
    "How long a request took.",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10),
)
TASKS = Counter("hedgerow_tasks", "Tasks that were run.", ["task", "outcome"])
TASK_SECONDS = Histogram(
    "hedgerow_task_seconds",
    "How long a task took.",
    ["task"],
    buckets=(0.01, 0.1, 0.5, 1, 5, 10, 60, 300, 600),
)


class _Now(Collector):
    """What is so at this moment, whichever process is asked."""

    def collect(self) -> Iterator[Metric]:
        """Ask the database; without it there is only the news that it does not answer."""
        began = monotonic()
        try:
            WorkItem.objects.exists()
            seconds = monotonic() - began
            states = {name: read() for name, read in outboxes.readers.items()}
        except DatabaseError:
            yield GaugeMetricFamily("hedgerow_database_up", "Whether the database answers.", value=0)
            return
        yield GaugeMetricFamily("hedgerow_database_up", "Whether the database answers.", value=1)
        yield GaugeMetricFamily("hedgerow_database_seconds", "How long a small question took.", value=seconds)
        yield GaugeMetricFamily(
            "hedgerow_redis_away", "Whether Redis does not answer.", value=not breaker.redis_answers()
        )
        for name, help_text in (
            ("waiting", "What is to be sent or done."),
            ("oldest_seconds", "How long the oldest of it has waited."),
            ("given_up", "What was tried too often."),
        ):
            family = GaugeMetricFamily(f"hedgerow_outbox_{name}", help_text, labels=["outbox"])
            for outbox, state in states.items():
                family.add_metric([outbox], getattr(state, name))
            yield family


class _Folders(MultiProcessCollector):
    """The numbers of pages, worker and clock: each has a folder of its own, because in containers their ids are alike."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterator[Metric]:
        """Add up all processes, those that have ended too."""
        return self.merge([str(path) for path in self._folder.glob("*/*.db")], accumulate=True)


def exposition() -> bytes:
    """The numbers as Prometheus reads them."""
    registry = CollectorRegistry()
    registry.register(_Now())
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry.register(_Folders(Path(settings.METRICS_DIR)))
        return generate_latest(registry)
    return generate_latest(REGISTRY) + generate_latest(registry)
