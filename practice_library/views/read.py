"""Reading one write-up."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core import clock
from practice_library.models import WriteUpPage
from practice_library.policies import can_write
from practice_library.selectors.reading import Reading, reading, write_up_to_read


@require_safe
def write_up(request: HttpRequest, slug: str) -> HttpResponse:
    """A write-up, for those who may read it.

    Raises:
        Http404: when it is not there, or not theirs to read: nobody can tell which.
    """
    page = write_up_to_read(request.user, slug)
    if page is None:
        raise Http404
    shown = reading(request.user, page, clock.today())
    return render(request, "library/write_up.html", write_up_context(request, shown))


def write_up_context(request: HttpRequest, shown: Reading) -> dict[str, Any]:
    """What the reading page is drawn with; the author's preview is drawn with the same."""
    page = shown.write_up
    return {
        "reading": shown,
        "write_up": page,
        "facts": facts(shown),
        "about_facts": _topics_in_words(shown, ("theme", "lens")),
        "tree": _tree(shown),
        "sees_names": _who(page),
        "edit_url": _edit_url(request, page),
        "content_language": page.language if page.language != request.LANGUAGE_CODE else "",
    }


def facts(shown: Reading) -> list[dict[str, str]]:
    """The strip of facts under the title; a fact that is not known is left out."""
    page = shown.write_up
    rows = [
        (_("School"), page.school.name, "school"),
        (_("For"), _for(shown), "users"),
        (_("Takes"), _minutes(page.minutes_needed), "clock"),
        (_("Since"), str(page.started_year or ""), "calendar"),
        (_("Pupils reached"), str(page.pupils_reached_count or ""), "users-round"),
        (_("Last reviewed"), date_format(page.reviewed_on, "F Y") if page.reviewed_on else "", "history"),
    ]
    rests_on = {
        "label": _("Rests on"),
        "value": str(page.get_evidence_level_display()),
        "icon": "flag",
        "note": page.evidence_note,
        "language": page.language,
    }
    return [
        *({"label": label, "value": value, "icon": icon} for label, value, icon in rows if value),
        rests_on,
    ]


def _minutes(minutes: int) -> str:
    return ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes) % {"minutes": minutes}


def _for(shown: Reading) -> str:
    parts = [topic.name for kind in ("phase", "subject") for topic in shown.topics.get(kind, ())]
    if shown.write_up.ages:
        parts.append(_("ages %(ages)s") % {"ages": shown.write_up.ages})
    return ", ".join(parts)


def _topics_in_words(shown: Reading, kinds: tuple[str, ...]) -> list[dict[str, str]]:
    listing = reverse("library:write-up-list")
    return [
        {"label": topic.name, "href": f"{listing}?{kind}={topic.code}", "note": topic.note}
        for kind in kinds
        for topic in shown.topics.get(kind, ())
    ]


def _who(page: WriteUpPage) -> str:
    """Whom exactly: the school's name, the network's, or nobody in particular."""
    if page.audience == "school":
        return page.school.name
    return page.network.name if page.audience == "network" and page.network else ""


def _tree(shown: Reading) -> list[dict[str, Any]]:
    """Where it grew, as far as this reader may see; empty when it stands alone."""
    if not (shown.adapted_from or shown.adaptations):
        return []
    here = {
        "title": shown.write_up.title,
        "about": shown.write_up.school.name,
        "is_here": True,
        "branches": [
            {"title": item.title, "href": item.url, "about": item.school, "language": item.language}
            for item in shown.adaptations
        ],
    }
    if origin := shown.adapted_from:
        return [
            {
                "title": origin.title,
                "href": origin.url,
                "about": origin.school,
                "language": origin.language,
                "branches": [here],
            }
        ]
    return [here]


def _edit_url(request: HttpRequest, page: WriteUpPage) -> str:
    """Where its author goes on writing; empty for everybody else."""
    if not can_write(request.user, page):
        return ""
    try:
        return reverse("library:write-up-edit", kwargs={"pk": page.pk})
    except NoReverseMatch:  # a hub whose writing pages are turned off
        return ""
