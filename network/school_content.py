"""What a school takes with it of its card, its dates, its people and its log."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.registries import audit_words, school_content
from core.registries.school_content import Piece
from network.audit_words import in_words
from network.directory import (
    dates_of,
    held_by,
    log_of,
    members_of,
    networks_of,
    school_days_of,
    year_groups_of,
)
from network.models import Closure, Person, School, Term

_CARD = (
    "code", "name", "urn", "country", "town", "postcode", "about", "phase", "lowest_age", "highest_age", "pupils_count",
    "staff_count", "latitude", "longitude", "time_zone", "language", "currency", "visitor_information", "joined_at",
)  # fmt: skip


def as_json(value: Any) -> bytes:
    """As a package holds it: for programs, and not too hard to read."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plain).encode()


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def of_the_school(school: School, by: Person) -> Iterator[Piece]:
    """Its card, its year and its day; its people with their roles; its audit log."""
    card = {name: getattr(school, name) for name in _CARD}
    card["networks"] = [network.name for network in networks_of(school.pk)]
    spans = ("name", "starts_on", "ends_on")
    card["terms"] = list(dates_of(school, Term).order_by("starts_on", "pk").values(*spans))
    card["closures"] = list(dates_of(school, Closure).order_by("starts_on", "pk").values("kind", *spans))
    card["days"] = list(school_days_of(school).values("iso_weekday", "opens_at", "closes_at"))
    card["year_groups"] = list(year_groups_of(school).values("label", "typical_age"))
    yield Piece("school.json", as_json(card), _("The school’s card, its year and its day"))
    people = [
        {
            "name": membership.person.name,
            "email": membership.person.email,
            "does_here": membership.job_title,
            "roles": sorted(grant.role for grant in held_by(membership)),
            "since": membership.starts_at,
        }
        for membership in members_of(by, school)
    ]
    yield Piece("people.json", as_json(people), _("The people, their roles and addresses"))
    log = [
        {"number": line.entry.number, "at": line.entry.at, "what": line.sentence, "action": line.entry.action}
        for line in in_words(log_of(by, school))
    ]
    yield Piece("log.json", as_json(log), _("The log of who did what"))


def register() -> None:
    """Offer them first, and say in the log that a package was made."""
    school_content.providers.register("network", of_the_school)
    audit_words.sentences.register(
        "content_taken", gettext_lazy("%(who)s made a package of the school’s content.")
    )
