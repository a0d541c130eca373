"""Messages on their way out: the table is the truth, sending is repeated until it says so."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OutgoingMessage(models.Model):
    """A mail to one person, written when it was decided, sent after commit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=5, default="en")
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts_count = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=models.Q(sent_at=None), name="network_message_waiting"
            )
        ]

    class Privacy:
        kind = "shared"
        data = "An address and what was written to it; never a pupil's name, code or note."
        kept = "30 days after it was sent."
        erased = "Deleted."

    def __str__(self) -> str:
        return f"{self.kind} to {self.email}"
