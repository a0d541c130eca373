"""Pictures and files of a write-up: taken in clean, put in order, thrown away when nothing shows them any more."""

import hashlib
import json
from typing import Any
from uuid import uuid4

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from network.models import Person, School
from network.services.audit import record
from practice_library.domain.files import MAX_BYTES as MAX_FILE_BYTES
from practice_library.domain.files import FileRefused, check_file, plain_name
from practice_library.domain.pictures import MAX_BYTES as MAX_PICTURE_BYTES
from practice_library.domain.pictures import PictureRefused, clean_picture
from practice_library.models import LibraryDocument, LibraryImage, WriteUpPage
from practice_library.policies import require_author
from practice_library.services import picture_sizes
from practice_library.services.shelves import library_collection
from practice_library.services.writing import keep_revision

#: What one school may keep in the library, pictures and files together.
SCHOOL_QUOTA_BYTES = 2 * 1024**3
MAX_EXTRAS = 20

PICTURE_TOO_LARGE = _("That picture is larger than 15 MB. Make it smaller and try again.")
FILE_TOO_LARGE = _("That file is larger than 50 MB. Make it smaller and try again.")
_PICTURE_WORDS: dict[str, Promise] = {
    "kind": _("That is not a picture we can take. Use a JPEG, PNG, WebP or HEIC picture."),
    "bytes": PICTURE_TOO_LARGE,
    "dots": _("That picture has more than 40 million dots. Make it smaller and try again."),
    "broken": _("That picture cannot be read to its end. Save it again and try once more."),
}
_FILE_WORDS: dict[str, Promise] = {
    "kind": _("That is not a file we can take. Use PDF, Word, PowerPoint, Excel, OpenDocument, text or CSV."),
    "bytes": FILE_TOO_LARGE,
    "unpacks": _("That file unpacks to far more than it seems to be. Save it again and try once more."),
    "macros": _("That file has macros in it. Save it without them and try again."),
    "empty": _("That file is empty."),
}


class NotTaken(DomainError):
    """A picture or a file that is not let in; the words say what would be."""


class NoRoom(DomainError):
    """The school's room in the library is full, or the write-up has its twenty pictures and files."""


@transaction.atomic
def add_picture(
    *, write_up: WriteUpPage, by: Person, file: File, alt: str, caption: str = ""
) -> LibraryImage:
    """Take in a picture, written anew, and put it last in the draft.

    Raises:
        MayNot: for anybody but the author.
        NotTaken: when it is no picture we take, or nothing says what it shows.
        NoRoom: when there is none.
    """
    require_author(write_up, by=by)
    if not alt.strip():
        raise NotTaken(_("Say what the picture shows, for those who cannot see it."))
    _check_room(write_up, file)
    try:
        clean = clean_picture(_read(file, MAX_PICTURE_BYTES), file.name or "")
    except PictureRefused as error:
        raise NotTaken(_PICTURE_WORDS[error.reason]) from error
    image = LibraryImage(
        title=alt.strip()[:255],
        school_id=write_up.school_id,
        write_up_id=write_up.pk,
        uploaded_by_user=by,
        collection=library_collection(),
        file=ContentFile(clean.content, name=f"picture.{clean.extension}"),
        width=clean.width,
        height=clean.height,
        file_size=len(clean.content),
        file_hash=hashlib.sha1(clean.content, usedforsecurity=False).hexdigest(),
    )
    image.save()
    picture_sizes.make_later(image)
    value = {"image": image, "alt": alt.strip()[:240], "caption": caption.strip()[:240]}
    _append(write_up, by, "picture", value, "picture_added")
    return image


@transaction.atomic
def add_file(*, write_up: WriteUpPage, by: Person, file: File, title: str) -> LibraryDocument:
    """Take in a file and put it last in the draft. Its own name is kept only for those who download it.

    Raises:
        MayNot: for anybody but the author.
        NotTaken: when it is no file we take, or has no title.
        NoRoom: when there is none.
    """
    require_author(write_up, by=by)
    if not title.strip():
        raise NotTaken(_("Say what the file is."))
    _check_room(write_up, file)
    content = _read(file, MAX_FILE_BYTES)
    try:
        extension = check_file(content, file.name or "")
    except FileRefused as error:
        raise NotTaken(_FILE_WORDS[error.reason]) from error
    document = LibraryDocument(
        title=plain_name(file.name or "", extension),
        school_id=write_up.school_id,
        write_up_id=write_up.pk,
        uploaded_by_user=by,
        collection=library_collection(),
        file=ContentFile(content, name=f"{uuid4().hex}.{extension}"),
        file_size=len(content),
        file_hash=hashlib.sha1(content, usedforsecurity=False).hexdigest(),
    )
    document.save()
    _append(write_up, by, "file", {"document": document, "title": title.strip()[:160]}, "file_added")
    return document


