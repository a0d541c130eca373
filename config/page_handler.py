"""How a request runs: a static file in the loop, a page in one thread from its first middleware to its view.

Django's own handler changes between loop and thread wherever a middleware that knows both stands beside one that knows
threads alone: three times there and back, for which a page paid a third of what the bare framework costs.
"""

from typing import Any, ClassVar

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from servestatic.middleware import ServeStaticMiddleware


class StaticFiles(ServeStaticMiddleware):
    """Answers static files in the loop; a page's thread, which it would call back into the loop, goes without it."""

    #: Whether the chain that is being built is the loop's.
    for_the_loop: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not self.for_the_loop:
            raise MiddlewareNotUsed
        super().__init__(*args, **kwargs)


class PageHandler(ASGIHandler):
    """The hub's pages and static files, as an ASGI application."""

    def __init__(self) -> None:
        StaticFiles.for_the_loop = True
        try:
            super().__init__()  # the chain of coroutines, for static files
        finally:
            StaticFiles.for_the_loop = False
        self._pages = BaseHandler()
        self._pages.load_middleware()

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """The answer to a request."""
        if request.path_info.startswith(settings.STATIC_URL):
            return await super().get_response_async(request)
        return await sync_to_async(self._pages.get_response, thread_sensitive=True)(request)
