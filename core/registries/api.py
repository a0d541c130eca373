"""The API: each room offers its addresses there, and names what a token can be allowed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import URLPattern
from django.utils.functional import Promise

from core.registries.base import Registry


@dataclass(frozen=True)
class ApiScope:
    """One thing that a token may be allowed.

    `permissions` are those of its person that a token with this scope may use; whatever else the person may do, the
    token may not. `needed` is the one without which the scope would be of no use to them.
    """

    code: str
    label: str | Promise
    permissions: frozenset[str]
    needed: str


@dataclass(frozen=True)
class ApiPart:
    """Addresses that belong together: `code` is the first part of each, `label` their heading in the reference.

    Parts stand there by `order`.
    """

    code: str
    label: str | Promise
    patterns: Sequence[URLPattern]
    order: int = 100


scopes: Registry[ApiScope] = Registry("scopes of the API")
parts: Registry[ApiPart] = Registry("parts of the API")


def scopes_in_order() -> list[ApiScope]:
    """The scopes as people choose among them: those to read, then those to write."""
    return sorted(scopes, key=lambda scope: (scope.code.endswith(":write"), scope.code))


def parts_in_order() -> list[ApiPart]:
    """The parts as the reference shows them."""
    return sorted(parts, key=lambda part: part.order)