@transaction.atomic
def remove_extra(*, write_up: WriteUpPage, by: Person, extra_id: str) -> None:
    """Take a picture or a file out of the draft; it is thrown away once nothing shows it any more.

    Args:
        write_up: whose draft.
        by: its author.
        extra_id: the id of its block; one that is not there is gone already.

    Raises:
        MayNot: for anybody but the author.
    """
    draft = _draft(write_up, by)
    kept = [block for block in draft.extras.raw_data if block["id"] != extra_id]
    _store(draft, by, kept, "extra_removed")
    throw_away_unused(WriteUpPage.objects.get(pk=write_up.pk))


@transaction.atomic
def move_extra(*, write_up: WriteUpPage, by: Person, extra_id: str, up: bool) -> None:
    """Let a picture or a file change places with the one before it (`up`) or after it, in the draft.

    Raises:
        MayNot: for anybody but the author.
    """
    draft = _draft(write_up, by)
    blocks = list(draft.extras.raw_data)
    here = next((spot for spot, block in enumerate(blocks) if block["id"] == extra_id), None)
    if here is None:
        return
    there = here - 1 if up else here + 1
    if 0 <= there < len(blocks):
        blocks[here], blocks[there] = blocks[there], blocks[here]
        _store(draft, by, blocks, "extra_moved")


def throw_away_unused(write_up: WriteUpPage) -> None:
    """Delete pictures and files that neither the published words, the newest draft nor an open question show."""
    shown = [write_up.extras.raw_data]
    shown += [_blocks(revision.content) for revision in write_up.revisions.filter(pk__in=_in_use(write_up))]
    images = {pk for blocks in shown for pk in _ids_in(blocks)[0]}
    documents = {pk for blocks in shown for pk in _ids_in(blocks)[1]}
    for image in write_up.library_images.exclude(pk__in=images):
        image.delete()
    for document in write_up.library_documents.exclude(pk__in=documents):
        document.delete()


def _in_use(write_up: WriteUpPage) -> list[int]:
    state = write_up.current_workflow_task_state
    asked = state.revision_id if state else None
    return [pk for pk in (write_up.latest_revision_id, write_up.live_revision_id, asked) if pk]


def _blocks(content: dict[str, Any]) -> list[dict[str, Any]]:
    held = content.get("extras") or "[]"
    return json.loads(held) if isinstance(held, str) else held


def _ids_in(blocks: Any) -> tuple[set[int], set[int]]:
    images = {block["value"]["image"] for block in blocks if block["type"] == "picture"}
    documents = {block["value"]["document"] for block in blocks if block["type"] == "file"}
    return images - {None}, documents - {None}


def _draft(write_up: WriteUpPage, by: Person) -> WriteUpPage:
    require_author(write_up, by=by)
    return WriteUpPage.objects.select_for_update().get(pk=write_up.pk).get_newest_draft()


def _append(write_up: WriteUpPage, by: Person, kind: str, value: dict[str, Any], action: str) -> None:
    draft = _draft(write_up, by)
    draft.extras.append((kind, value))
    record(action, school_id=draft.school_id, by=by, subject=write_up)
    keep_revision(draft, by=by)


def _store(draft: WriteUpPage, by: Person, blocks: list[dict[str, Any]], action: str) -> None:
    draft.extras = draft._meta.get_field("extras").to_python(blocks)
    record(action, school_id=draft.school_id, by=by, subject=draft)
    keep_revision(draft, by=by)


def _check_room(write_up: WriteUpPage, file: File) -> None:
    if len(write_up.get_newest_draft().extras) >= MAX_EXTRAS:
        raise NoRoom(_("A write-up has room for twenty pictures and files. Take one out first."))
    if _kept_bytes(write_up.school) + (file.size or 0) > SCHOOL_QUOTA_BYTES:
        raise NoRoom(_("Your school's room in the library is full. Take something out first."))


def _kept_bytes(school: School) -> int:
    totals = (
        model.objects.filter(school=school).aggregate(total=Sum("file_size"))["total"]
        for model in (LibraryImage, LibraryDocument)
    )
    return sum(total or 0 for total in totals)


def _read(file: File, limit: int) -> bytes:
    """One byte more than the limit at most: enough to see that it is too large."""
    return file.read(limit + 1)
