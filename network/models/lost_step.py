"""Somebody has lost the second step of their sign-in."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.models.school import School
from network.roles import Permission
from network.scoping import PrivateModel


class LostSecondStep(PrivateModel):
    """A person asks to be let in by password alone; a colleague confirms; a day later the second steps are removed."""

    class Outcome(models.TextChoices):
        """How it ended."""

        REMOVED = "removed", _("the second steps were removed")
        STOPPED = "stopped", _("the person stopped it")
        REFUSED = "refused", _("a colleague did not confirm it")
        LAPSED = "lapsed", _("nobody confirmed it in time")

    read_permission = Permission.MANAGE_PEOPLE

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: The school at which a colleague is asked to confirm.
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: From here on it takes effect unless stopped; empty until somebody has confirmed.
    due_at = models.DateTimeField(_("takes effect"), null=True, blank=True)
    #: SHA-256 of the secret in the link that stops it, in hexadecimal.
    secret_hash = models.CharField(max_length=64, blank=True, default="")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")

    class Meta(PrivateModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="network_lostsecondstep_one_open"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("person")),
                name="network_lostsecondstep_four_eyes",
            ),
        ]

    class Privacy:
        kind = "private"
        data = "Who lost the second step of their sign-in and who confirmed it; read by those who manage the school's people."
        kept = "30 days after it ended."
        erased = "Deleted."

    def __str__(self) -> str:
        return f"{self.person_id} at {self.school_id}: {self.outcome or 'open'}"
