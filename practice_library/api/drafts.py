"""One's own write-ups at the desk: begun and written on here, read by a colleague on the hub's pages."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.pages import PageQuery, page_of, paged
from network.access import MayNot, own_schools, standing_of
from network.api.base import HubView
from network.models import School
from network.roles import Permission
from practice_library.api.draft_fields import (
    ChangedDraftSerializer,
    DraftSerializer,
    NewDraftSerializer,
    first_fields,
    next_fields,
)
from practice_library.api.scopes import WRITE
from practice_library.selectors.drafts import Draft, newest, own_write_ups
from practice_library.services.writing import save_draft, start_write_up


class _DraftView(HubView):
    def draft(self, pk: int) -> Draft:
        """A write-up of one's own with its newest words.

        Raises:
            Http404: when there is none, or it is a colleague's: nobody can tell which.
        """
        found = newest(self.actor, own_write_ups(self.actor).filter(pk=pk))
        if not found:
            raise Http404
        return found[0]

    def answer(self, pk: int, code: int = status.HTTP_200_OK) -> Response:
        """It, as it is now."""
        return Response(DraftSerializer(self.draft(pk)).data, code)


class DraftList(_DraftView):
    """The desk."""

    scopes = {"GET": WRITE, "POST": WRITE}

    @extend_schema(
        operation_id="list_drafts",
        summary=_("What you write"),
        description=_("Your own write-ups with their newest words, published or not; those written on last come first."),
        parameters=[PageQuery],
        responses=paged("Drafts", DraftSerializer(many=True)),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """A page of it."""
        self.require_writer()

        def shown(write_ups: Any) -> Any:
            return DraftSerializer(newest(self.actor, write_ups), many=True).data

        return Response(page_of(request, own_write_ups(self.actor), self.asked(PageQuery), shown))

    @extend_schema(
        operation_id="begin_draft",
        summary=_("Begin a write-up"),
        description=_("A draft that only you see. Anything may be empty. It is published once a colleague has read it, which you ask for on its page."),
        request=NewDraftSerializer,
        responses={201: DraftSerializer},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Begin one."""
        self.require_writer()
        given = self.given(NewDraftSerializer)
        school = self.school(given.pop("school", None))
        fields = first_fields(self.actor, school, given)
        write_up = start_write_up(by=self.actor, school=school, fields=fields)
        return self.answer(write_up.pk, status.HTTP_201_CREATED)

    def require_writer(self) -> None:
        """Go on only for those who may write somewhere.

        Raises:
            MayNot: for others.
        """
        if not standing_of(self.actor).may_somewhere(Permission.WRITE):
            raise MayNot(Permission.WRITE)

    def school(self, code: str | None) -> School:
        """The school it is written at: the one named, or one's first.

        Raises:
            ValidationError: when it is not one of those at which they may write.
        """
        schools = own_schools(self.actor).filter(
            pk__in=standing_of(self.actor).schools_where(Permission.WRITE)
        )
        school = (schools if code is None else schools.filter(code=code)).first()
        if school is None:
            raise ValidationError({"school": [gettext("You do not write at such a school.")]})
        return school


_ID = OpenApiParameter(
    "id", OpenApiTypes.INT, OpenApiParameter.PATH, description=_("As the list of drafts names it.")
)


class DraftDetail(_DraftView):
    """One of them."""

    scopes = {"GET": WRITE, "PATCH": WRITE}

    @extend_schema(
        operation_id="read_draft",
        summary=_("A write-up of your own"),
        description=_("Its newest words, whether a colleague has read them or not."),
        parameters=[_ID],
        responses=DraftSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        """Its newest words."""
        return self.answer(pk)

    @extend_schema(
        operation_id="change_draft",
        summary=_("Write on"),
        description=_("Send what changes, and the revision it is based on: if it was changed since, you are told and nothing is overwritten. What is published stays as it is until a colleague has read the new words."),
        parameters=[_ID],
        request=ChangedDraftSerializer,
        responses=DraftSerializer,
    )  # fmt: skip
    def patch(self, request: Request, pk: int) -> Response:
        """Keep it as a new revision."""
        draft = self.draft(pk)
        given = self.given(ChangedDraftSerializer)
        based_on = given.pop("revision")
        fields = next_fields(draft, given)
        save_draft(write_up=draft.write_up, by=self.actor, fields=fields, based_on=based_on)
        return self.answer(pk)
