"""Who may do what with a write-up, its pictures and its files."""

from network.access import MayNot, Viewer, standing_of
from network.models import Person
from network.roles import Permission
from practice_library.models import LibraryDocument, LibraryImage, ReviewRequest, WriteUpPage


def can_write(person: Viewer, write_up: WriteUpPage) -> bool:
    """Its author, while they may write at its school."""
    return write_up.owner_id == person.pk and standing_of(person).may_at(Permission.WRITE, write_up.school_id)


def can_take_back(person: Viewer, write_up: WriteUpPage) -> bool:
    """Its author, or whoever manages its school: a school can always close what it opened."""
    return can_write(person, write_up) or standing_of(person).may_at(
        Permission.MANAGE_SCHOOL, write_up.school_id
    )


def can_review(person: Viewer, request: ReviewRequest) -> bool:
    """The colleague who was asked, while the question is open and they are a colleague."""
    return request.may_be_answered_by(person)


def can_see_history(person: Viewer, write_up: WriteUpPage) -> bool:
    """Its author, whoever manages its school, and a colleague who was asked to read it and is still one."""
    if can_take_back(person, write_up):
        return True
    return (
        standing_of(person).may_at(Permission.REVIEW, write_up.school_id)
        and write_up.review_requests.filter(reviewer_id=person.pk).exists()
    )


def can_see_media(viewer: Viewer, thing: LibraryImage | LibraryDocument) -> bool:
    """Whether a picture or a file is served to this viewer.

    It stands in the published words of a write-up they may read; or they work on the write-up; or they edit the
    library of the network it was offered to, and it stands in what was offered.
    """
    write_up = thing.write_up
    if write_up is None:
        return False
    shown = _stands_in(write_up, thing)
    if shown and write_up.live and WriteUpPage.objects.visible_to(viewer).filter(pk=write_up.pk).exists():
        return True
    if shown and write_up.is_offered_to_editor(viewer):
        return True
    return (
        isinstance(viewer, Person) and WriteUpPage.objects.workable_by(viewer).filter(pk=write_up.pk).exists()
    )


def is_public_media(thing: LibraryImage | LibraryDocument) -> bool:
    """Whether everybody may see it, so that it may be cached for a moment."""
    write_up = thing.write_up
    return bool(write_up and write_up.live and write_up.audience == "public" and _stands_in(write_up, thing))


def _stands_in(write_up: WriteUpPage, thing: LibraryImage | LibraryDocument) -> bool:
    key = "image" if isinstance(thing, LibraryImage) else "document"
    return any(block["value"].get(key) == thing.pk for block in write_up.extras.raw_data)


def require_author(write_up: WriteUpPage, *, by: Viewer) -> None:
    """Go on only for its author.

    Raises:
        MayNot: for anybody else.
    """
    if not can_write(by, write_up):
        raise MayNot(Permission.WRITE)


def require_take_back(write_up: WriteUpPage, *, by: Viewer) -> None:
    """Go on only for its author or whoever manages its school.

    Raises:
        MayNot: for anybody else.
    """
    if not can_take_back(by, write_up):
        raise MayNot(Permission.WRITE)
