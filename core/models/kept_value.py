"""Values that hold while Redis is away; read and written by `core.cache` alone."""

from django.db import models

from core.cache import TABLE


class KeptValue(models.Model):
    """How often something was tried, until when; the columns are those that Django's cache in the database expects."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = TABLE

    class Privacy:
        kind = "reference"
        data = "Network addresses from which somebody tried to sign in, and hashes of the names they tried."
        kept = "At most an hour and a quarter."
        erased = "Deleted."

    def __str__(self) -> str:
        return "a kept value"
