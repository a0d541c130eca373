"""A copy of everything the hub holds about a person: to read, and for programs."""

import json
import tempfile
import zipfile
from typing import IO, Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import override

from core import clock
from core.registries.subject_access import Section, providers
from network.models import Person
from network.services.audit import record
from network.speaking import speaking_to

_FORMAT = 1
#: Kept in memory up to this size, on disk beyond.
_SPOOLED_BYTES = 5_000_000
#: Programs find the same headings, whatever language the person reads.
_LANGUAGE_OF_PROGRAMS = "en"


@transaction.atomic
def export_subject(person: Person, *, by: Person | None) -> IO[bytes]:
    """Make a zip of what every room holds about a person: `index.html` in their language, `data.json` for programs.

    Nothing of it stays on the hub: the file has no name and is gone once it is closed. That it was made stands in the
    logs of all schools they belong to or did.

    Args:
        person: whom it is about.
        by: the person themselves, or None for the operator.

    Raises:
        PermissionError: when it is asked for by somebody else.
    """
    if by is not None and by.pk != person.pk:
        raise PermissionError("a copy of somebody's data is theirs alone")
    for school_id in sorted(set(person.memberships.values_list("school_id", flat=True))):
        record("data_exported", school_id=school_id, by=by, subject=person, details={"person": person.pk})
    with speaking_to(person):
        page = render_to_string(
            "network/subject_export.html",
            {"person": person, "sections": _sections(person), "made_at": clock.now()},
        )
    package = tempfile.SpooledTemporaryFile(max_size=_SPOOLED_BYTES)  # noqa: SIM115 -- whoever asked closes it
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", page)
        archive.writestr("data.json", json.dumps(_for_programs(person), ensure_ascii=False, indent=1))
    package.seek(0)
    return package


def _sections(person: Person) -> list[Section]:
    return [provider(person) for provider in providers]


def _for_programs(person: Person) -> dict[str, Any]:
    with speaking_to(person), override(_LANGUAGE_OF_PROGRAMS):
        return {
            "format": _FORMAT,
            "made_at": clock.now().isoformat(),
            "person": person.email,
            "sections": {
                name: {"title": section.title, "rows": section.rows}
                for name, provider in providers.items()
                for section in [provider(person)]
            },
        }
