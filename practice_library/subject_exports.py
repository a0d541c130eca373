"""What the library holds about a person, for the export that they may ask for."""

from datetime import datetime
from itertools import chain

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

from core.registries import subject_access
from core.registries.subject_access import Section
from network.models import Person
from practice_library.models import LibraryDocument, LibraryImage
from practice_library.selectors import shown


def register() -> None:
    """Offer them."""
    subject_access.register("library", shown.written_by, covers=["wagtailcore.Page.owner"])
    subject_access.register(
        "library-reading",
        shown.read_for_colleagues,
        covers=["practice_library.ReviewRequest.author", "practice_library.ReviewRequest.reviewer"],
    )
    subject_access.register(
        "library-files",
        files_added,
        covers=[
            "practice_library.LibraryImage.uploaded_by_user",
            "practice_library.LibraryDocument.uploaded_by_user",
        ],
    )
    subject_access.register("library-versions", versions_saved, covers=["wagtailcore.Revision.user"])
    subject_access.register(
        "library-editing",
        steps_in_editing,
        covers=["wagtailcore.PageLogEntry.user", "wagtailcore.ModelLogEntry.user"],
    )


def files_added(person: Person) -> Section:
    """Pictures and files they put into write-ups."""
    found = chain(
        LibraryImage.objects.filter(uploaded_by_user=person).order_by("pk"),
        LibraryDocument.objects.filter(uploaded_by_user=person).order_by("pk"),
    )
    return Section(
        _("Pictures and files you added"),
        [{_("What"): each.title, _("When"): _moment(each.created_at)} for each in found],
    )


def versions_saved(person: Person) -> Section:
    """Versions they saved, under the title that each had then."""
    found = (
        Revision.objects.filter(user=person)
        .order_by("created_at", "pk")
        .values_list("object_str", "created_at")
    )
    return Section(
        _("Versions you saved"),
        [{_("Write-up"): title, _("When"): _moment(created_at)} for title, created_at in found.iterator()],
    )


def steps_in_editing(person: Person) -> Section:
    """What the page engine noted of them."""
    rows = [
        (entry.timestamp, entry.action, entry.label)
        for log in (PageLogEntry, ModelLogEntry)
        for entry in log.objects.filter(user_id=person.pk).order_by("timestamp", "pk")
    ]
    return Section(
        _("Steps noted while you wrote and edited"),
        [{_("When"): _moment(at), _("Step"): action, _("What"): label} for at, action, label in sorted(rows)],
    )


def _moment(moment: datetime) -> str:
    return localtime(moment).strftime("%Y-%m-%d %H:%M")
