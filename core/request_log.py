"""A line and a count for each request: what was asked for by the name of its route, never by its address."""

import logging
from collections.abc import Callable
from time import monotonic

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from core import metrics

logger = logging.getLogger("hedgerow.requests")

_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class RequestLogMiddleware:
    """Stands outside everything that takes time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then note."""
        began = monotonic()
        response = self.get_response(request)
        seconds = monotonic() - began
        method = request.method if request.method in _METHODS else "other"
        route, status = _route(request), response.status_code
        metrics.REQUESTS.labels(method, route, status).inc()
        metrics.REQUEST_SECONDS.labels(route).observe(seconds)
        logger.info(
            "request",
            extra={
                "fields": {
                    "method": method,
                    "route": route,
                    "status": status,
                    "milliseconds": round(seconds * 1000),
                    "user": _pseudonym(request),
                }
            },
        )
        return response


def _route(request: HttpRequest) -> str:
    if request.resolver_match is not None:
        return request.resolver_match.view_name or "unnamed"
    return "static" if request.path.startswith(settings.STATIC_URL) else "nothing"


def _pseudonym(request: HttpRequest) -> str:
    """The same for the same person, so that one trouble can be followed; who it is cannot be told from it."""
    person = getattr(request, "user", None)
    if not isinstance(person, AbstractBaseUser):
        return ""
    return salted_hmac("hedgerow.requests", str(person.pk)).hexdigest()[:12]
