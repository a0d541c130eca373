"""A legal hold: what is held about a person is not deleted while it lasts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from network.models.school import School
from network.roles import Permission
from network.scoping import PrivateModel


class LegalHold(PrivateModel):
    """The data protection officer or head of a school has named a person; retention leaves them alone until it is lifted."""

    read_permission = Permission.READ_AUDIT

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: A reference such as a case number; no account of what happened.
    reference = models.CharField(_("reference"), max_length=80)
    placed_at = models.DateTimeField(_("placed"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    class Meta(PrivateModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["school", "person"],
                condition=models.Q(lifted_at=None),
                name="network_legalhold_one_open",
            )
        ]

    class Privacy:
        kind = "private"
        data = "That what is held about a person must be kept, under which reference; read by the head and the data protection officer."
        kept = "12 months after it was lifted."
        erased = "Deleted."

    def __str__(self) -> str:
        return f"{self.person_id} at {self.school_id}: {self.reference}"
