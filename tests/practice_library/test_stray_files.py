"""Files that nothing names go after a day; those of write-ups stay."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core import clock
from practice_library.models import LibraryDocument, LibraryImage
from practice_library.services.media import add_file, add_picture
from practice_library.services.stray_files import delete_due
from tests.factories.library import draft, pdf_upload, picture_upload
from tests.machines import FILES_IN_FOLDERS

_STRAYS = ("library/pictures/stray.png", "library/renditions/stray.png", "documents/stray.pdf")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, "default": FILES_IN_FOLDERS}
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def kept(cast, acting_as) -> set[str]:
    """The files of a write-up, a size of its picture among them."""
    page = draft(cast.mar.teacher, cast.mar.school)
    with acting_as(cast.mar.teacher):
        add_picture(write_up=page, by=cast.mar.teacher, file=picture_upload(), alt="Two bars")
        add_file(write_up=page, by=cast.mar.teacher, file=pdf_upload(), title="The slide")
    image = LibraryImage.objects.get()
    size = image.get_rendition("max-400x400")
    return {image.file.name, size.file.name, LibraryDocument.objects.get().file.name}


def test_strays_go_after_a_day_and_named_files_stay(kept, django_capture_on_commit_callbacks):
    for name in _STRAYS:
        default_storage.save(name, ContentFile(b"stray"))
    now = clock.now()

    with django_capture_on_commit_callbacks(execute=True):
        early = delete_due(now + timedelta(hours=23))
    with django_capture_on_commit_callbacks(execute=True):
        due = delete_due(now + timedelta(hours=25))

    assert (early, due) == (0, 3)
    assert [name for name in _STRAYS if default_storage.exists(name)] == []
    assert [name for name in kept if not default_storage.exists(name)] == []
    assert delete_due(now + timedelta(hours=25)) == 0


def test_nothing_goes_when_it_is_rolled_back(db):
    default_storage.save(_STRAYS[0], ContentFile(b"stray"))
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert delete_due(clock.now()) == 1  # the test's transaction never commits

    assert default_storage.exists(_STRAYS[0])
