"""How long a session lasts: three hours without a request, twelve in any case."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from core import clock

_BEGAN = "signed_in_at"
_SEEN = "seen_at"
#: Why somebody is asked to sign in again; the sign-in page says it.
ENDED = "session_ended"
#: Writing the session at every request would cost a query each; an idle session so ends up to five minutes early.
_NOTED_EVERY_SECONDS = 5 * 60


def begin(request: HttpRequest) -> None:
    """A session begins when somebody signs in."""
    now = clock.now().timestamp()
    request.session[_BEGAN] = request.session[_SEEN] = now
    request.session.pop(ENDED, None)


class SessionAgeMiddleware:
    """Ends a session that is too old or was left alone; one that does not say how old it is has ended too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End what has ended, note that the others are used."""
        if request.user.is_authenticated:
            now = clock.now().timestamp()
            if has_ended(request.session, now):
                # Not `logout`, which would sign this person out on their other devices too.
                request.session.flush()
                request.user = AnonymousUser()
                request.session[ENDED] = True
            elif now - request.session[_SEEN] >= _NOTED_EVERY_SECONDS:
                request.session[_SEEN] = now
        return self.get_response(request)


def began_lately(session: Mapping[str, Any]) -> bool:
    """Whether somebody signed in within the time for which showing once more who one is holds."""
    return clock.now().timestamp() - session.get(_BEGAN, 0) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def last_seen(session: Mapping[str, Any]) -> float | None:
    """When somebody last used a session, in seconds since 1970; None when it has ended or does not say."""
    return None if has_ended(session, clock.now().timestamp()) else session[_SEEN]


def has_ended(session: Mapping[str, Any], now: float) -> bool:
    """Whether a session is too old or was left alone, at a moment in seconds since 1970; True when it does not say."""
    began, seen = session.get(_BEGAN, 0), session.get(_SEEN, 0)
    return now - began >= settings.SESSION_COOKIE_AGE or now - seen >= settings.SESSION_IDLE_SECONDS
