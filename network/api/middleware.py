"""The token of a program takes the place of a session, before anything is read."""

import re
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from core import clock
from core.api import PREFIX
from network.services.api_tokens import token_behind

_BEARER = re.compile(r"bearer +(\S+) *", re.IGNORECASE)


class TokenMiddleware:
    """At addresses of the API an Authorization header decides who is asking, and a session then counts for nothing.

    A token is taken from that header alone: addresses are logged, kept and passed on. `request.api_token` is the token
    when it is valid; `request.token_refused` says that one was sent and is not.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.headers.get("Authorization")
        if sent is not None and request.path.startswith(PREFIX):
            found = _BEARER.fullmatch(sent)
            token = token_behind(found.group(1), clock.now()) if found else None
            request.api_token = token  # type: ignore[attr-defined]
            request.token_refused = token is None  # type: ignore[attr-defined]
            request.user = AnonymousUser() if token is None else token.membership.person
        return self.get_response(request)
