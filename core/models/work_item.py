"""Work that takes time: the table is the truth, a task is only its messenger."""

import uuid

from django.db import models
from django.db.models import Q


class WorkItem(models.Model):
    """Something to be done once, written in the transaction that decided on it (`core.work`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    about = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts_count = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="core_work_item_once")]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(done_at=None, given_up_at=None), name="core_work_item_waiting"
            )
        ]

    class Privacy:
        kind = "reference"
        data = "Ids of things, never words about them."
        kept = "30 days after it was done."
        erased = "Deleted."

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
