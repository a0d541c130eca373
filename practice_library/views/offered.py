"""The editors' list in the Wagtail admin: what was offered to their networks."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from core import clock
from practice_library.models import WriteUpPage
from practice_library.selectors.reading import reading_of_draft
from practice_library.views.read import write_up_context

_A_PAGE = 50


def offered_list(request: HttpRequest) -> HttpResponse:
    """Newest first, or those with certain words in the title."""
    words = request.GET.get("q", "").strip()[:200]
    pages = (
        WriteUpPage.objects.offered_to_editor(request.user)
        .select_related("school", "network", "latest_revision")
        .order_by("-last_published_at", "-pk")
    )
    if words:
        pages = pages.filter(title__icontains=words)
    shown = Paginator(pages, _A_PAGE).get_page(request.GET.get("p"))
    for page in shown:
        page.is_editable = page.may_be_edited_by(request.user)
    context = {
        "pages": shown,
        "words": words,
        "page_title": _("Offered to us"),
        "header_icon": "folder-open-inverse",
    }
    return TemplateResponse(request, "library/cms/offered.html", context)


def editor_preview(request: HttpRequest, page: WriteUpPage) -> HttpResponse:
    """A page as its readers see it, in the frame of the Wagtail admin."""
    context: dict[str, Any] = write_up_context(request, reading_of_draft(request.user, page, clock.today()))
    response = TemplateResponse(request, "library/write_up.html", context)
    # The frame stands in a page of ours; the rest of the policy is the site's.
    response._csp_replace = {"frame-ancestors": ["'self'"]}  # type: ignore[attr-defined]
    return response
