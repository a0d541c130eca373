"""Addresses of feeds, one a person and feed."""

from django.conf import settings
from django.db import models


class FeedToken(models.Model):
    """The key in the address of a person's feed; only its hash is kept."""

    class Feed(models.TextChoices):
        """Which feed it opens."""

        CALENDAR = "calendar", "calendar"
        LIBRARY = "library", "library"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed_tokens")
    feed = models.CharField(max_length=20, choices=Feed)
    #: SHA-256 of the token, in hexadecimal.
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "feed"], name="network_feedtoken_one")]

    class Privacy:
        kind = "shared"
        data = "That a person uses a feed."
        kept = "Until they make a new address or leave."
        erased = "Deleted."

    def __str__(self) -> str:
        return f"{self.feed} of {self.person_id}"
