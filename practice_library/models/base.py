"""What all pages of the hub have in common."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page


class LibraryPage(Page):
    """A page that Wagtail keeps and our own views show: Wagtail's serving, feeds and sitemaps leave it out."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Never: pages are read at `/library/`, where the reader's right to do so is checked.

        Raises:
            Http404: always.
        """
        raise Http404

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """None: our own sitemap lists what is public."""
        return []
