"""Lists come in pages with an upper bound."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request

from core.api.serializers import StrictSerializer

PAGE_SIZE = 50
MOST_PAGE_SIZE = 200
LAST_PAGE = 10_000


class PageQuery(StrictSerializer):
    """Which page of a list, and how long a page is."""

    page = serializers.IntegerField(
        min_value=1, max_value=LAST_PAGE, default=1, help_text=_("Which page, from 1.")
    )
    page_size = serializers.IntegerField(
        min_value=1, max_value=MOST_PAGE_SIZE, default=PAGE_SIZE, help_text=_("How many in a page.")
    )


def bounds(asked: dict[str, Any]) -> tuple[int, int]:
    """From and up to where (not included) the page that was asked for goes."""
    first = (asked["page"] - 1) * asked["page_size"]
    return first, first + asked["page_size"]


def page_of(
    request: Request,
    found: "QuerySet[Any] | Sequence[Any]",
    asked: dict[str, Any],
    shown: Callable[[Any], Any],
) -> dict[str, Any]:
    """A page of what was found; `shown` turns the things of a page into what is sent."""
    first, last = bounds(asked)
    count = found.count() if isinstance(found, QuerySet) else len(found)
    return envelope(request, asked, count, shown(found[first:last]))


def envelope(request: Request, asked: dict[str, Any], count: int, results: Any) -> dict[str, Any]:
    """A page with how many there are, and where the pages beside it are."""
    page, size = asked["page"], asked["page_size"]
    return {
        "count": count,
        "page": page,
        "page_size": size,
        "next": _address(request, page + 1) if page * size < count and page < LAST_PAGE else None,
        "previous": _address(request, page - 1) if page > 1 else None,
        "results": results,
    }


def paged(
    name: str, results: serializers.BaseSerializer, **more: serializers.Field
) -> serializers.Serializer:
    """How a page looks, for the schema."""
    return inline_serializer(
        name,
        {
            "count": serializers.IntegerField(help_text=_("How many there are in all.")),
            "page": serializers.IntegerField(),
            "page_size": serializers.IntegerField(),
            "next": serializers.URLField(allow_null=True, help_text=_("The next page; null on the last.")),
            "previous": serializers.URLField(
                allow_null=True, help_text=_("The page before; null on the first.")
            ),
            "results": results,
            **more,
        },
    )


def _address(request: Request, page: int) -> str:
    """At the configured origin, whatever host the request names."""
    query = [
        (name, value) for name, values in request.query_params.lists() for value in values if name != "page"
    ]
    return f"{settings.BASE_URL}{request.path}?{urlencode([*query, ('page', page)])}"
