"""The audit log: who did what at a school, in a chain that shows any change."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.models.school import School
from network.roles import Permission
from network.scoping import PrivateModel


class AuditEntry(PrivateModel):
    """One thing that somebody did, or was refused. Rows are only ever added.

    Ids of people and things are plain values, not foreign keys: the log outlives what it speaks of.
    """

    read_permission = Permission.READ_AUDIT
    append_only = True
    #: Anybody may be the cause of a row at any school (a refusal too), but only in their own name.
    insert_policy = (
        "current_setting('app.context', true) = 'on' AND actor_id IS NOT DISTINCT FROM "
        "nullif(current_setting('app.person', true), '')::bigint"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    #: 1, 2, 3 … within the school, without a gap.
    number = models.PositiveBigIntegerField(_("number"))
    at = models.DateTimeField(_("when"))
    actor_id = models.BigIntegerField(_("who"), null=True, blank=True)
    #: A verb in the past tense, such as "role_granted"; denials end in "_refused".
    action = models.CharField(_("what"), max_length=60)
    subject_kind = models.CharField(max_length=40, blank=True, default="")
    subject_id = models.CharField(max_length=40, blank=True, default="")
    purpose = models.CharField(_("what for"), max_length=80, blank=True, default="")
    #: Codes and ids only, never a person's words.
    details = models.JSONField(default=dict, blank=True)
    address = models.CharField(_("from where"), max_length=45, blank=True, default="")
    request_id = models.CharField(max_length=64, blank=True, default="")
    previous_hash = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64)

    class Meta(PrivateModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="network_auditentry_one_number"),
        ]

    class Privacy:
        kind = "private"
        data = "Pseudonymous ids of who did what, when and from where; read by the head and the data protection officer."
        kept = "24 months, behind a signed checkpoint of the chain."
        erased = "With the checkpoint; names are never in it."

    def __str__(self) -> str:
        return f"{self.school_id} #{self.number} {self.action}"


class AuditChain(models.Model):
    """Where a school's chain stands: the row that is locked while an entry is added."""

    school = models.OneToOneField(School, on_delete=models.PROTECT, primary_key=True, related_name="+")
    last_number = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="")

    class Privacy:
        kind = "reference"
        data = "None about people: a number and a hash."
        kept = "While the school takes part."
        erased = "With the school."

    def __str__(self) -> str:
        return f"{self.school_id}: {self.last_number}"
