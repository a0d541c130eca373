"""Who belongs to which school, in which roles, from when until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.constraints import SameSchool
from network.models.calendar import YearGroup
from network.models.network import Network
from network.models.school import School
from network.roles import NetworkRole, Role


class PeriodQuerySet(models.QuerySet):
    """Rows that hold from a moment until another."""

    def current(self, now):
        """Those that hold at a moment."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)


class Membership(models.Model):
    """A person belongs to a school. Ended, never deleted: history names people."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="memberships")
    job_title = models.CharField(_("what you do here"), max_length=80, blank=True, default="")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "school"], condition=Q(ends_at=None), name="network_membership_one_current"
            ),
            models.UniqueConstraint(fields=["school", "id"], name="network_membership_school_id"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="network_membership_ends_after_start",
            ),
        ]

    class Privacy:
        kind = "network"
        data = "Who works at which school and as what; shown to people of the same networks."
        kept = "12 months after it ends."
        erased = "With the person, by anonymising."

    def __str__(self) -> str:
        return f"{self.person} at {self.school}"


class RoleGrant(models.Model):
    """A role that a member holds at their school, from a moment until another."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "role"], condition=Q(ends_at=None), name="network_rolegrant_one_current"
            ),
        ]

    class Privacy:
        kind = "network"
        data = "Which role a person holds."
        kept = "With the membership."
        erased = "With the membership."

    def __str__(self) -> str:
        return f"{self.membership}: {self.get_role_display()}"


class NetworkRoleGrant(models.Model):
    """A role that a person holds in a network; it rotates, and its history stays."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="role_grants")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="network_role_grants"
    )
    role = models.CharField(_("role"), max_length=10, choices=NetworkRole)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "person", "role"],
                condition=Q(ends_at=None),
                name="network_networkrolegrant_one_current",
            ),
        ]

    class Privacy:
        kind = "network"
        data = "Who coordinates or edits for a network, and who did."
        kept = "While the network lasts."
        erased = "With the person, by anonymising."

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()} of {self.network}"


class MembershipYearGroup(models.Model):
    """A year group that a member works with."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="year_group_links")
    year_group = models.ForeignKey(YearGroup, on_delete=models.CASCADE, related_name="member_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "year_group"], name="network_membershipyeargroup_once"
            ),
            SameSchool(to_field="membership", name="network_membershipyeargroup_same_school_member"),
            SameSchool(to_field="year_group", name="network_membershipyeargroup_same_school_year"),
        ]

    class Privacy:
        kind = "network"
        data = "Which year groups a person works with."
        kept = "With the membership."
        erased = "With the membership."

    def __str__(self) -> str:
        return f"{self.membership}: {self.year_group}"
