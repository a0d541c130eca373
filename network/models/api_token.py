"""Keys with which programs ask the hub in a person's name."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.models.membership import Membership


class ApiToken(models.Model):
    """A program may do in a member's name what they may do at that school, and of that only what the scopes name.

    It hangs on the membership: when that ends, so does the token, and coming back does not revive it.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("what it is for"), max_length=60)
    #: Codes of `core.registries.api.scopes`.
    scopes = models.JSONField(_("what it may do"), default=list)
    #: How it begins, so that its owner knows it again.
    beginning = models.CharField(_("begins with"), max_length=12)
    #: SHA-256 of the token, in hexadecimal.
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("valid until"))
    last_used_on = models.DateField(_("last used"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="network_apitoken_expires_after_creation"
            ),
        ]

    class Privacy:
        kind = "shared"
        data = "That a person lets a program ask in their name, and the day it last did."
        kept = "Until they end it, change how they sign in or leave the school; 30 days after it ran out."
        erased = "Deleted."

    def __str__(self) -> str:
        return f"{self.beginning}… of {self.membership}"
