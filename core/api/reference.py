"""The reference for people: the API's own description, as a page shows it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from core.registries.api import parts_in_order

#: How the description lists the codes of a choice: "* `ks1` - Key stage 1".
_CHOICE = re.compile(r"^\* `(?P<code>[^`]*)` - (?P<label>.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of what is sent or answered.

    Attributes:
        path: where it stands, such as "terms[].name".
        type: in a word or two.
        is_required: whether it must be there.
        text: what it means; may be empty.
        choices: (code, what it stands for); empty where anything of the type will do.
    """

    path: str
    type: str
    is_required: bool
    text: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Operation:
    """One thing a program can ask."""

    code: str
    method: str
    path: str
    summary: str
    text: str
    scope: str | None
    parameters: list[Field]
    sent: list[Field]
    answered: list[Field]
    example: str


@dataclass(frozen=True)
class Part:
    """Operations that belong together."""

    code: str
    label: str
    operations: list[Operation]


def shown_parts(described: dict[str, Any]) -> Iterator[Part]:
    """The parts with their operations, in the order in which rooms registered them."""
    for part in parts_in_order():
        yield Part(
            part.code,
            str(part.label),
            [
                _operation(described, path, method, operation)
                for path, methods in described["paths"].items()
                for method, operation in methods.items()
                if operation["tags"] == [part.code]
            ],
        )


def _operation(described: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> Operation:
    parameters = [
        _field(item["name"], item["schema"], item.get("required", False), item.get("description", ""))
        for item in operation.get("parameters", ())
    ]
    sent = _json(operation.get("requestBody", {}))
    answered = next(
        _json(answer) for status, answer in operation["responses"].items() if status.startswith("2")
    )
    needed = [field.path for field in parameters if field.is_required and "{" + field.path + "}" not in path]
    return Operation(
        code=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        text=operation.get("description", ""),
        scope=operation["x-scope"],
        parameters=parameters,
        sent=list(_fields(described, sent)),
        answered=list(_fields(described, answered)),
        example=curl(method.upper(), path, needed, has_body=bool(sent)),
    )


def _json(content: dict[str, Any]) -> dict[str, Any]:
    return content.get("content", {}).get("application/json", {}).get("schema", {})


#: What stands in an example's address.
_EXAMPLES = {"code": "MAR", "slug": "partner-talk", "id": "12", "from": "2026-11-01", "to": "2026-12-31"}


def curl(method: str, path: str, needed: list[str], *, has_body: bool = False) -> str:
    """A request as one would type it; the token stands in the environment, not in the history of the shell."""
    address = re.sub(r"{(\w+)}", lambda found: _EXAMPLES[found.group(1)], path)
    query = "?" + urlencode({name: _EXAMPLES[name] for name in needed}) if needed else ""
    start = "curl" if method == "GET" else f"curl -X {method}"
    lines = [f'{start} -H "Authorization: Bearer $HEDGEROW_TOKEN"']
    if has_body:
        lines.append('-H "Content-Type: application/json" -d @body.json')
    return " \\\n  ".join([*lines, f'"{settings.BASE_URL}{address}{query}"'])


def _fields(described: dict[str, Any], schema: dict[str, Any], before: str = "") -> Iterator[Field]:
    schema = _resolved(described, schema)
    required = schema.get("required", ())
    for name, given in schema.get("properties", {}).items():
        inner = _resolved(described, given)
        inner["items"] = _resolved(described, inner.get("items", {}))
        path = f"{before}{name}"
        yield _field(path, inner, name in required, inner.get("description", ""))
        if inner.get("type") == "object":
            yield from _fields(described, inner, f"{path}.")
        elif inner.get("type") == "array":
            yield from _fields(described, inner["items"], f"{path}[].")


def _resolved(described: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The schema behind a reference, alone or wrapped to add words; the words of whoever refers come first."""
    own = {key: value for key, value in schema.items() if key not in ("allOf", "$ref")}
    found: dict[str, Any] = {}
    for wrapped in schema.get("allOf", ()):
        found |= _resolved(described, wrapped)
    if reference := schema.get("$ref"):
        found |= _resolved(described, described["components"]["schemas"][reference.rsplit("/", 1)[1]])
    return found | own


def _field(path: str, schema: dict[str, Any], is_required: bool, text: str) -> Field:
    choices = _CHOICE.findall(text) or _CHOICE.findall(schema.get("items", {}).get("description", ""))
    return Field(path, type_of(schema), is_required, _CHOICE.sub("", text).strip(), tuple(choices))


def type_of(schema: dict[str, Any]) -> str:
    """In a word or two: "string, ≤ 160", "date", "integer, 1–200", "string[]", "object | null"."""
    kind = schema.get("type", "object")
    if kind == "array":
        return f"{type_of(schema.get('items', {}))}[]"
    if schema.get("format") in ("date", "date-time", "time", "uri"):
        kind = schema["format"]
    if "maximum" in schema and "minimum" in schema:
        kind = f"{kind}, {schema['minimum']}–{schema['maximum']}"
    elif "maxLength" in schema:
        kind = f"{kind}, ≤ {schema['maxLength']}"
    return f"{kind} | null" if schema.get("nullable") else kind
