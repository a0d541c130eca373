"""What a page costs inside the hub: questions to the database, and its weight on a first visit."""

import re
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.bench.pages import WEIGHED, measured_pages
from network.models import Person
from practice_library.choices import Audience
from practice_library.models import WriteUpPage

#: A teacher of a partner school, who asks for the pages one signs in for.
_WHO = "hannah@mar.example"
_NOT_COUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK TO", "BEGIN", "COMMIT")
_ASSET = re.compile(r'(?:src|href)="(/static/[^"]+\.(?:css|js|woff2|svg|png))(?:#[^"]*)?"')


def costs() -> dict[str, Any]:
    """What a run needs to know of a hub.

    Returns:
        `slug` of a public write-up, `cookie` of a teacher, `pages` by name: `queries` and `html_bytes` of the dearest
        of its addresses, and `first_visit` by address: `bytes` over the wire and `requests`, the page's own among them.
    """
    slug, visitor, teacher = _public_slug(), _client(), _client(signed_in=True)
    pages = {}
    for page in measured_pages(slug):
        asked = [_asked(teacher if page.signed_in else visitor, path) for path in page.paths]
        pages[page.name] = {"queries": max(asked)[0], "html_bytes": max(length for _count, length in asked)}
    name = settings.SESSION_COOKIE_NAME
    return {
        "slug": slug,
        "cookie": f"{name}={teacher.cookies[name].value}",
        "pages": pages,
        "first_visit": {path: _first_visit(visitor, path) for path in WEIGHED},
    }


def ready_to_ask(name: str) -> Callable[[], object]:
    """A page by its name, to be asked for again and again under a profiler."""
    page = next(page for page in measured_pages(_public_slug()) if page.name == name)
    client, turn = _client(signed_in=page.signed_in), cycle(page.paths)
    return lambda: client.get(next(turn))


def _public_slug() -> str:
    public = WriteUpPage.objects.filter(audience=Audience.PUBLIC, slug__startswith="measured-")
    return public.order_by("pk").values_list("slug", flat=True)[0]


def _client(*, signed_in: bool = False) -> Client:
    client = Client(SERVER_NAME="localhost")
    if signed_in:
        client.force_login(Person.objects.get(email=_WHO), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _asked(client: Client, path: str) -> tuple[int, int]:
    client.get(path)  # what a process asks once is not the page's
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    counted = [
        query["sql"]
        for query in captured.captured_queries
        if not query["sql"].startswith(_NOT_COUNTED) and "set_config" not in query["sql"]
    ]
    return len(counted), len(response.content)


def _first_visit(client: Client, path: str) -> dict[str, int]:
    """The page and what it names, packed as a browser asks for it."""
    page = client.get(path).content
    names = sorted(set(_ASSET.findall(page.decode())))
    sizes = [len(brotli.compress(page))]
    for name in names:
        plain = Path(settings.STATIC_ROOT) / name.removeprefix(settings.STATIC_URL)
        packed = plain.with_name(f"{plain.name}.br")
        sizes.append((packed if packed.exists() else plain).stat().st_size)
    return {"bytes": sum(sizes), "requests": len(sizes)}
