"""What the library shows elsewhere: on the front page, on Today, where something points to a write-up, in an export."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from core import clock
from core.registries.front_page import Highlight
from core.registries.linked_things import LinkedThing
from core.registries.retention import RetentionRule
from core.registries.subject_access import Section
from core.registries.today import Suggestion, TodayCard
from network.access import Viewer, standing_of
from network.models import Membership, Person
from network.roles import Permission
from practice_library.domain.ages import out_of_date_since
from practice_library.domain.phases import phases_of
from practice_library.models import ReviewRequest, WriteUpPage
from practice_library.remembered import remembered

#: How many things to try take turns, a day each.
_TAKE_TURNS = 14
_MOST_CARDS = 3


def write_up_links(viewer: Viewer, keys: list[str]) -> list[LinkedThing]:
    """The write-ups behind these keys that the viewer may read (one query)."""
    numbers = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19]
    found = WriteUpPage.objects.visible_to(viewer).order_by("pk").filter(pk__in=numbers)
    return [
        LinkedThing("write_up", str(pk), title, reverse("library:write-up", kwargs={"slug": slug}))
        for pk, title, slug in found.values_list("pk", "title", "slug")
    ]


def _is(condition: Q | Exists) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def public_highlights() -> list[Highlight]:
    """Three that everybody may read, those in the page's language first, then the newest (one query)."""
    found = (
        WriteUpPage.objects.visible_to(AnonymousUser())
        .order_by(_is(Q(language=get_language())).desc(), "-first_published_at", "-pk")
        .values_list("title", "slug", "promise", "language")
    )
    return [
        Highlight(title, reverse("library:write-up", kwargs={"slug": slug}), promise, language)
        for title, slug, promise, language in found[:3]
    ]


def to_try(viewer: Viewer) -> list[Suggestion]:
    """One thing to try: for the phases the viewer teaches before others, in their language, short before long.

    The best take turns, a day each. Two queries, of which one is remembered while the library stays as it is.
    """
    if not isinstance(viewer, Person):
        return []
    phases = sorted(phases_of(_ages_of(viewer)))
    found = remembered(viewer, ("to try", phases), lambda: _short_ones(viewer, phases))
    found = [row for row in found if row["owner_id"] != viewer.pk]
    best = [row for row in found if (row["fits"], row["is_mine"]) == (found[0]["fits"], found[0]["is_mine"])]
    if not best:
        return []
    row = best[clock.today().toordinal() % min(len(best), _TAKE_TURNS)]
    minutes = ngettext("%(minutes)s minute", "%(minutes)s minutes", row["minutes_needed"])
    return [
        Suggestion(
            title=row["title"],
            url=reverse("library:write-up", kwargs={"slug": row["slug"]}),
            promise=row["promise"],
            detail=f"{minutes % {'minutes': row['minutes_needed']}} · {row['school__name']}",
            language=row["language"],
        )
    ]


def _short_ones(viewer: Viewer, phases: list[str]) -> list[dict[str, Any]]:
    """The best to try, somewhat more than take turns: some may be the viewer's own."""
    in_phase = WriteUpPage.topics.through.objects.filter(
        writeuppage_id=OuterRef("pk"), topic__kind="phase", topic__code__in=phases
    )
    found = (
        WriteUpPage.objects.visible_to(viewer)
        .annotate(fits=Exists(in_phase), is_mine=_is(Q(language=get_language())))
        .order_by("-fits", "-is_mine", "minutes_needed", "-first_published_at", "-pk")
        .values(
            "title",
            "slug",
            "promise",
            "language",
            "minutes_needed",
            "school__name",
            "owner_id",
            "fits",
            "is_mine",
        )
    )
    return list(found[: 4 * _TAKE_TURNS])


def _ages_of(person: Person) -> set[int]:
    """The ages of the year groups the person works with; of everybody at their schools when none is named."""
    rows = (
        Membership.objects.current(clock.now())
        .filter(person=person)
        .values_list("year_group_links__year_group__typical_age", "school__lowest_age", "school__highest_age")
    )
    taught: set[int] = set()
    whole: set[int] = set()
    for age, lowest, highest in rows:
        if age is not None:
            taught.add(age)
        if lowest is not None and highest is not None:
            whole.update(range(lowest, highest + 1))
    return taught or whole


def asked_again(viewer: Viewer, now: datetime) -> list[TodayCard]:
    """What the viewer wrote and nobody has looked at for 24 months: is it still right? One query."""
    if not isinstance(viewer, Person):
        return []
    limit = out_of_date_since(now.date())
    old = Q(reviewed_on__lt=limit) | Q(reviewed_on=None, last_published_at__date__lt=limit)
    found = (
        WriteUpPage.objects.visible_to(viewer)
        .filter(old, owner_id=viewer.pk, school_id__in=standing_of(viewer).schools_where(Permission.WRITE))
        .order_by("reviewed_on", "pk")
        .values_list("pk", "title")
    )
    return [
        TodayCard(
            kind="waiting",
            sentence=_("Is “%(title)s” still right?") % {"title": title},
            url=reverse("library:write-up-edit", kwargs={"pk": pk}),
            action=_("Look at it again"),
            detail=_(
                "Nobody has looked at it for two years. Change it, take it back, or have a colleague read it again."
            ),
        )
        for pk, title in found[:_MOST_CARDS]
    ]


def retention_rule() -> RetentionRule:
    """Nothing goes by itself: after 24 months its author is asked on Today, and readers are told it may be out of date."""
    return RetentionRule(
        what=gettext_lazy("Write-ups"),
        kept_for=gettext_lazy("Until their school takes them back; asked about after 24 months."),
        apply=None,
    )


def written_by(person: Person) -> Section:
    """A person's write-ups, drafts included, for an export of what is held about them."""
    rows = WriteUpPage.objects.filter(owner=person).select_related("school").order_by("pk")
    return Section(
        title=_("Write-ups"),
        rows=[
            {
                _("Title"): page.draft_title or page.title,
                _("School"): page.school.name,
                _("Written by"): page.author_names,
                _("Who may read it"): page.get_audience_display() if page.live else _("Draft"),
                _("Published"): date_format(page.first_published_at, "Y-m-d")
                if page.first_published_at
                else "",
            }
            for page in rows
        ],
    )


def read_for_colleagues(person: Person) -> Section:
    """What the person was asked to read, and what they answered; and what colleagues answered them."""
    rows = ReviewRequest.objects.filter(Q(reviewer=person) | Q(author=person)).select_related(
        "write_up", "author", "reviewer"
    )
    return Section(
        title=_("Reading for colleagues"),
        rows=[
            {
                _("Write-up"): request.write_up.title,
                _("Asked by"): request.author.display_name,
                _("Asked"): request.reviewer.display_name,
                _("On"): date_format(request.asked_at, "Y-m-d"),
                _("The question"): request.note,
                _("The answer"): request.answer,
            }
            for request in rows.order_by("pk")
        ],
    )
