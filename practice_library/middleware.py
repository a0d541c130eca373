"""The Wagtail admin is for network editors only."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from network.access import standing_of
from network.roles import Permission


class EditorsOnlyMiddleware:
    """`/cms/` does not exist for anybody but network editors, nor on another host than CMS_HOST when one is named."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: object, view_args: object, view_kwargs: object
    ) -> None:
        """Look before any view of the admin runs.

        Raises:
            Http404: for everybody else.
        """
        if not request.path.startswith("/cms/"):
            return
        if settings.CMS_HOST and request.get_host() != settings.CMS_HOST:
            raise Http404
        if not standing_of(request.user).may_somewhere(Permission.EDIT_LIBRARY):
            raise Http404
