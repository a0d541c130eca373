"""The Wagtail admin is for network editors only, and of its pages only those that show nothing but what was offered.

Wagtail's own listings, choosers, reports, searches and API were made for one organisation: the page explorer alone
offers the names of everybody who owns a page. So what is not named here is not there, whatever a future version of
Wagtail adds; editors find what was offered on a list of ours (`views.offered`).
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from network.access import standing_of
from network.roles import Permission
from practice_library.models import WriteUpPage
from practice_library.services.shelves import align_editor

#: Pages of the admin about one page: its id is looked at first.
ABOUT_A_PAGE = {
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:preview_on_edit",
    "wagtailadmin_pages:view_draft",
    "wagtailadmin_pages:unpublish",
    "wagtailadmin_editing_sessions:ping",
}
#: Pages of the admin that show nobody's content.
ABOUT_NOTHING = {
    "library_offered",
    "wagtailadmin_editing_sessions:release",
    "wagtailadmin_dismissibles",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
}
#: Where links of the admin's frame lead instead.
INSTEAD = {
    "wagtailadmin_home": "library_offered",
    "wagtailadmin_explore_root": "library_offered",
    "wagtailadmin_explore": "library_offered",
    "wagtailadmin_pages:search": "library_offered",
    "wagtailadmin_pages:usage": "library_offered",
    "wagtailadmin_account": "today",
}
#: Looser than the site's: Wagtail's admin writes style attributes and makes pictures of what is dropped into it. Its
#: scripts are files, and the preview is a frame from here.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "frame-src 'self'",
        "frame-ancestors 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)


class EditorsOnlyMiddleware:
    """`/cms/` does not exist for anybody but network editors, nor on another host than CMS_HOST when one is named."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/cms/") and not response.has_header("Content-Security-Policy"):
            response["Content-Security-Policy"] = POLICY
        return response

    def process_view(
        self, request: HttpRequest, view_func: object, view_args: object, view_kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """Look before any view of the admin runs.

        Raises:
            Http404: for everybody else, and for what editors have no business with.
        """
        if not request.path.startswith("/cms/"):
            return None
        _require_editor(request)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in INSTEAD:
            return HttpResponseRedirect(reverse(INSTEAD[name]))
        if name in ABOUT_A_PAGE:
            return _look_at_page(request, view_kwargs)
        if name not in ABOUT_NOTHING:
            raise Http404
        return None


def _require_editor(request: Any) -> None:
    """Only an editor, on the right host, and not with an operator's account, which Wagtail lets do everything."""
    if settings.CMS_HOST and request.get_host() != settings.CMS_HOST:
        raise Http404
    user = request.user
    if getattr(user, "is_superuser", False) or not standing_of(user).may_somewhere(Permission.EDIT_LIBRARY):
        raise Http404
    if align_editor(user):
        # What Wagtail has looked up about this user's groups is no longer so.
        for cached in (
            "_page_permission_cache",
            "_explorable_root_page_cache",
            "_perm_cache",
            "_group_perm_cache",
        ):
            user.__dict__.pop(cached, None)


def _look_at_page(request: Any, kwargs: dict[str, object]) -> HttpResponse | None:
    pk = str(kwargs.get("page_id") or kwargs.get("object_id") or "")
    page = (
        WriteUpPage.objects.offered_to_editor(request.user).filter(pk=pk).first()
        if pk.isascii() and pk.isdigit() and len(pk) < 19
        else None
    )
    if page is None:
        raise Http404
    if page.may_be_edited_by(request.user) or request.resolver_match.view_name.endswith(":unpublish"):
        return None
    messages.info(
        request, _("Its school is writing on it. Once a colleague there has read it, you can go on.")
    )
    return HttpResponseRedirect(reverse("library_offered"))
