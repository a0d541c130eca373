"""Pictures and files of a write-up: added, ordered, taken out, thrown away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from network.access import MayNot
from practice_library.models import LibraryImage, LibraryRendition, WriteUpPage
from practice_library.services import media
from practice_library.services.media import NoRoom, NotTaken, add_file, add_picture, move_extra, remove_extra
from practice_library.services.writing import delete_draft
from tests.factories.library import draft, pdf_upload, picture_upload
from tests.practice_library.media import publish, with_media

pytestmark = pytest.mark.django_db


def test_added_things_stand_in_the_draft_and_keep_its_wish(cast, acting_as):
    page, image, _document = with_media(cast, acting_as)

    newest = page.get_newest_draft()
    assert [block.block_type for block in newest.extras] == ["picture", "file"]
    assert (newest.extras[0].value["image"], newest.extras[0].value["alt"]) == (image, "Two bars")
    assert (newest.audience, newest.network) == ("network", cast.small_steps)
    assert len(page.extras) == 0


def test_stored_names_are_made_by_chance(cast, acting_as):
    _page, image, document = with_media(cast, acting_as)

    assert [len(thing.file.name.rsplit("/")[-1]) for thing in (image, document)] == [36, 36]
    assert "slide" not in document.file.name.lower()


@pytest.mark.parametrize("who", ["colleague", "head"])
def test_only_the_author_adds(cast, acting_as, who):
    page = draft(cast.mar.teacher, cast.mar.school)
    other = cast.mar.everybody[who]

    with acting_as(other), pytest.raises(MayNot):
        add_picture(write_up=page, by=other, file=picture_upload(), alt="A")
    with acting_as(other), pytest.raises(MayNot):
        add_file(write_up=page, by=other, file=pdf_upload(), title="A")
    with acting_as(other), pytest.raises(MayNot):
        remove_extra(write_up=page, by=other, extra_id="x")
    with acting_as(other), pytest.raises(MayNot):
        move_extra(write_up=page, by=other, extra_id="x", up=True)


def test_a_picture_needs_words_for_those_who_cannot_see_it(cast, acting_as):
    page = draft(cast.mar.teacher, cast.mar.school)

    with acting_as(cast.mar.teacher), pytest.raises(NotTaken):
        add_picture(write_up=page, by=cast.mar.teacher, file=picture_upload(), alt=" ")


def test_what_is_refused_leaves_nothing_behind(cast, acting_as):
    page = draft(cast.mar.teacher, cast.mar.school)
    svg = SimpleUploadedFile("a.png", b"<svg/>")

    with acting_as(cast.mar.teacher), pytest.raises(NotTaken):
        add_picture(write_up=page, by=cast.mar.teacher, file=svg, alt="A")

    assert (LibraryImage.objects.count(), page.revisions.count()) == (0, 1)


def test_a_school_s_room_is_limited(cast, acting_as, monkeypatch):
    page, _image, _document = with_media(cast, acting_as)
    monkeypatch.setattr(media, "SCHOOL_QUOTA_BYTES", 200)

    with acting_as(cast.mar.teacher), pytest.raises(NoRoom):
        add_picture(write_up=page, by=cast.mar.teacher, file=picture_upload(), alt="One more")


def test_things_change_places(cast, acting_as):
    page, _image, _document = with_media(cast, acting_as)
    second = page.get_newest_draft().extras[1].id

    with acting_as(cast.mar.teacher):
        move_extra(write_up=page, by=cast.mar.teacher, extra_id=second, up=True)

    assert [block.block_type for block in WriteUpPage.objects.get().get_newest_draft().extras] == [
        "file",
        "picture",
    ]


def test_a_picture_taken_out_of_a_draft_is_thrown_away(
    on_disk, cast, acting_as, django_capture_on_commit_callbacks
):
    page, image, _document = with_media(cast, acting_as)
    storage, name = image.file.storage, image.file.name

    with django_capture_on_commit_callbacks(execute=True), acting_as(cast.mar.teacher):
        remove_extra(write_up=page, by=cast.mar.teacher, extra_id=page.get_newest_draft().extras[0].id)

    assert (LibraryImage.objects.count(), storage.exists(name)) == (0, False)


def test_a_published_picture_stays_until_its_removal_is_published(cast, acting_as):
    page, image, _document = with_media(cast, acting_as)
    page = publish(acting_as, cast, page)
    with acting_as(cast.mar.teacher):
        remove_extra(write_up=page, by=cast.mar.teacher, extra_id=page.get_newest_draft().extras[0].id)
    assert LibraryImage.objects.filter(pk=image.pk).exists()

    publish(acting_as, cast, page)

    assert not LibraryImage.objects.filter(pk=image.pk).exists()


def test_throwing_a_draft_away_throws_its_files_away(
    on_disk, cast, acting_as, django_capture_on_commit_callbacks
):
    page, image, document = with_media(cast, acting_as)
    image.get_rendition("max-400x400")
    files = [
        (thing.file.storage, thing.file.name) for thing in (image, document, LibraryRendition.objects.get())
    ]

    with django_capture_on_commit_callbacks(execute=True), acting_as(cast.mar.teacher):
        delete_draft(write_up=page, by=cast.mar.teacher)

    assert [storage.exists(name) for storage, name in files] == [False, False, False]
