"""Counting what a page asks of the database: BEGIN, savepoints and the context's own statement are no questions."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

_NOT_COUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK TO", "BEGIN", "COMMIT")


@contextmanager
def asked(count: int, *, or_fewer: bool = False) -> Iterator[None]:
    """Fails unless exactly so many questions (or, when told so, no more) are asked inside; the same on both databases."""
    with CaptureQueriesContext(connection) as captured:
        yield
    counted = [
        query["sql"]
        for query in captured.captured_queries
        if not query["sql"].startswith(_NOT_COUNTED) and "set_config" not in query["sql"]
    ]
    assert len(counted) == count or (or_fewer and len(counted) < count), "\n".join(counted)
