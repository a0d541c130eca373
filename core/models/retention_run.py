"""What was deleted because it had been kept long enough."""

from django.db import models


class RetentionRun(models.Model):
    """A rule took something: which, when, how many. Nothing about whom."""

    rule = models.CharField(max_length=60)
    ran_at = models.DateTimeField()
    taken_count = models.PositiveIntegerField()

    class Privacy:
        kind = "reference"
        data = "None about people: a number."
        kept = "24 months."
        erased = "Not needed."

    def __str__(self) -> str:
        return f"{self.rule}: {self.taken_count}"
