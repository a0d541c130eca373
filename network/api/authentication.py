"""Who is asking: a token's person, or somebody who is signed in and looks around with their browser."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from network.api.throttling import RefusedThrottle
from network.models import ApiToken, Person


class HubAuthentication(SessionAuthentication):
    """What the middleware has found. A session's writes need the CSRF token; a token's do not."""

    def authenticate(self, request: Request) -> tuple[Person, ApiToken | None] | None:
        """The person, and the token they are narrowed to (None for a session).

        Raises:
            AuthenticationFailed: when the token that was sent is not valid.
            Throttled: when too many such came from the same address.
        """
        asked = request._request
        if getattr(asked, "token_refused", False):
            throttle = RefusedThrottle()
            if not throttle.allow_request(request, None):
                raise Throttled(throttle.wait())
            raise AuthenticationFailed
        if (token := getattr(asked, "api_token", None)) is not None:
            return token.membership.person, token
        person = asked.user
        if isinstance(person, AnonymousUser) or not person.is_active:
            return None
        self.enforce_csrf(request)
        return person, None

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return 'Bearer realm="Hedgerow"'


class HubAuthenticationSchema(OpenApiAuthenticationExtension):
    """How the reference describes it."""

    target_class = "network.api.authentication.HubAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer token."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": str(
                _("A token that a member makes under “Your account”: at most 90 days, one school.")
            ),
        }
