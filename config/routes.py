"""Every address of the hub, with whom it is for.

Each route has an audience, said here once; a route that is not named is a fault, and `tests/architecture/test_routes.py`
walks every audience with every kind of person. `…_there` means: of the school or network the address names. What a
token may ask of an address of the API is its operation's scope; `tests/architecture/test_api_operations.py` walks those.

`public` anybody · `member` anybody signed in · `card` staff and governors of a school · `card_there` those of the school named, and staff of its partners · `staff` who reads what networks
share · `reader_there` the staff of the networks a thing is in · `manager`, `manager_there` who manages people or the
school · `log` head and data protection officer · `governor` governors and heads · `head`, `head_there` ·
`coordinator_there` · `writer` who may write · `author_there` who wrote it · `keeper_there` the author, and those who manage the
school · `reviewer_there` that colleague · `editor` network editors · `token` the address itself is the key ·
`operator` programs with the operator's token · `invited` whoever was invited, by the address or signed in · `demo` demo and debug only.
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
    "account/api/": "member",
    "account/copy/": "member",
    "account/feeds/": "member",
    "api/v1/": "member",
    "api/v1/docs/": "public",
    "api/v1/drafts/": "writer",
    "api/v1/drafts/<": "author_there",
    "api/v1/people/": "staff",
    "api/v1/schema/": "public",
    "api/v1/schools/": "card",
    "api/v1/schools/<": "card_there",
    "api/v1/write-ups/<": "reader_there",
    "calendar/": "member",
    "calendar/feed/": "token",
    "cms/": "editor",
    "compare/": "member",
    "gallery/": "demo",
    "healthz": "public",
    "i18n/": "public",
    "join/": "invited",
    "library/": "public",
    "library/feed/<": "token",
    "library/files/": "reader_there",
    "library/pictures/": "reader_there",
    "library/<": "reader_there",
    "library/write/": "writer",
    "library/write/<": "author_there",
    "library/review/": "reviewer_there",
    "metrics": "operator",
    "network/": "reader_there",
    "network/<slug:slug>/invite/": "coordinator_there",
    "network/<slug:slug>/hand-over/": "coordinator_there",
    "network/<slug:slug>/editors/": "coordinator_there",
    "our-school/": "manager",
    "our-school/dates/term/<": "manager_there",
    "our-school/dates/closure/<": "manager_there",
    "our-school/people/<": "manager_there",
    "our-school/invitations/<": "manager_there",
    "our-school/sign-in/<": "manager_there",
    "our-school/log/": "log",
    "our-school/governors/": "governor",
    "our-school/networks/": "head",
    "our-school/networks/<": "head_there",
    "our-school/content/": "head",
    "our-school/leave/": "head",
    "people/": "staff",
    "readyz": "public",
    "robots.txt": "public",
    "schools/": "card",
    "schools/<": "card_there",
    "sitemap.xml": "public",
    "together/": "member",
    "what-we-share/": "public",
}
BY_NAME: dict[str, str] = {
    "library:write-up-take-back": "keeper_there",
    "today": "public",
    "our-school": "member",
}


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
