"""The taxonomy: phase, subject, theme and lens. The entries are in `network.taxonomy`."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Topic(models.Model):
    """One entry of the taxonomy, with its name in each language."""

    class Kind(models.TextChoices):
        """What it says about a thing."""

        PHASE = "phase", _("Phase")
        SUBJECT = "subject", _("Subject")
        THEME = "theme", _("Theme")
        LENS = "lens", _("Lens on learning")

    kind = models.CharField(max_length=10, choices=Kind)
    code = models.SlugField(max_length=40)
    name_en = models.CharField(max_length=80)
    name_sv = models.CharField(max_length=80)
    #: A fuller phrase: the question of a lens, the ages of a phase.
    note_en = models.CharField(max_length=200, blank=True, default="")
    note_sv = models.CharField(max_length=200, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="network_topic_one_code")]

    class Privacy:
        kind = "reference"
        data = "None about people."
        kept = "Always."
        erased = "Not needed."

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_sv if get_language() == "sv" else self.name_en

    @property
    def note(self) -> str:
        """The note in the language of the page."""
        return self.note_sv if get_language() == "sv" else self.note_en
