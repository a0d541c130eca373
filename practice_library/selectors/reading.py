"""A write-up as its reader sees it, with what stands around it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language_info

from network.access import Viewer
from network.models import Topic
from practice_library.domain.ages import is_out_of_date
from practice_library.domain.sizes import within
from practice_library.models import LibraryDocument, WriteUpPage
from practice_library.remembered import remembered

#: The size in which a picture stands in the text, in Wagtail's words and in dots.
PICTURE_SPEC = "max-1200x1200"
PICTURE_SIDE = 1200
_MOST_RELATED = 40


@dataclass(frozen=True)
class Picture:
    """A picture at its guarded address, with the size it will have, so that the text does not jump."""

    url: str
    alt: str
    caption: str
    width: int
    height: int


@dataclass(frozen=True)
class File:
    """A file to take away."""

    url: str
    title: str
    extension: str
    size: int | None


@dataclass(frozen=True)
class Related:
    """Another write-up that this viewer may read as well."""

    pk: int
    title: str
    url: str
    school: str
    language: str
    language_name: str


@dataclass(frozen=True)
class Reading:
    """A write-up and what stands around it; everything related is what this viewer may read too."""

    write_up: WriteUpPage
    topics: dict[str, list[Topic]]
    pictures: list[Picture]
    files: list[File]
    adapted_from: Related | None
    adaptations: list[Related]
    translations: list[Related]
    is_out_of_date: bool


def write_up_to_read(viewer: Viewer, slug: str) -> WriteUpPage | None:
    """One write-up this viewer may read, with its school and network, or None: not there and not theirs are alike."""
    found = (
        WriteUpPage.objects.visible_to(viewer)
        .order_by()
        .select_related("school", "network")
        .filter(slug=slug)
    )
    # Not `first()`, which would have one row sorted: a slug is one write-up's.
    return next(iter(found[:1]), None)


def reading(viewer: Viewer, write_up: WriteUpPage, today: date) -> Reading:
    """What stands around a published write-up: two queries at most (pictures, files), and two that are remembered."""
    key = ("around", write_up.pk)
    return _reading(write_up, remembered(viewer, key, lambda: _around(viewer, write_up)), today)


def reading_of_draft(viewer: Viewer, draft: WriteUpPage, today: date) -> Reading:
    """The same for what its author or an editor has just written, with the topics they have just chosen."""
    return _reading(draft, _around(viewer, draft), today)


_Around = tuple[list[Topic], tuple["Related | None", list["Related"], list["Related"]]]


def _around(viewer: Viewer, write_up: WriteUpPage) -> _Around:
    # Topics through the page, not the table: a draft has its own.
    topics = sorted(write_up.topics.all(), key=lambda topic: (topic.position, topic.pk))
    return topics, _related(viewer, write_up)


def _reading(write_up: WriteUpPage, around: _Around, today: date) -> Reading:
    topics: dict[str, list[Topic]] = {}
    for topic in around[0]:
        topics.setdefault(topic.kind, []).append(topic)
    pictures, files = extras(write_up)
    origin, grown, translated = around[1]
    return Reading(
        write_up, topics, pictures, files, origin, grown, translated, is_out_of_date(_last_looked_at(write_up), today)
    )  # fmt: skip


def _last_looked_at(write_up: WriteUpPage) -> date | None:
    published = write_up.last_published_at
    return write_up.reviewed_on or (published.date() if published else None)


def extras(write_up: WriteUpPage) -> tuple[list[Picture], list[File]]:
    """The pictures and the files, each in the author's order; one whose file is gone is left out."""
    blocks = list(write_up.extras)
    pictures = [_picture(block.value) for block in blocks if block.block_type == "picture"]
    files = [_file(block.value) for block in blocks if block.block_type == "file"]
    return [picture for picture in pictures if picture], [file for file in files if file]


def _picture(value: dict) -> Picture | None:
    if (image := value["image"]) is None:
        return None
    width, height = within(image.width, image.height, PICTURE_SIDE)
    url = reverse("library:picture", kwargs={"key": image.key, "spec": PICTURE_SPEC})
    return Picture(url, value["alt"], value["caption"], width, height)


def _file(value: dict) -> File | None:
    document: LibraryDocument | None = value["document"]
    if document is None:
        return None
    extension = document.file.name.rsplit(".", 1)[-1].upper()
    return File(document.url, value["title"], extension, document.file_size)


def _related(viewer: Viewer, write_up: WriteUpPage) -> tuple[Related | None, list[Related], list[Related]]:
    """Where it came from, what others made of it, and the same in other languages: one query."""
    same = Q(translation_of=write_up.pk)
    if write_up.translation_of_id:
        same |= Q(pk=write_up.translation_of_id) | Q(translation_of=write_up.translation_of_id)
    found = {
        record["pk"]: record
        for record in WriteUpPage.objects.visible_to(viewer)
        .filter(same | Q(adapted_from=write_up.pk) | Q(pk=write_up.adapted_from_id))
        .exclude(pk=write_up.pk)
        .order_by("first_published_at", "pk")
        .values("pk", "title", "slug", "language", "school__name", "adapted_from_id", "translation_of_id")[
            :_MOST_RELATED
        ]
    }
    origin = found.get(write_up.adapted_from_id)
    grown = [record for record in found.values() if record["adapted_from_id"] == write_up.pk]
    translated = [
        record
        for record in found.values()
        if record["translation_of_id"] == write_up.pk
        or (
            write_up.translation_of_id
            and write_up.translation_of_id in (record["pk"], record["translation_of_id"])
        )
    ]
    return (_shown([origin])[0] if origin else None), _shown(grown), _shown(translated)


def _shown(records: Iterable[dict]) -> list[Related]:
    return [
        Related(
            pk=record["pk"],
            title=record["title"],
            url=reverse("library:write-up", kwargs={"slug": record["slug"]}),
            school=record["school__name"],
            language=record["language"],
            language_name=get_language_info(record["language"])["name_local"].capitalize(),
        )
        for record in records
    ]
