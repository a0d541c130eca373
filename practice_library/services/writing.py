"""Writing: a draft begins, is kept, is thrown away. A draft stands on its school's shelf, where nobody else looks."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from core import clock
from core.errors import DomainError
from network.access import require_at
from network.models import Person, School, Topic
from network.roles import Permission
from network.services.audit import record
from practice_library.choices import Audience
from practice_library.domain.slugs import draft_slug
from practice_library.domain.write_up_fields import PLAIN, WriteUpFields
from practice_library.models import WriteUpPage
from practice_library.policies import require_author
from practice_library.services.questions import end_question_if_closed
from practice_library.services.shelves import shelf_for_school


class DoesNotFit(DomainError):
    """Something is longer than its box, or not one of the choices."""


class NotYoursToOffer(DomainError):
    """The audience names a network the school is not in."""

    def __init__(self) -> None:
        super().__init__(_("Your school is not in that network. Choose another one. Your words were kept."))


class ChangedMeanwhile(DomainError):
    """It was changed since somebody read what they are changing."""

    def __init__(self) -> None:
        super().__init__(
            _("This was changed in the meantime. Read it again, then send your change once more.")
        )


class StillPublished(DomainError):
    """What is published is taken back before it is thrown away."""

    def __init__(self) -> None:
        super().__init__(_("This is published. Take it back first; then you can throw it away."))


@transaction.atomic
def start_write_up(*, by: Person, school: School, fields: WriteUpFields) -> WriteUpPage:
    """Begin a write-up as a draft on the school's shelf.

    Raises:
        MayNot: when the person may not write at this school.
        DoesNotFit, NotYoursToOffer: about what was filled in.
    """
    require_at(Permission.WRITE, by=by, school_id=school.pk)
    page = WriteUpPage(
        title=gettext("Untitled"), slug=draft_slug(), school=school, owner=by, live=False, language=fields.language
    )  # fmt: skip
    shelf_for_school(school).add_child(instance=page)
    record("write_up_started", school_id=school.pk, by=by, subject=page)
    _keep(page, by=by, fields=fields)
    return WriteUpPage.objects.get(pk=page.pk)


@transaction.atomic
def save_draft(
    *, write_up: WriteUpPage, by: Person, fields: WriteUpFields, based_on: int | None = None
) -> WriteUpPage:
    """Keep what the author wrote, as a new revision. What is published stays as it is until a colleague has read this.

    An open question is taken back when fewer people are to read it than the colleague was asked about.

    Args:
        write_up: on which.
        by: the author.
        fields: everything, also what stays as it was.
        based_on: the id of the revision these words began from; None: whatever is there is written over.

    Raises:
        MayNot: for anybody but the author.
        ChangedMeanwhile: when that revision is not the newest.
        DoesNotFit, NotYoursToOffer: about what was filled in.
    """
    require_author(write_up, by=by)
    page = WriteUpPage.objects.select_for_update().get(pk=write_up.pk)
    if based_on not in (None, page.latest_revision_id):
        raise ChangedMeanwhile
    record("write_up_saved", school_id=page.school_id, by=by, subject=page)
    _keep(page.get_newest_draft(), by=by, fields=fields)
    end_question_if_closed(page, audience=fields.audience, network_id=fields.network_id, by=by)
    return WriteUpPage.objects.get(pk=page.pk)


@transaction.atomic
def delete_draft(*, write_up: WriteUpPage, by: Person) -> None:
    """Throw a write-up away, with its revisions, pictures, files and what was asked about it.

    Raises:
        MayNot: for anybody but the author.
        StillPublished: when it is live.
    """
    require_author(write_up, by=by)
    page = WriteUpPage.objects.select_for_update().get(pk=write_up.pk)
    if page.live:
        raise StillPublished
    record("write_up_deleted", school_id=page.school_id, by=by, subject=page)
    page.delete()


def keep_revision(page: WriteUpPage, *, by: Person) -> Revision:
    """Store a page as its newest revision, under the time at hand; the row's own words stay as they are."""
    revision = page.save_revision(user=by, clean=False)
    moment = clock.now()
    Revision.objects.filter(pk=revision.pk).update(created_at=moment)
    WriteUpPage.objects.filter(pk=page.pk).update(latest_revision_created_at=moment)
    revision.created_at = page.latest_revision_created_at = moment
    return revision


def _keep(page: WriteUpPage, *, by: Person, fields: WriteUpFields) -> None:
    _check_audience(page, fields)
    _check_relations(page, by, fields)
    for name in PLAIN:
        setattr(page, name, getattr(fields, name))
    page.author_names = fields.author_names.strip() or by.display_name
    _check_fit(page)
    page.topics = list(Topic.objects.filter(pk__in=fields.topic_ids))
    keep_revision(page, by=by)


def _check_audience(page: WriteUpPage, fields: WriteUpFields) -> None:
    """The constraint of the row, and the school's own networks.

    Raises:
        NotYoursToOffer: for any other network.
    """
    offered = fields.audience != Audience.SCHOOL
    if offered != (fields.network_id is not None):
        raise NotYoursToOffer
    if offered and not page.school.network_places.filter(network_id=fields.network_id, left_at=None).exists():
        raise NotYoursToOffer


def _check_relations(page: WriteUpPage, by: Person, fields: WriteUpFields) -> None:
    """An adaptation or translation points to something the author may read or works on.

    Raises:
        DoesNotFit: for anything else, whether it exists or not.
    """
    for pk in {fields.adapted_from_id, fields.translation_of_id} - {None}:
        known = WriteUpPage.objects.visible_to(by).filter(pk=pk) or WriteUpPage.objects.workable_by(by).filter(pk=pk)  # fmt: skip
        if pk == page.pk or not known:
            raise DoesNotFit(_("The write-up it came from is not there. Your words were kept."))


def _check_fit(page: WriteUpPage) -> None:
    """Lengths, ranges and choices of what is filled in; empty boxes are the author's business for now.

    Raises:
        DoesNotFit: with the words of the first box that is wrong.
    """
    empty = {name for name in PLAIN if getattr(page, name) in ("", None)}
    others = {field.name for field in page._meta.fields} - set(PLAIN)
    try:
        page.clean_fields(exclude=empty | others | {"network", "adapted_from", "translation_of"})
    except ValidationError as error:
        raise DoesNotFit(_first_words(page, error)) from error


def _first_words(page: WriteUpPage, error: ValidationError) -> str:
    name, messages = next(iter(error.message_dict.items()))
    values: dict[str, Any] = {"box": page._meta.get_field(name).verbose_name, "why": messages[0]}
    return gettext("“%(box)s”: %(why)s") % values
