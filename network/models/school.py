"""A school that has joined."""

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class School(models.Model):
    """A school that has joined; the registers' schools that have not are `RegisteredSchool`."""

    class Country(models.TextChoices):
        """Where it is: decides which register fills its card."""

        ENGLAND = "GB-ENG", _("England")
        SCOTLAND = "GB-SCT", _("Scotland")
        WALES = "GB-WLS", _("Wales")
        NORTHERN_IRELAND = "GB-NIR", _("Northern Ireland")
        SWEDEN = "SE", _("Sweden")
        OTHER = "XX", _("Another country")

    #: In characters.
    LONGEST_VISITOR_INFORMATION = 2_000

    code = models.CharField(
        _("short code"),
        max_length=8,
        unique=True,
        validators=[RegexValidator(r"^[A-Z0-9]{2,8}$", _("Use two to eight capital letters or digits."))],
        help_text=_("Two to eight letters that people here use for the school, such as MAR."),
    )
    name = models.CharField(_("name"), max_length=160)
    urn = models.PositiveIntegerField(_("URN"), null=True, blank=True, unique=True)
    country = models.CharField(_("country"), max_length=6, choices=Country, default=Country.ENGLAND)
    town = models.CharField(_("town"), max_length=100, blank=True, default="")
    postcode = models.CharField(_("postcode"), max_length=12, blank=True, default="")
    about = models.CharField(_("the place in a few words"), max_length=160, blank=True, default="")
    phase = models.CharField(_("phase"), max_length=60, blank=True, default="")
    lowest_age = models.PositiveSmallIntegerField(_("youngest pupils"), null=True, blank=True)
    highest_age = models.PositiveSmallIntegerField(_("oldest pupils"), null=True, blank=True)
    pupils_count = models.PositiveIntegerField(_("pupils on roll"), null=True, blank=True)
    staff_count = models.PositiveIntegerField(_("members of staff"), null=True, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/London")
    language = models.CharField(
        _("language"), max_length=5, choices=[("en", "English"), ("sv", "Svenska")], default="en"
    )
    currency = models.CharField(_("currency"), max_length=3, default="GBP")
    visitor_information = models.TextField(
        _("for visitors"),
        blank=True,
        default="",
        validators=[MaxLengthValidator(LONGEST_VISITOR_INFORMATION)],
    )
    joined_at = models.DateTimeField(_("joined"))
    left_at = models.DateTimeField(_("left the hub"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lowest_age=None)
                | models.Q(highest_age=None)
                | models.Q(lowest_age__lte=models.F("highest_age")),
                name="network_school_ages_in_order",
            ),
        ]

    class Privacy:
        kind = "network"
        data = "None about people: a school's card."
        kept = "While the school takes part, and as the author of what it left behind."
        erased = "With `leave_hub`."

    def __str__(self) -> str:
        return self.name
