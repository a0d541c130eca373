"""Error pages: what happened, what was kept, what to do next."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request made no sense, or carried more text than a form may."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return render(request, "400.html", status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    """More was sent than the hub takes at once; none of it was kept."""
    return render(request, "413.html", status=413)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or came from elsewhere: nothing was changed."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke. When it was the database that is away or held up, whoever asked may come back in ten seconds."""
    is_away = isinstance(sys.exception(), OperationalError | InterfaceError)
    # Without the request: to say who is asking would need the database.
    page = get_template("503.html" if is_away else "500.html").render()
    if is_away:
        return HttpResponse(page, status=503, headers={"Retry-After": "10"})
    return HttpResponse(page, status=500)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Too many tries in a short time; a browser or program may come back in five minutes."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "300"
    return response
