"""Every address of the hub, with whom it is for.

Each route has an audience, said here once; a route that is not named is a fault (`tests/architecture/test_routes.py`).
Audiences: `public` (anybody), `member` (anybody signed in), `staff` (may read what a network shares), `author` (may write), `manager` (manages people or the
school), `head_or_dpo` (reads the audit log), `head`, `coordinator`, `editor`, `token` (the address itself is the key), `demo` (demo and debug only).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """One address: its pattern, its name and its audience (None: nobody has said)."""

    pattern: str
    name: str
    audience: str | None


#: The longest matching beginning of a pattern decides, unless its name is listed.
BY_PREFIX = {
    "account/": "public",
    "cms/": "editor",
    "gallery/": "demo",
    "i18n/": "public",
    "healthz": "public",
    "readyz": "public",
}
BY_NAME: dict[str, str] = {}


def all_routes() -> list[Route]:
    """Every route of the hub, in order of pattern."""
    return sorted(
        (Route(pattern, name, audience_of(pattern, name)) for pattern, name in _walk(get_resolver(), "", "")),
        key=lambda route: (route.pattern, route.name),
    )


def audience_of(pattern: str, name: str) -> str | None:
    """Whom a route is for."""
    if name in BY_NAME:
        return BY_NAME[name]
    fitting = [prefix for prefix in BY_PREFIX if pattern.startswith(prefix)]
    return BY_PREFIX[max(fitting, key=len)] if fitting else None


def _walk(resolver: Any, before: str, namespace: str) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, before + str(entry.pattern), inner)
        elif isinstance(entry, URLPattern):
            yield before + str(entry.pattern), f"{namespace}{entry.name or ''}"
