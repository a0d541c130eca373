"""How the API describes itself: OpenAPI from the code, the same for everybody, once a language."""

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import force_instance

from core.api.problems import CONTENT_TYPE, KINDS
from core.api.serializers import ProblemSerializer, StrictSerializer
from core.registries.api import parts_in_order

_ALWAYS = (400, 401, 403, 404, 406, 429)
_OF_WRITES = (409, 413, 415)


class HubSchema(AutoSchema):
    """Adds the problems to every operation, the scope a token needs, and that unknown fields are refused."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """One operation."""
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        self.resolve_serializer(ProblemSerializer, "response")
        for status in (*_ALWAYS, *(_OF_WRITES if "requestBody" in operation else ())):
            if status != 404 or "{" in self.path:
                operation["responses"][str(status)] = {"$ref": f"#/components/responses/{KINDS[status].code}"}
        operation["responses"] = dict(sorted(operation["responses"].items()))
        return operation

    def get_extensions(self) -> dict[str, Any]:
        """The scope, or null where any token will do."""
        scope = self.view.scopes.get(self.method)
        return {"x-scope": scope.code if scope else None}

    def _map_basic_serializer(self, serializer: Any, direction: str) -> dict[str, Any]:
        mapped = super()._map_basic_serializer(serializer, direction)
        if direction == "request" and isinstance(force_instance(serializer), StrictSerializer):
            mapped["additionalProperties"] = False
        return mapped


def openapi() -> dict[str, Any]:
    """The whole description, in the language at hand."""
    described = _described(translation.get_language() or settings.LANGUAGE_CODE)
    return {**described, "servers": [{"url": settings.BASE_URL}]}


@lru_cache(maxsize=len(settings.LANGUAGES))
def _described(language: str) -> dict[str, Any]:
    with translation.override(language):
        description = SchemaGenerator(urlconf=settings.API_URLCONF).get_schema(request=None, public=True)
        description["info"]["description"] = _(
            "Programs ask the hub for what a member of a school may see, and write drafts and dates in their name."
        )
        description["components"]["responses"] = {
            kind.code: {
                "description": str(kind.title),
                "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
            for kind in KINDS.values()
        }
        description["tags"] = [
            {"name": part.code, "description": str(part.label)} for part in parts_in_order()
        ]
        return json.loads(json.dumps(description, default=str))
