"""What a list can be narrowed by, and how many write-ups each value leaves: counted by the database in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce

from django.db.models import CharField, Count, F, IntegerField, Q, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network.models import Topic
from practice_library.choices import EvidenceLevel, Language
from practice_library.domain.wanted import FACETS, TOPIC_FACETS, Wanted
from practice_library.models import WriteUpPage
from practice_library.models.write_up import WriteUpQuerySet

TITLES: dict[str, str | Promise] = {
    "phase": _("Phase"),
    "subject": _("Subject"),
    "theme": _("Theme"),
    "lens": _("Lens on learning"),
    "school": _("School"),
    "evidence": _("What it rests on"),
    "language": _("Language"),
}
_CHOICES = {"evidence": EvidenceLevel, "language": Language}


@dataclass(frozen=True)
class FacetValue:
    """A value one can choose; `count` is how many write-ups it would leave, together with the other facets."""

    code: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Facet:
    """A question a list can be narrowed by."""

    code: str
    title: str
    values: list[FacetValue]


@dataclass(frozen=True)
class Conditions:
    """What the chosen values ask for, facet by facet; a value that does not exist is left out of it."""

    by_facet: dict[str, Q]
    labels: dict[tuple[str, str], str] = field(default_factory=dict)

    def but(self, facet: str = "") -> Q:
        """All of them together, but for one facet's own."""
        return reduce(lambda a, b: a & b, (q for name, q in self.by_facet.items() if name != facet), Q())


def conditions(wanted: Wanted) -> Conditions:
    """Understand the chosen values (one query, when topics are among them)."""
    chosen = dict(wanted.chosen)
    by_facet = {}
    if codes := chosen.get("school"):
        by_facet["school"] = Q(school__code__in=codes)
    for facet, field_name in (("evidence", "evidence_level"), ("language", "language")):
        if known := [code for code in chosen.get(facet, ()) if code in _CHOICES[facet].values]:
            by_facet[facet] = Q(**{f"{field_name}__in": known})
    labels = {}
    asked = [Q(kind=kind, code__in=chosen[kind]) for kind in TOPIC_FACETS if kind in chosen]
    if asked:
        topics = list(Topic.objects.filter(reduce(lambda a, b: a | b, asked)))
        labels = {(topic.kind, topic.code): topic.name for topic in topics}
        for kind in {topic.kind for topic in topics}:
            keys = [topic.pk for topic in topics if topic.kind == kind]
            by_facet[kind] = Q(pk__in=_THROUGH.objects.filter(topic_id__in=keys).values("writeuppage_id"))
    return Conditions(by_facet, labels)


_THROUGH = WriteUpPage.topics.through
Counted = dict[str, list[tuple[str, str, int, int]]]


def counted(write_ups: WriteUpQuerySet, asked: Conditions) -> tuple[int, Counted]:
    """How many there are with everything asked for; and facet → (code, label, position, count) with all but its own.

    One statement, however many facets and values.
    """
    free = [kind for kind in TOPIC_FACETS if kind not in asked.by_facet]
    branches = [
        _topics(write_ups.filter(asked.but(kind)), [kind]) for kind in TOPIC_FACETS if kind not in free
    ]
    if free:
        branches.append(_topics(write_ups.filter(asked.but()), free))
    branches += [
        _branch(write_ups.filter(asked.but("school")), "school", "school__code", "school__name"),
        _branch(write_ups.filter(asked.but("evidence")), "evidence", "evidence_level"),
        _branch(write_ups.filter(asked.but("language")), "language", "language"),
    ]
    total = _branch(write_ups.filter(asked.but()), "total")
    found: Counted = {}
    for facet, code, label, position, count in total.union(*branches, all=True):
        found.setdefault(facet, []).append((code, label, position, count))
    return found.pop("total", [("", "", 0, 0)])[0][3], found


def _words(text: str) -> Value:
    return Value(text, output_field=CharField())


def _branch(write_ups: QuerySet, facet: str, code: str = "", label: str = "") -> QuerySet:
    return _rows(
        write_ups.order_by().annotate(
            facet=_words(facet),
            code=F(code) if code else _words(""),
            label=F(label) if label else _words(""),
            place=Value(0, output_field=IntegerField()),
        )
    )


def _topics(write_ups: QuerySet, kinds: Iterable[str]) -> QuerySet:
    name = "topic__name_sv" if get_language() == "sv" else "topic__name_en"
    links = _THROUGH.objects.filter(
        writeuppage_id__in=write_ups.order_by().values("pk"), topic__kind__in=kinds
    )
    return _rows(
        links.annotate(
            facet=F("topic__kind"), code=F("topic__code"), label=F(name), place=F("topic__position")
        )
    )


def _rows(grouped: QuerySet) -> QuerySet:
    return grouped.values_list("facet", "code", "label", "place").annotate(count=Count("*"))


def facets(wanted: Wanted, asked: Conditions, found: Counted) -> list[Facet]:
    """The facets that have something to choose, in their order; what is chosen stays there to be taken back."""
    shown = []
    for code in FACETS:
        if values := _values(code, wanted.chosen.get(code, ()), asked, found.get(code, [])):
            shown.append(Facet(code, str(TITLES[code]), values))
    return shown


def _values(
    facet: str, chosen: tuple[str, ...], asked: Conditions, found: list[tuple[str, str, int, int]]
) -> list[FacetValue]:
    rows = {code: (place, label, count) for code, label, place, count in found}
    if facet in asked.by_facet:
        for code in chosen:
            label = asked.labels.get((facet, code), code)
            rows.setdefault(code, (999, label, 0))
    if facet in _CHOICES:
        rows = {
            code: (place, str(label), rows[code][2])
            for place, (code, label) in enumerate(_CHOICES[facet].choices)
            if code in rows
        }
    ordered = sorted(rows.items(), key=lambda item: (item[1][0], item[1][1].casefold()))
    return [
        FacetValue(code, label, count, code in chosen and facet in asked.by_facet)
        for code, (_place, label, count) in ordered
    ]
