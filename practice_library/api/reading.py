"""Reading what is published."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api.pages import bounds, envelope, paged
from network.api.base import HubView
from practice_library.api.scopes import READ
from practice_library.api.serializers import (
    FacetSerializer,
    WholeWriteUpSerializer,
    WriteUpQuery,
    WriteUpSerializer,
)
from practice_library.domain.search_query import ask
from practice_library.domain.wanted import FACETS, Wanted
from practice_library.selectors.finding import listed, topic_codes_of
from practice_library.selectors.reading import reading, write_up_to_read


def _wanted(asked: dict[str, Any]) -> Wanted:
    """The library's own question; a program gets what it asked for, never a corrected spelling."""
    chosen = {facet: tuple(dict.fromkeys(asked[facet])) for facet in FACETS if asked.get(facet)}
    return Wanted(
        text=ask(asked.get("q", "")).text, chosen=chosen, newest_first=asked["sort"] == "newest", exactly=True
    )


class WriteUpList(HubView):
    """The library."""

    scopes = {"GET": READ}

    @extend_schema(
        operation_id="list_write_ups",
        summary=_("Find write-ups"),
        description=_("What is published and yours to read: open to everybody, to your networks, to your school. With the library’s own search, and how many each value would leave."),
        parameters=[WriteUpQuery],
        responses=paged("WriteUps", WriteUpSerializer(many=True), facets=FacetSerializer(many=True)),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """A page of it, with its facets."""
        asked = self.asked(WriteUpQuery)
        found = listed(self.actor, _wanted(asked), *bounds(asked))
        codes = topic_codes_of([write_up.pk for write_up in found.write_ups])
        rows = WriteUpSerializer(found.write_ups, many=True, context={"codes": codes}).data
        page = envelope(request, asked, found.total, rows)
        return Response({**page, "facets": FacetSerializer(found.facets, many=True).data})


_SLUG = OpenApiParameter(
    "slug",
    OpenApiTypes.STR,
    OpenApiParameter.PATH,
    description=_("The last part of its page’s address."),
    pattern="^[-a-zA-Z0-9_]+$",
)


class WriteUpDetail(HubView):
    """One write-up."""

    scopes = {"GET": READ}

    @extend_schema(
        operation_id="read_write_up",
        summary=_("A write-up with its text"),
        description=_("What was tried, what worked and what didn’t, as its author wrote it, and what it is related to."),
        parameters=[_SLUG],
        responses=WholeWriteUpSerializer,
    )  # fmt: skip
    def get(self, request: Request, slug: str) -> Response:
        """The whole of it.

        Raises:
            Http404: when it is not there, or not theirs to read: nobody can tell which.
        """
        write_up = write_up_to_read(self.actor, slug)
        if write_up is None:
            raise Http404
        around = reading(self.actor, write_up, clock.today())
        write_up.around = around
        codes = {kind: [topic.code for topic in topics] for kind, topics in around.topics.items()}
        return Response(WholeWriteUpSerializer(write_up, context={"codes": {write_up.pk: codes}}).data)
