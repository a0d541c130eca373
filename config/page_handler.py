"""How a request runs: a static file in the loop, a page in one thread from its first middleware to its view.

Django's own handler changes between loop and thread wherever a middleware that knows both stands beside one that knows
threads alone: three times there and back, for which a page paid a third of what the bare framework costs.
"""

from inspect import iscoroutinefunction
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware
from servestatic.middleware import ServeStaticMiddleware


class PageHandler(ASGIHandler):
    """The hub's pages and static files, as an ASGI application."""

    def __init__(self) -> None:
        super().__init__()  # the chain of coroutines, for static files
        self._pages = BaseHandler()
        self._pages.load_middleware()

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """The answer to a request."""
        if request.path_info.startswith(settings.STATIC_URL):
            return await super().get_response_async(request)
        return await sync_to_async(self._pages.get_response, thread_sensitive=True)(request)


@sync_and_async_middleware
def static_files(get_response: Any) -> Any:
    """Answers static files in the loop; a page's thread is never asked for one."""
    return ServeStaticMiddleware(get_response) if iscoroutinefunction(get_response) else get_response
