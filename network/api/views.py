"""Who is asking, colleagues, and the calendar."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.pages import page_of, paged
from core.registries.api import scopes
from core.registries.calendar import entries_for
from network.access import MayNot, own_schools
from network.api.base import HubView
from network.api.scopes import CALENDAR, PEOPLE
from network.api.serializers import (
    AboutSerializer,
    CalendarQuery,
    ColleagueSerializer,
    EntrySerializer,
    PeopleQuery,
)
from network.directory import colleagues_in_directory
from network.policies import can_read_directory
from network.roles import Permission


class About(HubView):
    """Where a program begins."""

    scopes = {"GET": None}

    @extend_schema(
        operation_id="about",
        tags=["about"],
        summary=_("In whose name you ask"),
        description=_(
            "The person and school of the token, what it is for, and until when. Any token will do."
        ),
        responses=AboutSerializer,
    )
    def get(self, request: Request) -> Response:
        """What the token opens; a session opens everything its person may."""
        token = request.auth
        about = {
            "person": self.actor.display_name,
            "schools": [school.code for school in own_schools(self.actor)],
            "scopes": token.scopes if token else scopes.names(),
            "expires_at": token.expires_at if token else None,
            "reference": settings.BASE_URL + reverse("api-reference"),
            "description": settings.BASE_URL + reverse("api-schema"),
        }
        return Response(AboutSerializer(about).data)


class PeopleList(HubView):
    """Colleagues."""

    scopes = {"GET": PEOPLE}

    @extend_schema(
        operation_id="list_people",
        summary=_("People at your school"),
        description=_(
            "The staff as colleagues see them, in order of name: no addresses, nobody of another school."
        ),
        parameters=[PeopleQuery],
        responses=paged("People", ColleagueSerializer(many=True)),
    )
    def get(self, request: Request) -> Response:
        """A page of them. Governors, officers and guests have no directory."""
        if not can_read_directory(self.actor):
            raise MayNot(Permission.READ_SHARED)
        asked = self.asked(PeopleQuery)
        found = colleagues_in_directory(
            self.actor, text=asked.get("q", ""), school=asked.get("school", ""), role=asked.get("role", "")
        )
        return Response(
            page_of(request, found, asked, lambda rows: ColleagueSerializer(rows, many=True).data)
        )


class Calendar(HubView):
    """What has a date."""

    scopes = {"GET": CALENDAR}

    @extend_schema(
        operation_id="read_calendar",
        summary=_("The calendar, from one day to another"),
        description=_("Terms, closures and whatever else has a date, of your school and those in its networks, in order of time."),
        parameters=[CalendarQuery],
        responses=paged("CalendarEntries", EntrySerializer(many=True)),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """A page of it."""
        asked = self.asked(CalendarQuery)
        school = asked.get("school")
        found = [
            entry
            for entry in entries_for(self.actor, asked["from"], asked["to"])
            if school is None or entry.owner == school
        ]

        def shown(entries: Any) -> Any:
            return EntrySerializer(entries, many=True).data

        return Response(page_of(request, found, asked, shown))
