"""Where a school's people sign in."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.sealed_field import SealedTextField
from network.models.school import School
from network.roles import Permission
from network.scoping import PrivateModel


class SignInProvider(PrivateModel):
    """A school's Microsoft, Google or other OpenID Connect provider; it vouches for the school's own people alone."""

    class Kind(models.TextChoices):
        """Whose product it is; the values are those of `network.domain.sign_in_claims.Kind`."""

        MICROSOFT = "microsoft", "Microsoft"
        GOOGLE = "google", "Google"
        OTHER = "other", _("Another provider (OpenID Connect)")

    read_permission = Permission.MANAGE_SCHOOL

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("provider"), max_length=10, choices=Kind)
    label = models.CharField(_("name on the button"), max_length=40)
    #: As its ID tokens name it; where it is configured is found from here (OpenID Connect Discovery 1.0).
    issuer = models.URLField(_("issuer"), max_length=300, blank=True, default="")
    client_id = models.CharField(_("client ID"), max_length=191, blank=True, default="")
    client_secret: Any = SealedTextField(_("client secret"), blank=True, default="", scope="school_id")
    #: Of the school's addresses, such as ["calderwick.example"].
    domains = models.JSONField(_("domains"), default=list)
    created_at = models.DateTimeField()
    #: When somebody of the school last went there and back with these settings.
    tried_at = models.DateTimeField(null=True, blank=True)
    #: Whether the sign-in page offers it.
    is_on = models.BooleanField(default=False)

    class Meta(PrivateModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "label"], name="network_signinprovider_one_label"),
            models.CheckConstraint(
                condition=models.Q(is_on=False) | models.Q(tried_at__isnull=False),
                name="network_signinprovider_tried_first",
            ),
        ]

    class Privacy:
        kind = "private"
        data = "None about people: a school's sign-in settings, its secret sealed; read by those who manage the school."
        kept = "Until the school takes it away."
        erased = "Deleted."

    def __str__(self) -> str:
        return f"{self.school_id}: {self.label}"
