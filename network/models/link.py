"""The loop: what came from what, and what it led to."""

from django.conf import settings
from django.db import models


class Link(models.Model):
    """The later thing came from the earlier one. Things are named by (kind, id) and shown through a registry."""

    earlier_kind = models.CharField(max_length=40)
    earlier_id = models.CharField(max_length=40)
    later_kind = models.CharField(max_length=40)
    later_id = models.CharField(max_length=40)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["earlier_kind", "earlier_id", "later_kind", "later_id"], name="network_link_once"
            ),
        ]
        indexes = [models.Index(fields=["later_kind", "later_id"], name="network_link_later")]

    class Privacy:
        kind = "shared"
        data = "That two things belong together; each end is shown only to those who may see it."
        kept = "While either thing exists."
        erased = "With the things."

    def __str__(self) -> str:
        return f"{self.earlier_kind} {self.earlier_id} → {self.later_kind} {self.later_id}"
