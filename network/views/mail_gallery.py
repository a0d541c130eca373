"""The gallery of mail: every message the demo sent, so that a visitor can follow its links. Never in production."""

from typing import NamedTuple

from csp.decorators import csp_replace
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from core.registries.messages import kinds
from network.models import OutgoingMessage
from network.selectors import demo_mail

_PER_PAGE = 30


class Row(NamedTuple):
    """A message, and its kind in words."""

    mail: OutgoingMessage
    kind: str


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """All messages, newest first; `?to=` narrows them to an address."""
    to = request.GET.get("to", "").strip().lower()[:254]
    found = demo_mail(to)
    page = Paginator(found.defer("text", "html"), _PER_PAGE).get_page(request.GET.get("page"))
    rows = [Row(mail, _label(mail.kind)) for mail in page]
    return render(request, "network/mail_gallery/list.html", {"page": page, "rows": rows, "to": to})


def _label(code: str) -> str:
    kind = kinds.get(code)
    return str(kind.label) if kind else code


@require_safe
def message(request: HttpRequest, pk: str) -> HttpResponse:
    """One message, as it looks and as plain text."""
    found = get_object_or_404(OutgoingMessage, pk=pk)
    return render(request, "network/mail_gallery/message.html", {"mail": found})


@require_safe
@xframe_options_sameorigin
@csp_replace(  # type: ignore[arg-type] # it is typed for views without arguments
    {
        "default-src": ["'none'"],
        "script-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["'none'"],
        "font-src": ["'none'"],
        "connect-src": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'self'"],
        "sandbox": [
            "allow-popups",
            "allow-popups-to-escape-sandbox",
            "allow-top-navigation-by-user-activation",
        ],
    }
)
def message_html(request: HttpRequest, pk: str) -> HttpResponse:
    """The HTML of a message, as a mail program would show it: inline styles, and nothing that runs or is fetched."""
    found = get_object_or_404(OutgoingMessage, pk=pk)
    return HttpResponse(found.html.replace("<head>", '<head><base target="_top">', 1))
