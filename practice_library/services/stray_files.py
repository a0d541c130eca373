"""Files that no row names: left behind when something was cut off between the storage and the database."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.registries.retention import RetentionRule
from practice_library.models import LibraryDocument, LibraryImage, LibraryRendition

#: Long enough for an upload whose row is still being written.
_YOUNG = timedelta(days=1)
_FOLDERS = ("library/pictures", "library/renditions", "documents")


def delete_due(now: datetime) -> int:
    """Delete files of the library that are a day old and that nothing names; returns how many."""
    named = {
        name
        for model in (LibraryImage, LibraryRendition, LibraryDocument)
        for name in model.objects.order_by("pk").values_list("file", flat=True)
    }
    strays = [
        name
        for name in _kept()
        if name not in named and default_storage.get_modified_time(name) < now - _YOUNG
    ]
    for name in strays:
        transaction.on_commit(partial(default_storage.delete, name))
    return len(strays)


def _kept() -> Iterator[str]:
    for folder in _FOLDERS:
        try:
            _folders, files = default_storage.listdir(folder)
        except FileNotFoundError:
            continue  # nothing was ever kept there
        for name in files:
            yield f"{folder}/{name}"


RETENTION = RetentionRule(
    what=_("Pictures and files that belong to nothing"), kept_for=_("One day"), apply=delete_due
)
