"""A school's year, day and year groups."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.models.school import School


class Term(models.Model):
    """A term or half-term: both days included."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="terms")
    name = models.CharField(_("name"), max_length=60)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "starts_on"], name="network_term_one_start"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="network_term_ends_after_start"
            ),
        ]

    class Privacy:
        kind = "network"
        data = "None about people."
        kept = "While the school takes part."
        erased = "With the school."

    def __str__(self) -> str:
        return self.name


class Closure(models.Model):
    """Days on which the school is closed to pupils: a holiday, an inset day, a local closure. Both days included."""

    class Kind(models.TextChoices):
        """Why it is closed."""

        HOLIDAY = "holiday", _("Holiday")
        INSET = "inset", _("Inset day")
        LOCAL = "local", _("Closed")

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="closures")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.HOLIDAY)
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="network_closure_ends_after_start"
            ),
        ]

    class Privacy:
        kind = "network"
        data = "None about people."
        kept = "While the school takes part."
        erased = "With the school."

    def __str__(self) -> str:
        return self.name


class SchoolDay(models.Model):
    """When the school opens and closes on a weekday, in its own local time."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="days")
    #: Monday is 1, as in ISO 8601.
    iso_weekday = models.PositiveSmallIntegerField(
        _("weekday"), validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    opens_at = models.TimeField(_("opens"))
    closes_at = models.TimeField(_("closes"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "iso_weekday"], name="network_schoolday_one_a_weekday"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="network_schoolday_closes_after_opening"
            ),
            models.CheckConstraint(
                condition=Q(iso_weekday__gte=1, iso_weekday__lte=7), name="network_schoolday_iso_weekday"
            ),
        ]

    class Privacy:
        kind = "network"
        data = "None about people."
        kept = "While the school takes part."
        erased = "With the school."

    def __str__(self) -> str:
        return f"{self.iso_weekday}: {self.opens_at}–{self.closes_at}"


class YearGroup(models.Model):
    """A year group under the school's own label, with the age most of its pupils are on 1 September."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="year_groups")
    label = models.CharField(_("what you call it"), max_length=40)
    typical_age = models.PositiveSmallIntegerField(_("typical age"), validators=[MaxValueValidator(20)])
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "label"], name="network_yeargroup_one_label"),
            # The target of the composite foreign keys that keep a school's rows together.
            models.UniqueConstraint(fields=["school", "id"], name="network_yeargroup_school_id"),
        ]

    class Privacy:
        kind = "network"
        data = "None about people."
        kept = "While the school takes part."
        erased = "With the school."

    def __str__(self) -> str:
        return self.label
