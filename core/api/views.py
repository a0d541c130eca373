"""The reference, for people on a page of the hub, for programs as OpenAPI."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.api import PREFIX
from core.api.problems import KINDS
from core.api.reference import curl, shown_parts
from core.api.schema import openapi
from core.registries.api import scopes_in_order

OPENAPI_TYPE = "application/vnd.oai.openapi+json"


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The description for programs."""
    return HttpResponse(json.dumps(openapi(), ensure_ascii=False, indent=1), content_type=OPENAPI_TYPE)


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """The reference for people."""
    context = {
        "parts": list(shown_parts(openapi())),
        "scopes": scopes_in_order(),
        "kinds": KINDS.items(),
        "first_example": curl("GET", PREFIX, []),
    }
    return render(request, "api/reference.html", context)
