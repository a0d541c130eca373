"""The context of a request: of somebody who is signed in, or of the token a program has sent."""

from dataclasses import replace

from django.http import HttpRequest

from network.access import context_for
from network.context import AccessContext
from network.models import ApiToken
from network.services.api_tokens import permissions_of


def token_of(request: HttpRequest) -> ApiToken | None:
    """The valid token that came with a request, or None."""
    return getattr(request, "api_token", None)


def context_of(request: HttpRequest) -> AccessContext:
    """In which a request is answered. A token's person is narrowed to the token's school and to what its scopes name."""
    token = token_of(request)
    purpose = f"{request.method} {request.path[:70]}"
    context = context_for(
        request.user,
        purpose=purpose if token is None else f"{request.method} {request.path[:50]} {token.beginning}…",
        request_id=getattr(request, "request_id", ""),
        address=request.META.get("REMOTE_ADDR", ""),
    )
    if token is None:
        return context
    narrowed = context.standing.narrowed(token.membership.school_id, permissions_of(token))
    return replace(context, standing=narrowed)
