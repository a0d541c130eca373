"""What a list can be narrowed by, and how many write-ups each value leaves: counted by the database in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
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

    def sensible(self, wanted: Wanted) -> Wanted:
        """What is wanted, without the values that do not exist."""
        chosen = {
            facet: tuple(code for code in codes if self._exists(facet, code))
            for facet, codes in wanted.chosen.items()
            if facet in self.by_facet
        }
        return replace(wanted, chosen=chosen)

    def _exists(self, facet: str, code: str) -> bool:
        if facet in TOPIC_FACETS:
            return (facet, code) in self.labels
        # Which schools exist is nobody's to find out here.
        return facet == "school" or code in _CHOICES[facet].values

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

    One statement, however many facets and values. The facets of which nothing is chosen are counted together.
    """
    with_all = write_ups.filter(asked.but())
    free = [kind for kind in TOPIC_FACETS if kind not in asked.by_facet]
    branches = [_plain(with_all, _ALL)]
    if free:
        branches.append(_topics(with_all, free))
    for facet in asked.by_facet:
        others = write_ups.filter(asked.but(facet))
        branches.append(_topics(others, [facet]) if facet in TOPIC_FACETS else _plain(others, facet))
    total = 0
    tally: dict[tuple[str, str, str, int], int] = {}
    for facet, code, label, place, evidence, tongue, count in branches[0].union(*branches[1:], all=True):
        if facet == _ALL:
            total += count
        plain = {"school": (code, label, 0), "evidence": (evidence, "", 0), "language": (tongue, "", 0)}
        for name in _counted_by(facet, asked):
            value = (name, *plain.get(name, (code, label, place)))
            tally[value] = tally.get(value, 0) + count
    found: Counted = {}
    for (name, code, label, place), count in tally.items():
        found.setdefault(name, []).append((code, label, place, count))
    return total, found


def _counted_by(facet: str, asked: Conditions) -> Iterable[str]:
    """The facets that a row of the statement counts for."""
    return [name for name in _PLAIN if name not in asked.by_facet] if facet == _ALL else [facet]


_ALL = "all"
_PLAIN = ("school", "evidence", "language")
_COLUMNS = ("facet", "code", "label", "place", "evidence", "tongue")


def _words(text: str) -> Value:
    return Value(text, output_field=CharField())


def _plain(write_ups: QuerySet, facet: str) -> QuerySet:
    """How many of each school, evidence level and language at once: few rows, and one look at the table for all."""
    return (
        write_ups.order_by()
        .annotate(
            facet=_words(facet),
            code=F("school__code"),
            label=F("school__name"),
            place=Value(0, output_field=IntegerField()),
            evidence=F("evidence_level"),
            tongue=F("language"),
        )
        .values_list(*_COLUMNS)
        .annotate(count=Count("*"))
    )


def _topics(write_ups: QuerySet, kinds: Iterable[str]) -> QuerySet:
    name = "topic__name_sv" if get_language() == "sv" else "topic__name_en"
    links = _THROUGH.objects.filter(
        writeuppage_id__in=write_ups.order_by().values("pk"), topic__kind__in=kinds
    )
    return (
        links.annotate(
            facet=F("topic__kind"),
            code=F("topic__code"),
            label=F(name),
            place=F("topic__position"),
            evidence=_words(""),
            tongue=_words(""),
        )
        .values_list(*_COLUMNS)
        .annotate(count=Count("*"))
    )


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
