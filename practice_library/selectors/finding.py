"""A page of the library's list: what answers, in order, with the lines that answer and what can be narrowed by."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from network.access import Viewer
from network.models import Topic
from practice_library.choices import EvidenceLevel
from practice_library.domain.search_query import Question
from practice_library.domain.snippets import highlighted, snippet
from practice_library.domain.wanted import LAST_PAGE, PER_PAGE, Wanted
from practice_library.models import WriteUpPage
from practice_library.models.write_up import WriteUpQuerySet
from practice_library.remembered import remembered
from practice_library.search_index import Answers
from practice_library.selectors.facets import Conditions, Counted, Facet, conditions, counted, facets
from practice_library.selectors.spelling import what_was_meant

#: The boxes in which lines are looked for, the most telling first.
BOXES = (
    "promise",
    "try_it",
    "tried",
    "worked",
    "did_not_work",
    "would_change",
    "for_whom",
    "link_to_learning",
)
_FIELDS = (
    "pk",
    "title",
    "slug",
    "promise",
    "audience",
    "language",
    "minutes_needed",
    "evidence_level",
    "school__name",
)


@dataclass(frozen=True)
class Row:
    """A write-up as the list shows it; title and summary are HTML that is safe."""

    title: SafeString
    url: str
    summary: SafeString
    facts: list[str]
    audience: str
    language: str


@dataclass(frozen=True)
class Found:
    """A page of the list.

    Attributes:
        wanted: what the page shows: the page asked for is brought within bounds.
        total: how many write-ups answer.
        page_count: how many pages can be shown; at most LAST_PAGE.
        instead: what was looked for in place of what was typed, or None.
    """

    wanted: Wanted
    rows: list[Row]
    total: int
    page_count: int
    facets: list[Facet]
    instead: str | None = None


def find(viewer: Viewer, wanted: Wanted) -> Found:
    """Find write-ups: at most seven queries, whatever there is."""
    asked = conditions(wanted)
    wanted = asked.sensible(wanted)
    total, found = _counted(viewer, wanted, asked)
    instead = None
    if not total and wanted.question and not wanted.chosen and not wanted.exactly:
        instead = what_was_meant(viewer, wanted.question)
    shown = wanted
    if instead:
        meant = replace(wanted, text=instead)
        total, found = _counted(viewer, meant, asked)
        shown, instead = (meant, instead) if total else (wanted, None)
    page_count = max(1, min(-(-total // PER_PAGE), LAST_PAGE))
    shown = replace(shown, page=min(shown.page, page_count))
    rows = _rows(viewer, shown, asked.but(), total) if total else []
    return Found(shown, rows, total, page_count, facets(shown, asked, found), instead)


def _counted(viewer: Viewer, wanted: Wanted, asked: Conditions) -> tuple[int, Counted]:
    """How many answer, and how many by facet."""

    def count() -> tuple[int, Counted]:
        write_ups = WriteUpPage.objects.visible_to(viewer).order_by()
        if not wanted.question:
            return counted(write_ups, asked)
        answers = Answers(wanted.question)
        return (0, {}) if answers.is_empty else counted(answers.among(write_ups), asked)

    return remembered(viewer, ("counted", wanted.text, sorted(wanted.chosen.items())), count)


@dataclass(frozen=True)
class Listing:
    """A part of what answers, for programs: how many there are in all, the write-ups in order, the facets."""

    total: int
    write_ups: list[WriteUpPage]
    facets: list[Facet]


def listed(viewer: Viewer, wanted: Wanted, first: int, last: int) -> Listing:
    """What answers exactly what is wanted, from `first` to `last` (not included): at most five queries.

    Schools and networks are loaded with them.
    """
    asked = conditions(wanted)
    total, found = _counted(viewer, wanted, asked)
    write_ups: list[WriteUpPage] = []
    if first < total:
        part, place = _in_order(viewer, wanted, asked.but(), total, first, last)
        write_ups = sorted(part.select_related("school", "network"), key=lambda page: place.get(page.pk, 0))
    return Listing(total, write_ups, facets(wanted, asked, found))


def _in_order(
    viewer: Viewer, wanted: Wanted, condition: Q, total: int, first: int, last: int
) -> tuple[WriteUpQuerySet, dict[int, int]]:
    """The write-ups from `first` to `last`, and the place of each when it is not theirs in the database."""
    write_ups = WriteUpPage.objects.visible_to(viewer).order_by()
    answers = Answers(wanted.question) if wanted.question else None
    if answers and not wanted.newest_first:
        order = answers.best(write_ups.filter(condition), total, first, last)
        return write_ups.filter(pk__in=order), {key: number for number, key in enumerate(order)}
    write_ups = answers.among(write_ups) if answers else write_ups
    return write_ups.filter(condition).order_by("-first_published_at", "-pk")[first:last], {}


def _rows(viewer: Viewer, wanted: Wanted, condition: Q, total: int) -> list[Row]:
    first = (wanted.page - 1) * PER_PAGE
    write_ups, place = _in_order(viewer, wanted, condition, total, first, first + PER_PAGE)
    fields = dict.fromkeys((*_FIELDS, *(BOXES if wanted.question else ())))
    records = list(write_ups.values(*fields))
    records.sort(key=lambda record: place.get(record["pk"], 0))
    topics = _topics_of([record["pk"] for record in records])
    return [_row(record, wanted.question, topics.get(record["pk"], [])) for record in records]


def topic_codes_of(keys: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    """Write-up → kind → the codes of its topics in their order (one query)."""
    found: dict[int, dict[str, list[str]]] = {}
    for key, kind, code in (
        WriteUpPage.topics.through.objects.filter(writeuppage_id__in=keys)
        .order_by("topic__position", "topic_id")
        .values_list("writeuppage_id", "topic__kind", "topic__code")
    ):
        found.setdefault(key, {}).setdefault(kind, []).append(code)
    return found


def _topics_of(keys: Sequence[int]) -> dict[int, list[str]]:
    """Write-up → its phases and subjects in words."""
    name = "topic__name_sv" if get_language() == "sv" else "topic__name_en"
    found: dict[int, list[str]] = {}
    for key, words in (
        WriteUpPage.topics.through.objects.filter(
            writeuppage_id__in=keys, topic__kind__in=(Topic.Kind.PHASE, Topic.Kind.SUBJECT)
        )
        .order_by("topic__kind", "topic__position", "topic_id")
        .values_list("writeuppage_id", name)
    ):
        found.setdefault(key, []).append(words)
    return found


def _row(record: dict, question: Question, topics: list[str]) -> Row:
    minutes = record["minutes_needed"]
    summary = snippet([record[box] for box in BOXES], question) if question else None
    return Row(
        title=mark_safe(highlighted(record["title"], question)),  # noqa: S308 -- escaped there
        url=reverse("library:write-up", kwargs={"slug": record["slug"]}),
        summary=record["promise"] if summary is None else mark_safe(summary),  # noqa: S308 -- escaped there
        facts=[
            *topics,
            ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes) % {"minutes": minutes},
            str(EvidenceLevel(record["evidence_level"]).label),
            record["school__name"],
        ],
        audience=record["audience"],
        language=record["language"],
    )
