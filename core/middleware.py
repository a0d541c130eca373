"""Every request has an id, in its answer and in the log; and names nothing that cannot be."""

import codecs
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve

from core import request_id
from core.api import PREFIX
from core.body_limit import TOO_LARGE
from core.views.errors import too_large


class RequestIdMiddleware:
    """Takes `X-Request-ID` from the proxy when it is harmless, else makes one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.begin(request.headers.get("X-Request-ID"))
        request.request_id = request_id.current()  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            request_id.end(token)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response


class OperatorsMiddleware:
    """Answers operators' programs before anything that needs the database, a known host or TLS.

    They ask from inside, by whatever address they have; and when the database is away, the process is still up.
    """

    PATHS = frozenset({"/healthz", "/readyz", "/metrics"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path not in self.PATHS:
            return self.get_response(request)
        request.resolver_match = resolve(request.path)
        try:
            return request.resolver_match.func(request)
        except Http404 as error:
            return response_for_exception(request, error)


class BodyLimitMiddleware:
    """Says on a page what became of a request that was too large to be read (`core.body_limit`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request, "scope", {}).get(TOO_LARGE):
            return too_large(request)
        return self.get_response(request)


class AddressMiddleware:
    """An address names only what can be: keys that the databases can hold, and text that they can.

    PostgreSQL answers a NUL byte and a key of more than eight bytes with an error, not with nothing; here it is nothing.
    """

    #: The largest key a database knows: eight bytes with a sign.
    LARGEST = 2**63 - 1

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: object, view_args: object, view_kwargs: dict[str, object]
    ) -> None:
        """Look at the numbers in the address and at its query string.

        Raises:
            BadRequest: when it is written in anything but UTF-8, in which half characters could hide.
            Http404: when a number is too large to be anything's key, or a NUL byte stands in the query string of a page;
                the API says what it was sent (`core.api`).
        """
        if request.encoding is not None and codecs.lookup(request.encoding).name != "utf-8":
            raise BadRequest("Requests are written in UTF-8.")
        if any(isinstance(value, int) and value > self.LARGEST for value in view_kwargs.values()):
            raise Http404
        if not request.path.startswith(PREFIX) and any(
            "\0" in text for name, values in request.GET.lists() for text in (name, *values)
        ):
            raise Http404
