"""Whatever goes wrong at an address of the API is answered as a problem, also before a view is reached."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from core.api import PREFIX
from core.api.problems import CONTENT_TYPE, problem_response

_KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")


class ProblemMiddleware:
    """Puts a problem in the place of an error page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(PREFIX) or response.status_code < 400:
            return response
        if response.headers.get("Content-Type", "").startswith(CONTENT_TYPE):
            return response
        problem = problem_response(request, response.status_code)
        for name in _KEPT_HEADERS:
            if name in response.headers:
                problem.headers[name] = response.headers[name]
        return problem
