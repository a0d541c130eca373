"""What search engines are told of: what everybody may read."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from practice_library.models import WriteUpPage


class PublicWriteUps(Sitemap):
    """Write-ups for everybody, whoever asks."""

    #: As many as the protocol allows in one file.
    limit = 50_000

    def items(self) -> QuerySet:
        """Their addresses and when they last changed."""
        return (
            WriteUpPage.objects.visible_to(AnonymousUser())
            .order_by("pk")
            .values("pk", "slug", "last_published_at")
        )

    def location(self, item: dict[str, Any]) -> str:
        """Where it is read."""
        return reverse("library:write-up", kwargs={"slug": item["slug"]})

    def lastmod(self, item: dict[str, Any]) -> datetime | None:
        """When it was last published."""
        return item["last_published_at"]


class OpenPages(Sitemap):
    """The front page and the library."""

    def items(self) -> list[str]:
        """Names of addresses."""
        return ["today", "library:write-up-list"]

    def location(self, item: str) -> str:
        """Their addresses."""
        return reverse(item)


SITEMAPS = {"pages": OpenPages, "library": PublicWriteUps}
