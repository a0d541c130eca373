"""The registers of schools: reference data, from which a joining school's card is filled."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegisteredSchoolQuerySet(models.QuerySet):
    """Schools of the registers."""

    def offered(self) -> "RegisteredSchoolQuerySet":
        """Those a joining head may choose: open, and with a name."""
        return self.filter(is_open=True).exclude(name="")


class RegisteredSchool(models.Model):
    """A school in a public register, by its URN."""

    urn = models.PositiveIntegerField(_("URN"), unique=True)
    name = models.CharField(_("name"), max_length=160, blank=True, default="")
    town = models.CharField(_("town"), max_length=100, blank=True, default="")
    postcode = models.CharField(_("postcode"), max_length=12, blank=True, default="")
    local_authority_code = models.CharField(max_length=6, blank=True, default="")
    local_authority = models.CharField(_("local authority"), max_length=80, blank=True, default="")
    region = models.CharField(_("region"), max_length=60, blank=True, default="")
    phase = models.CharField(_("phase"), max_length=60, blank=True, default="")
    kind = models.CharField(_("kind of school"), max_length=80, blank=True, default="")
    trust = models.CharField(_("trust"), max_length=120, blank=True, default="")
    lowest_age = models.PositiveSmallIntegerField(null=True, blank=True)
    highest_age = models.PositiveSmallIntegerField(null=True, blank=True)
    pupils_count = models.PositiveIntegerField(_("pupils on roll"), null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    is_open = models.BooleanField(_("open"), default=True)
    #: Lower case, for finding: name, town and postcode.
    search_text = models.CharField(max_length=300, blank=True, default="", editable=False)
    #: Public figures by name, such as absence in per cent; empty cells are left out.
    figures = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=40, default="")

    objects = RegisteredSchoolQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["postcode"], name="network_registered_postcode")]

    class Privacy:
        kind = "reference"
        data = "None about people: public figures of schools (Open Government Licence v3.0)."
        kept = "Until the next import replaces it."
        erased = "Not needed."

    def __str__(self) -> str:
        return self.name or str(self.urn)


class RegisterImport(models.Model):
    """One run of `import_schools`, with its progress and what came of it."""

    file_name = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_added = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_unchanged = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)

    class Privacy:
        kind = "reference"
        data = "None about people."
        kept = "The last twenty runs."
        erased = "Not needed."

    def __str__(self) -> str:
        return self.file_name


class RegisterProblem(models.Model):
    """A row of a register that could not be taken, by number and reason."""

    run = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="problems")
    row_number = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)

    class Privacy:
        kind = "reference"
        data = "None about people."
        kept = "With the run."
        erased = "With the run."

    def __str__(self) -> str:
        return f"{self.row_number}: {self.reason}"
