"""What search engines are asked to leave alone."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

_LEAVE_ALONE = ("/account/", "/cms/", "/join/", "/library/feed/", "/library/suggest/", "/library/?")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing private stands behind these addresses for a visitor; they are merely of no use in an index."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _LEAVE_ALONE)]
    lines += ["", f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
