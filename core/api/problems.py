"""What went wrong, for programs: problem details after RFC 9457."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response

from core.api import PREFIX
from core.errors import DomainError

CONTENT_TYPE = "application/problem+json"
#: How many faults of a request are named.
_MOST_FAULTS = 50


@dataclass(frozen=True)
class Kind:
    """A kind of problem: the end of its address, its title, and what is said when nothing better is known."""

    code: str
    title: str | Promise
    detail: str | Promise


KINDS: dict[int, Kind] = {
    400: Kind("bad-request", _("The request does not fit"), _("Nothing was changed. `errors` names what does not fit.")),
    401: Kind("no-token", _("No valid token"), _("Send a token that is still valid in the Authorization header.")),
    403: Kind("not-allowed", _("Not allowed"), _("This token, or its person’s role, does not allow this. Nothing was changed.")),
    404: Kind("not-found", _("Not there"), _("There is nothing at this address, or it is not yours to see.")),
    405: Kind("method", _("Not this method"), _("The Allow header names the methods this address answers.")),
    406: Kind("not-acceptable", _("Only JSON"), _("The hub answers programs in JSON.")),
    409: Kind("conflict", _("Not as things are"), _("A rule or an earlier change stands against this. Nothing was changed.")),
    413: Kind("too-large", _("Too much at once"), _("Send at most 2 MB.")),
    415: Kind("media-type", _("Only JSON"), _("Send JSON, with Content-Type: application/json.")),
    429: Kind("too-many", _("Too many requests"), _("Wait as many seconds as the Retry-After header says.")),
    500: Kind("fault", _("Something went wrong here"), _("Nothing was changed. Whoever runs the hub finds it under the request id.")),
    503: Kind("away", _("Away for a moment"), _("Nothing was changed. Ask again after as many seconds as the Retry-After header says.")),
}  # fmt: skip


class Conflict(exceptions.APIException):
    """A rule, or what happened in the meantime, stands against it."""

    status_code = HTTPStatus.CONFLICT


class TooLarge(exceptions.APIException):
    """More was sent than the hub reads."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def kind_of(status: int) -> Kind:
    """The kind of problem behind a status; an unusual one is a bad request or a fault."""
    return KINDS.get(status) or KINDS[400 if status < 500 else 500]


def body(
    request: HttpRequest, status: int, detail: str = "", errors: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """The details of a problem as they are sent; it never names the thing that was asked for."""
    kind = kind_of(status)
    return {
        "type": f"{settings.BASE_URL}{PREFIX}docs/#problem-{kind.code}",
        "title": str(kind.title),
        "status": status,
        "detail": detail or str(kind.detail),
        "request_id": getattr(request, "request_id", ""),
        **({"errors": errors} if errors else {}),
    }


def problem_response(request: HttpRequest, status: int, detail: str = "") -> JsonResponse:
    """A problem answered outside a view, by a middleware."""
    return JsonResponse(body(request, status, detail), status=status, content_type=CONTENT_TYPE)


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer what a view raised; None for what is no answer but a fault, which passes on.

    Whatever was raised undoes what the view wrote, and what was refused is noted for the audit log, as on pages.
    """
    request: HttpRequest = context["request"]._request
    known = _as_api_error(error)
    if known is None:
        return None
    request.failed = True  # type: ignore[attr-defined]  # read by network.middleware
    if isinstance(error, PermissionDenied):
        getattr(request, "denials", []).append(error)
    faults = list(_faults(known.detail)) if isinstance(known, exceptions.ValidationError) else []
    detail = _own_words(error, known)
    data = body(request, known.status_code, detail, faults[:_MOST_FAULTS])
    return Response(data, known.status_code, headers=_headers(known), content_type=CONTENT_TYPE)


def _as_api_error(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    return Conflict() if isinstance(error, DomainError) else None


def _own_words(error: Exception, known: exceptions.APIException) -> str:
    """What the error itself says, where it says more than its kind."""
    if isinstance(error, DomainError):
        return str(error)
    may_tell = isinstance(error, exceptions.ParseError | exceptions.PermissionDenied | Conflict)
    return str(known.detail) if may_tell and known.detail != type(known).default_detail else ""


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if (wait := getattr(error, "wait", None)) is not None:
        headers["Retry-After"] = str(max(1, math.ceil(wait)))
    return headers


def _faults(detail: Any, path: str = "") -> Iterator[dict[str, str]]:
    """Each fault with the path of its field, such as "terms.0.name"; empty for what concerns the whole."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            is_whole = name == "non_field_errors"
            yield from _faults(inner, path if is_whole else f"{path}.{name}".lstrip("."))
    elif isinstance(detail, Sequence) and not isinstance(detail, str):
        for number, inner in enumerate(detail):
            yield from _faults(inner, path if isinstance(inner, str) else f"{path}.{number}".lstrip("."))
    else:
        yield {"field": path[:200], "detail": str(detail)}
