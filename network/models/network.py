"""Networks, and the schools' places in them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Network(models.Model):
    """Schools that work together. Nobody owns it; the coordinator's role moves on."""

    class Kind(models.TextChoices):
        """What sort of network it is."""

        ALLIANCE = "alliance", _("Alliance")
        TRUST = "trust", _("Trust")
        CLUSTER = "cluster", _("Cluster")
        HUB = "hub", _("Hub")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ALLIANCE)
    motto = models.CharField(_("motto"), max_length=160, blank=True, default="")
    values = models.TextField(_("what we value"), blank=True, default="")
    founded_year = models.PositiveSmallIntegerField(_("founded"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="GBP")
    created_at = models.DateTimeField(auto_now_add=True)
    schools = models.ManyToManyField(
        "network.School", through="network.NetworkPlace", related_name="networks"
    )

    class Privacy:
        kind = "network"
        data = "None about people."
        kept = "While the network lasts."
        erased = "Deleted with its last school."

    def __str__(self) -> str:
        return self.name


class NetworkPlace(models.Model):
    """A school's place in a network, from a moment until it leaves. Ended, never deleted."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="places")
    school = models.ForeignKey("network.School", on_delete=models.PROTECT, related_name="network_places")
    joined_at = models.DateTimeField(_("joined"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "school"],
                condition=Q(left_at=None),
                name="network_networkplace_one_current",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("joined_at")),
                name="network_networkplace_leaves_after_joining",
            ),
        ]

    class Privacy:
        kind = "network"
        data = "None about people."
        kept = "While the network lasts."
        erased = "Deleted with the network."

    def __str__(self) -> str:
        return f"{self.school} in {self.network}"
