"""The page on which pictures and files are added, and the reading page that shows them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from practice_library.models import LibraryDocument, LibraryImage, WriteUpPage
from tests.factories.library import draft, pdf_upload, picture_upload, published
from tests.practice_library.media import publish, with_media

pytestmark = pytest.mark.django_db


def test_pages_of_pictures_and_files_add_order_and_take_out(cast, client_for):
    page = draft(cast.mar.teacher, cast.mar.school)
    browser = client_for(cast.mar.teacher)

    def go(name, **data):
        return browser.post(reverse(f"library:write-up-{name}", args=[page.pk]), data)

    assert go("picture-add", picture=picture_upload(), alt="Two bars", caption="").status_code == 302
    assert go("file-add", file=pdf_upload(), title="Slide").status_code == 302
    first = WriteUpPage.objects.get().get_newest_draft().extras[0].id
    assert go("extra-move", extra=first, to="down").status_code == 302
    assert [block.block_type for block in WriteUpPage.objects.get().get_newest_draft().extras] == [
        "file",
        "picture",
    ]
    assert "Two bars" in browser.get(reverse("library:write-up-extras", args=[page.pk])).content.decode()
    assert go("extra-remove", extra=first).status_code == 302
    assert (LibraryImage.objects.count(), LibraryDocument.objects.count()) == (0, 1)


def test_a_refused_upload_is_said_on_the_page(cast, client_for):
    page = draft(cast.mar.teacher, cast.mar.school)

    answer = client_for(cast.mar.teacher).post(
        reverse("library:write-up-picture-add", args=[page.pk]),
        {"picture": SimpleUploadedFile("a.png", b"<svg/>"), "alt": "A"},
    )

    assert (answer.status_code, "Use a JPEG, PNG, WebP or HEIC picture." in answer.content.decode()) == (
        422,
        True,
    )


def test_removing_what_is_gone_already_is_no_error(cast, client_for):
    page = draft(cast.mar.teacher, cast.mar.school)

    answer = client_for(cast.mar.teacher).post(
        reverse("library:write-up-extra-remove", args=[page.pk]), {"extra": "x"}
    )

    assert answer.status_code == 302


def test_published_pictures_are_on_the_page_with_guarded_addresses(cast, acting_as, client_for):
    page, image, document = with_media(cast, acting_as)
    page = publish(acting_as, cast, page)

    shown = client_for(cast.cal.teacher).get(page.get_absolute_url()).content.decode()

    assert (f"/library/pictures/{image.key}/" in shown, f"/library/files/{document.key}/" in shown) == (
        True,
        True,
    )
    assert (image.file.name in shown, document.file.name in shown) == (False, False)


def test_a_write_up_without_media_needs_no_more_room(cast):
    assert published(cast.mar.teacher, cast.mar.colleague, cast.mar.school).library_images.count() == 0
