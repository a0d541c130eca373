"""What network editors did in the Wagtail admin, kept where the school can see it."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from network.access import require_in
from network.models import Person
from network.roles import Permission
from network.services.audit import record
from network.services.messages import send
from practice_library.models import WriteUpPage


@transaction.atomic
def note_edited(*, write_up: WriteUpPage, by: Person) -> None:
    """An editor changed words of what was offered to their network.

    Raises:
        MayNot: for anybody who does not edit for that network.
    """
    require_in(Permission.EDIT_LIBRARY, by=by, network_id=write_up.network_id)
    record("write_up_edited", school_id=write_up.school_id, by=by, subject=write_up)


@transaction.atomic
def note_unpublished(*, write_up: WriteUpPage, by: Person) -> None:
    """An editor took a write-up out of the library; its author is told, and by whom.

    Raises:
        MayNot: for anybody who does not edit for that network.
    """
    require_in(Permission.EDIT_LIBRARY, by=by, network_id=write_up.network_id)
    record("write_up_unpublished", school_id=write_up.school_id, by=by, subject=write_up)
    context = {
        "title": write_up.title,
        "editor": by.display_name,
        "link": f"{settings.BASE_URL}{reverse('library:write-up-edit', args=[write_up.pk])}",
    }
    if write_up.owner is not None and write_up.owner.is_active:
        send("unpublished", to=write_up.owner, context=context)
