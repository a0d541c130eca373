"""What a school takes with it of the library: what it has published, to read and for programs, with pictures and files."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.template.loader import render_to_string

from core.registries.school_content import Piece
from network.models import Person, School
from network.school_content import as_json
from practice_library.domain.pictures import extension_of
from practice_library.models import WriteUpPage

_FIELDS = (
    "title", "promise", "language", "audience", "author_names", "reviewer_name", "for_whom", "tried", "worked",
    "did_not_work", "would_change", "try_it", "link_to_learning", "what_changed", "evidence_level", "evidence_note",
    "minutes_needed", "started_year", "pupils_reached_count", "ages", "reviewed_on", "first_published_at",
    "last_published_at",
)  # fmt: skip


def published_by(school: School, by: Person) -> Iterator[Piece]:
    """Every write-up that the school has published, those it took back too. Drafts are their authors' own, and stay out."""
    found = WriteUpPage.objects.kept_by(by).filter(school=school).order_by("first_published_at", "pk")
    for write_up in found.prefetch_related("topics"):
        yield from _pieces(write_up, f"write-ups/{write_up.pk}-{write_up.slug}")


def _pieces(write_up: WriteUpPage, folder: str) -> Iterator[Piece]:
    attached = list(_attached(write_up))
    record: dict[str, Any] = {name: getattr(write_up, name) for name in _FIELDS}
    record["topics"] = [f"{topic.kind}:{topic.code}" for topic in write_up.topics.all()]
    record["adapted_from"] = write_up.adapted_from_id
    record["translation_of"] = write_up.translation_of_id
    record["id"] = write_up.pk
    record["pictures"] = [each["about"] for each in attached if each["kind"] == "picture"]
    record["files"] = [each["about"] for each in attached if each["kind"] == "file"]
    page = render_to_string(
        "library/school_content/write_up.html", {"write_up": write_up, "attached": attached}
    )
    yield Piece(f"{folder}/index.html", page.encode(), write_up.title)
    yield Piece(f"{folder}/write-up.json", as_json(record))
    for each in attached:
        yield Piece(f"{folder}/{each['about']['file']}", each["open"])


def _attached(write_up: WriteUpPage) -> Iterator[dict[str, Any]]:
    """Pictures and files in the author's order, under names of ours; one whose file is gone is left out."""
    for number, block in enumerate(write_up.extras, start=1):
        held = block.value["image" if block.block_type == "picture" else "document"]
        if held is None or not held.file.storage.exists(held.file.name):
            continue
        about = {"file": f"{block.block_type}-{number}.{extension_of(held.file.name)}"}
        names = ("alt", "caption") if block.block_type == "picture" else ("title",)
        about |= {name: block.value[name] for name in names}
        opened = partial(held.file.storage.open, held.file.name, "rb")
        yield {"kind": block.block_type, "about": about, "open": opened}
