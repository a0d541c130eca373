"""Whatever goes wrong at an address of the API is answered as a problem, also before a view is reached."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from core.api import PREFIX
from core.api.problems import CONTENT_TYPE, problem_response

_KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")


class ProblemMiddleware:
    """Puts a problem in the place of an error page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(PREFIX):
            return response
        if _loses_what_was_sent(request, response):
            return problem_response(
                request, 404, gettext("Addresses of the API end in a slash. Nothing was changed.")
            )
        if response.status_code < 400:
            return response
        if response.headers.get("Content-Type", "").startswith(CONTENT_TYPE):
            return response
        problem = problem_response(request, response.status_code)
        for name in _KEPT_HEADERS:
            if name in response.headers:
                problem.headers[name] = response.headers[name]
        return problem


def _loses_what_was_sent(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this leads to the same address with a slash: a program that follows would ask there, without its body."""
    to = response.headers.get("Location", "").split("?")[0]
    return request.method not in ("GET", "HEAD") and to == f"{request.path}/"
