"""Invitations: a person into a school, a school into a network."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.models.network import Network
from network.models.register import RegisteredSchool
from network.models.school import School
from network.roles import Permission
from network.scoping import PrivateModel


class Invitation(PrivateModel):
    """Somebody is asked to join a school; the secret itself is only in the mail."""

    read_permission = Permission.MANAGE_PEOPLE

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=120, blank=True, default="")
    job_title = models.CharField(_("what they do here"), max_length=80, blank=True, default="")
    #: Role codes (`network.roles.Role`).
    roles = models.JSONField(_("roles"), default=list)
    #: Ids of the school's year groups.
    year_groups = models.JSONField(_("year groups"), default=list, blank=True)
    #: SHA-256 of the secret, in hexadecimal.
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("sent"))
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta(PrivateModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["school", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="network_invitation_one_open",
            ),
        ]

    class Privacy:
        kind = "private"
        data = "Name and address of somebody who has not joined yet; read by those who manage the school's people."
        kept = "30 days after it was accepted, withdrawn or ran out."
        erased = "Deleted."

    def __str__(self) -> str:
        return self.email


class SchoolInvitation(models.Model):
    """A school is asked to join a network; its head accepts. The School begins then, not before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="school_invitations")
    registered_school = models.ForeignKey(
        RegisteredSchool, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: A school that is here already and is asked into a further network.
    existing_school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    school_name = models.CharField(_("name of the school"), max_length=160)
    email = models.EmailField(_("e-mail address of the head"), max_length=254)
    head_name = models.CharField(_("name of the head"), max_length=120)
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("sent"))
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Privacy:
        kind = "shared"
        data = "Name and address of a head who has not joined yet; read by the network's coordinators."
        kept = "30 days after it was accepted, withdrawn or ran out."
        erased = "Deleted."

    def __str__(self) -> str:
        return self.school_name
