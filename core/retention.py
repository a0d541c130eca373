"""Deleting what has been kept long enough: every rule of every room, each run that took something noted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.models import RetentionRun
from core.registries.retention import RetentionRule, rules

_RUNS_KEPT_FOR = timedelta(days=730)


@dataclass(frozen=True)
class Outcome:
    """What came of a rule: how many it took; None where nothing is deleted by itself."""

    name: str
    rule: RetentionRule
    taken: int | None


def apply_rules(now: datetime, *, dry_run: bool = False) -> Iterator[Outcome]:
    """Apply every rule, each in a transaction of its own; what was taken before an interruption stays taken.

    Args:
        now: what is due by this moment goes.
        dry_run: find out what would go, and let all of it stay.
    """
    for name, rule in rules.items():
        if rule.apply is None:
            yield Outcome(name, rule, None)
            continue
        with transaction.atomic():
            taken = rule.apply(now)
            if taken:
                RetentionRun.objects.create(rule=name, ran_at=now, taken_count=taken)
            if dry_run:
                transaction.set_rollback(True)
        yield Outcome(name, rule, taken)


def delete_due_runs(now: datetime) -> int:
    """Delete the notes of runs after 24 months; returns how many."""
    return RetentionRun.objects.filter(ran_at__lt=now - _RUNS_KEPT_FOR).delete()[0]


RETENTION = RetentionRule(what=_("Notes of what was deleted"), kept_for=_("24 months"), apply=delete_due_runs)
