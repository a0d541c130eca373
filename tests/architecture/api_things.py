"""Things of two schools that strangers must not see, for walks over the API; their texts hold a canary."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from core.api.schema import openapi
from network.models import Closure, Network, SchoolDay, Term, YearGroup
from tests.cast import Cast, SchoolCast
from tests.factories.library import FULL, draft, published

CANARY = {"MAR": "Canary of MAR", "OUT": "Canary of OUT"}


@dataclass(frozen=True)
class Operation:
    """One thing a program can ask, as the description names it."""

    code: str
    method: str
    path: str
    described: dict[str, Any]

    @property
    def parameters(self) -> list[str]:
        """The names in its address."""
        return re.findall(r"{(\w+)}", self.path)


def operations() -> list[Operation]:
    """All of them."""
    return [
        Operation(described["operationId"], method.upper(), path, described)
        for path, methods in openapi()["paths"].items()
        for method, described in methods.items()
    ]


@dataclass(frozen=True)
class Things:
    """What names a school's own things in an address, and the revision of its draft."""

    code: str
    slug: str
    id: int
    revision: int

    def named(self, operation: Operation) -> dict[str, Any]:
        """Those that an operation's address names."""
        return {name: getattr(self, name) for name in operation.parameters}


#: Names that nothing has.
NOTHING = {"code": "ZZZ", "slug": "never-written", "id": 999_999}


def make_things(cast: Cast) -> dict[str, Things]:
    """School → its things: a card and dates, a write-up for its network, a draft of its teacher."""
    return {"MAR": _of(cast.mar, cast.small_steps), "OUT": _of(cast.out, cast.elsewhere)}


def _of(people: SchoolCast, network: Network) -> Things:
    school, canary = people.school, CANARY[people.school.code]
    type(school).objects.filter(pk=school.pk).update(visitor_information=canary, about=canary)
    day = date(2026, 11, 2)
    Term.objects.create(school=school, name=canary, starts_on=day, ends_on=date(2090, 1, 1))
    Closure.objects.create(school=school, name=canary, starts_on=day, ends_on=day)
    SchoolDay.objects.create(school=school, iso_weekday=1, opens_at="08:40", closes_at="15:15")
    YearGroup.objects.create(school=school, label=canary, typical_age=8)
    people.teacher.name = f"{people.teacher.name}, {canary}"
    people.teacher.save()
    words = replace(FULL, title=canary, promise=canary, author_names=canary)
    shared = published(
        people.teacher, people.colleague, school, replace(words, audience="network", network_id=network.pk)
    )
    kept = draft(people.teacher, school, words)
    return Things(school.code, shared.slug, kept.pk, kept.latest_revision_id)
