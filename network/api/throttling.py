"""How often a program may ask."""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


class TokenThrottle(SimpleRateThrottle):
    """Counts a token's requests; those of somebody who is signed in under their person."""

    scope = "api"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        """What is counted together."""
        token = request.auth
        ident = f"person-{request.user.pk}" if token is None else f"token-{token.pk}"
        return self.cache_format % {"scope": self.scope, "ident": ident}


class RefusedThrottle(SimpleRateThrottle):
    """Counts the tokens that were refused, by the address they came from. Valid ones from there go on working."""

    scope = "api_refused"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        """What is counted together."""
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}
