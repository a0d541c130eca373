"""Schools and their dates."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api.pages import PageQuery, page_of, paged
from network.access import MayNot, standing_of
from network.api.base import HubView
from network.api.scopes import DATES, SCHOOLS
from network.api.serializers import (
    ClosuresSerializer,
    SchoolCardSerializer,
    SchoolSerializer,
    TermsSerializer,
)
from network.directory import closures_of, schools_in_directory, terms_of, year_of
from network.models import School
from network.policies import sees_any_card
from network.roles import Permission
from network.services.school_dates import set_closures, set_terms

_CODE = OpenApiParameter(
    "code",
    OpenApiTypes.STR,
    OpenApiParameter.PATH,
    description=_("The school’s short code."),
    pattern="^[A-Z0-9]{2,8}$",
)


class _SchoolView(HubView):
    @property
    def context(self) -> dict[str, Any]:
        """What the serializers need to know of who is asking."""
        return {"own": standing_of(self.actor).schools}

    def school(self, code: str) -> School:
        """The school named.

        Raises:
            Http404: when its card is not theirs to read, or there is none: nobody can tell which.
        """
        school = schools_in_directory(self.actor).filter(code=code).first()
        if school is None:
            raise Http404
        return school


class SchoolList(_SchoolView):
    """The directory."""

    scopes = {"GET": SCHOOLS}

    @extend_schema(
        operation_id="list_schools",
        summary=_("Schools of your networks"),
        description=_("Your own school and those now in one of its networks, in order of name."),
        parameters=[PageQuery],
        responses=paged("Schools", SchoolSerializer(many=True)),
    )
    def get(self, request: Request) -> Response:
        """A page of it. Guests and officers, who read no card, are refused."""
        if not sees_any_card(self.actor):
            raise MayNot(Permission.READ_SHARED)
        found = schools_in_directory(self.actor)

        def shown(schools: Any) -> Any:
            return SchoolSerializer(schools, many=True, context=self.context).data

        return Response(page_of(request, found, self.asked(PageQuery), shown))


class SchoolDetail(_SchoolView):
    """A card."""

    scopes = {"GET": SCHOOLS}

    @extend_schema(
        operation_id="read_school",
        summary=_("A school’s card"),
        description=_(
            "With its dates from today on, its day, its year groups and what visitors need to know."
        ),
        parameters=[_CODE],
        responses=SchoolCardSerializer,
    )
    def get(self, request: Request, code: str) -> Response:
        """The card."""
        school = self.school(code)
        school.year = year_of(school, clock.today())  # type: ignore[attr-defined]  # shown beside the school's own fields
        return Response(SchoolCardSerializer(school, context=self.context).data)


class SchoolTerms(_SchoolView):
    """Its terms."""

    scopes = {"GET": SCHOOLS, "PUT": DATES}

    @extend_schema(
        operation_id="read_terms",
        summary=_("A school’s terms"),
        description=_("All of them, in order of time."),
        parameters=[_CODE],
        responses=TermsSerializer,
    )
    def get(self, request: Request, code: str) -> Response:
        """All terms."""
        return self.answer(terms_of(self.school(code)))

    @extend_schema(
        operation_id="set_terms",
        summary=_("Write a school’s terms"),
        description=_("Send all terms: those you leave out are removed, and what you send again stays as it was. For whoever keeps the school’s card."),
        parameters=[_CODE],
        request=TermsSerializer,
        responses=TermsSerializer,
    )  # fmt: skip
    def put(self, request: Request, code: str) -> Response:
        """Write them anew."""
        school = self.school(code)
        rows = self.given(TermsSerializer)["terms"]
        terms = [(row["name"], row["starts_on"], row["ends_on"]) for row in rows]
        return self.answer(set_terms(school=school, by=self.actor, terms=terms))

    def answer(self, terms: Any) -> Response:
        """All terms, as they are now."""
        return Response(TermsSerializer({"terms": terms}).data)


class SchoolClosures(_SchoolView):
    """Its days without pupils."""

    scopes = {"GET": SCHOOLS, "PUT": DATES}

    @extend_schema(
        operation_id="read_closures",
        summary=_("A school’s closures"),
        description=_("All holidays, inset days and other days without pupils, in order of time."),
        parameters=[_CODE],
        responses=ClosuresSerializer,
    )
    def get(self, request: Request, code: str) -> Response:
        """All closures."""
        return self.answer(closures_of(self.school(code)))

    @extend_schema(
        operation_id="set_closures",
        summary=_("Write a school’s closures"),
        description=_("Send all closures: those you leave out are removed, and what you send again stays as it was. For whoever keeps the school’s card."),
        parameters=[_CODE],
        request=ClosuresSerializer,
        responses=ClosuresSerializer,
    )  # fmt: skip
    def put(self, request: Request, code: str) -> Response:
        """Write them anew."""
        school = self.school(code)
        rows = self.given(ClosuresSerializer)["closures"]
        closures = [(row["kind"], row["name"], row["starts_on"], row["ends_on"]) for row in rows]
        return self.answer(set_closures(school=school, by=self.actor, closures=closures))

    def answer(self, closures: Any) -> Response:
        """All closures, as they are now."""
        return Response(ClosuresSerializer({"closures": closures}).data)
