"""Work that takes time: noted where it is decided, done after commit, tried again until it is done.

The row is the truth. A task only brings its id; when the broker is away or a worker dies, the sweep sends it again.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import transaction
from django.db.models import Min, Q
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from core import breaker, clock, request_id
from core.claims import claimed_for, unclaimed, while_locked
from core.models import KeptValue, WorkItem
from core.registries.outboxes import OutboxState
from core.registries.retention import RetentionRule
from core.registries.work import kinds
from core.retries import MOST_TRIES, wait_after

logger = logging.getLogger(__name__)

_TASK = "core.tasks.do_work"
_KEPT_FOR = timedelta(days=30)
#: One run of the sweep; the next comes seconds later.
_SWEEP_SIZE = 100
#: What a worker finds in the queue later than this has been sent anew meanwhile.
_MESSAGE_LIVES_SECONDS = 120
#: Where no lock says that somebody is at it, a claim lasts at least so long.
_UNLOCKED_CLAIM = timedelta(minutes=2)


class UnknownKind(LookupError):
    """No room has registered this kind of work: a programming error, never a person's."""


@transaction.atomic
def add(kind: str, *, key: str, about: Mapping[str, Any]) -> WorkItem:
    """Note work to be done once the transaction is committed.

    Args:
        kind: a name in `core.registries.work.kinds`.
        key: what makes it the same work: of one kind and key there is one item, however often it is asked for.
        about: ids and the like; no words about anybody.

    Raises:
        UnknownKind: when no such kind is registered.
    """
    if kinds.get(kind) is None:
        raise UnknownKind(kind)
    now = clock.now()
    item, is_new = WorkItem.objects.get_or_create(
        kind=kind, key=key, defaults={"about": dict(about), "created_at": now, "due_at": now}
    )
    if is_new:
        transaction.on_commit(partial(publish, _TASK, item_id=str(item.pk)))
    return item


def publish(task: str, **ids: str) -> bool:
    """Hand a task to the broker, without waiting for one that is away: what is in a table is found by its sweep.

    Returns:
        Whether the broker took it.
    """
    if not breaker.redis.lets_through():
        return False
    try:
        current_app.send_task(
            task,
            kwargs=ids,
            retry=False,
            expires=_MESSAGE_LIVES_SECONDS,
            headers={"request_id": request_id.current()},
        )
    except (OperationalError, RedisError, OSError) as error:
        breaker.redis.failed()
        logger.warning("%s waits for the sweep: %s", task, type(error).__name__)
        return False
    breaker.redis.worked()
    return True


def perform(*, item_id: UUID) -> bool:
    """Do one piece of work, unless it is done, given up, not due, or in somebody's hands; safe to repeat.

    The try is counted and committed first, so that work which kills its worker is given up in the end. On PostgreSQL
    the row stays locked while it is done, and what was done and that it was done are one transaction: a worker that
    dies leaves nothing half done and lets go of the row at once.

    Returns:
        Whether it was done now.
    """
    if not _claimed(item_id):
        return False
    with while_locked():
        item = unclaimed(WorkItem.objects.filter(pk=item_id, done_at=None)).first()
        if item is None or (act := kinds.get(item.kind)) is None:
            return False
        act(item.about)
        item.done_at = clock.now()
        item.save(update_fields=["done_at"])
    return True


@transaction.atomic
def _claimed(item_id: UUID) -> bool:
    now = clock.now()
    item = unclaimed(WorkItem.objects.filter(_waiting(now), pk=item_id)).first()
    if item is None:
        return False
    if item.attempts_count >= MOST_TRIES:
        item.given_up_at = now
        item.save(update_fields=["given_up_at"])
        logger.error("%s was given up after %d tries", item, item.attempts_count)
        return False
    item.attempts_count += 1
    item.due_at = now + claimed_for(wait_after(item.attempts_count), at_least=_UNLOCKED_CLAIM)
    item.save(update_fields=["attempts_count", "due_at"])
    return True


def _waiting(now: datetime) -> Q:
    return Q(done_at=None, given_up_at=None, due_at__lte=now)


def send_waiting() -> int:
    """Send again what is due and was not done; returns how many items."""
    due = WorkItem.objects.filter(_waiting(clock.now())).order_by("due_at", "pk")
    ids = list(due.values_list("pk", flat=True)[:_SWEEP_SIZE])
    return sum(publish(_TASK, item_id=str(item_id)) for item_id in ids)


def state() -> OutboxState:
    """How the work stands."""
    now = clock.now()
    waiting = WorkItem.objects.filter(done_at=None, given_up_at=None)
    oldest = waiting.aggregate(oldest=Min("created_at"))["oldest"]
    return OutboxState(
        waiting=waiting.count(),
        oldest_seconds=(now - oldest).total_seconds() if oldest else 0.0,
        given_up=WorkItem.objects.exclude(given_up_at=None).count(),
    )


def try_again() -> int:
    """Begin anew with everything that was given up; returns how many items."""
    return WorkItem.objects.exclude(given_up_at=None).update(
        given_up_at=None, attempts_count=0, due_at=clock.now()
    )


def delete_due(now: datetime) -> int:
    """Delete work 30 days after it was done, and limits that have run out; returns how many rows."""
    done = WorkItem.objects.filter(done_at__lt=now - _KEPT_FOR).delete()[0]
    return done + KeptValue.objects.filter(expires__lt=now).delete()[0]


RETENTION = RetentionRule(
    what=_("Work that took time"), kept_for=_("30 days after it was done"), apply=delete_due
)
