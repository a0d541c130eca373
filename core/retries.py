"""When work that did not succeed is tried again. Plain Python."""

from datetime import timedelta

#: After so many tries somebody has to look (`manage.py outbox`); what follows in the queue goes on.
MOST_TRIES = 5
_FIRST_WAIT_SECONDS = 15


def wait_after(attempts_count: int) -> timedelta:
    """How long to wait after so many attempts: 15 seconds, then 1, 4, 16 and 64 minutes."""
    return timedelta(seconds=_FIRST_WAIT_SECONDS * 4 ** max(attempts_count - 1, 0))
