"""What lies on somebody's desk: what they write, and what they were asked to read."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from core.registries.today import TodayCard
from network.access import Viewer, standing_of
from network.models import Person
from network.roles import Permission
from practice_library.models import ReviewRequest, WriteUpPage

_NEWEST_FIRST = ("-latest_revision_created_at", "-pk")


def my_write_ups(person: Person) -> "QuerySet[WriteUpPage]":
    """What the person wrote and still may, newest first; open questions and networks are loaded with them."""
    waiting = ReviewRequest.objects.filter(decided_at=None).select_related("reviewer")
    return (
        _written_by(person)
        .select_related("network", "school")
        .prefetch_related(Prefetch("review_requests", queryset=waiting, to_attr="open_questions"))
        .order_by(*_NEWEST_FIRST)
    )


def _written_by(person: Person) -> "QuerySet[WriteUpPage]":
    schools = standing_of(person).schools_where(Permission.WRITE)
    return WriteUpPage.objects.filter(owner=person, school_id__in=schools)


def asked_of(person: Person) -> "QuerySet[ReviewRequest]":
    """What colleagues asked the person to read and they have not answered, oldest first; page and author are loaded.

    `asked_title` is the title it had when they were asked: what its author has written since is not theirs to see.
    """
    asked_about = WorkflowState.objects.active().filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        object_id=Cast(OuterRef("write_up_id"), CharField()),
    )
    title = asked_about.annotate(
        title=KeyTextTransform("title", "current_task_state__revision__content")
    ).values("title")
    return (
        ReviewRequest.objects.filter(
            reviewer=person,
            decided_at=None,
            write_up__school_id__in=standing_of(person).schools_where(Permission.REVIEW),
        )
        .select_related("write_up", "author")
        .annotate(asked_title=Subquery(title[:1]))
        .order_by("asked_at", "pk")
    )


@dataclass(frozen=True)
class Desk:
    """My write-ups by what happens next with them."""

    waiting: list[WriteUpPage]
    drafts: list[WriteUpPage]
    published: list[WriteUpPage]


def desk_of(person: Person) -> Desk:
    """Waiting for a colleague; drafts; published. Something published and asked about again is in both."""
    mine = list(my_write_ups(person))
    return Desk(
        waiting=[page for page in mine if page.open_questions],
        drafts=[page for page in mine if not page.live and not page.open_questions],
        published=[page for page in mine if page.live],
    )


def today_cards(viewer: Viewer, now: datetime) -> list[TodayCard]:
    """What a colleague waits for, and my newest draft: two queries."""
    if not isinstance(viewer, Person) or not standing_of(viewer).may_somewhere(Permission.WRITE):
        return []
    cards = [_question(request) for request in asked_of(viewer)[:5]]
    asked_about = ReviewRequest.objects.filter(decided_at=None).values("write_up_id")
    drafts = _written_by(viewer).filter(live=False).exclude(pk__in=asked_about).order_by(*_NEWEST_FIRST)
    newest = drafts.values_list("pk", "draft_title", "latest_revision_created_at")[:1]
    return cards + [_draft(pk, title, written or now) for pk, title, written in newest]


def _question(request: ReviewRequest) -> TodayCard:
    return TodayCard(
        kind="waiting",
        sentence=_("%(name)s asks you to read a write-up") % {"name": request.author.display_name},
        url=reverse("library:review", args=[request.pk]),
        action=_("Read it"),
        at=request.asked_at,
        detail=request.note,
    )


def _draft(pk: int, title: str, written: datetime) -> TodayCard:
    day = formats.date_format(timezone.localtime(written), "l j F")
    return TodayCard(
        kind="agreed",
        sentence=_("Your draft from %(day)s is waiting for you") % {"day": day},
        url=reverse("library:write-up-edit", args=[pk]),
        action=_("Go on writing"),
        detail=title,
    )
