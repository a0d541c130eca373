"""Error pages: what happened, what was kept, what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or came from elsewhere: nothing was changed."""
    return render(request, "403_csrf.html", status=403)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Too many tries in a short time; a browser or program may come back in five minutes."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "300"
    return response
