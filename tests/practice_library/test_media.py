"""Pictures and files of a write-up: added, ordered, taken out, and served to those who may read it."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from network.access import MayNot
from practice_library.models import LibraryDocument, LibraryImage, LibraryRendition, WriteUpPage
from practice_library.services import media
from practice_library.services.media import NoRoom, NotTaken, add_file, add_picture, move_extra, remove_extra
from practice_library.services.offering import change_audience, take_back
from practice_library.services.review import answer_review
from practice_library.services.writing import delete_draft
from tests.factories.library import asked, draft, offered_to, pdf_upload, picture_upload, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_disk(settings, tmp_path):
    """Files are kept in a folder, as a running hub keeps them."""
    settings.MEDIA_ROOT = str(tmp_path)
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }


def with_media(cast, acting_as, fields=None):
    """A draft of MAR's teacher with a picture and a file."""
    page = draft(cast.mar.teacher, cast.mar.school, fields or offered_to(cast.small_steps))
    with acting_as(cast.mar.teacher):
        image = add_picture(
            write_up=page, by=cast.mar.teacher, file=picture_upload(), alt="Two bars", caption="Cut"
        )
        document = add_file(
            write_up=page, by=cast.mar.teacher, file=pdf_upload("The slide.pdf"), title="Slide"
        )
    return WriteUpPage.objects.get(pk=page.pk), image, document


def publish(acting_as, cast, page):
    request = asked(WriteUpPage.objects.get(pk=page.pk), cast.mar.colleague)
    with acting_as(cast.mar.colleague):
        answer_review(request=request, by=cast.mar.colleague, decision="publish")
    return WriteUpPage.objects.get(pk=page.pk)


def addresses(image, document):
    return [
        reverse("library:picture", kwargs={"key": image.key, "spec": "max-400x400"}),
        reverse("library:file", kwargs={"key": document.key}),
    ]


def statuses(client_for, cast, address):
    people = {
        "author": cast.mar.teacher, "colleague": cast.mar.colleague, "partner": cast.cal.teacher,
        "editor": cast.editor, "governor": cast.cal.governor, "outsider": cast.out.teacher,
    }  # fmt: skip
    found = {}
    for who, person in people.items():
        answer = client_for(person).get(address)
        b"".join(answer)  # to its end, as a browser reads it
        found[who] = answer.status_code
    return found


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


def test_a_draft_s_things_are_served_to_its_author_alone(cast, acting_as, client_for, client):
    _page, image, document = with_media(cast, acting_as)

    for address in addresses(image, document):
        assert statuses(client_for, cast, address) == {
            "author": 200, "colleague": 404, "partner": 404, "editor": 404, "governor": 404, "outsider": 404,
        }  # fmt: skip
        assert client.get(address).status_code == 404


def test_the_colleague_who_was_asked_sees_them(cast, acting_as, client_for):
    page, image, document = with_media(cast, acting_as)
    asked(page, cast.mar.colleague)

    for address in addresses(image, document):
        assert client_for(cast.mar.colleague).get(address).status_code == 200
        assert client_for(cast.mar.head).get(address).status_code == 404


def test_a_network_s_things_are_served_to_its_readers(cast, acting_as, client_for, client):
    page, image, document = with_media(cast, acting_as)
    publish(acting_as, cast, page)

    for address in addresses(image, document):
        assert statuses(client_for, cast, address) == {
            "author": 200, "colleague": 200, "partner": 200, "editor": 200, "governor": 404, "outsider": 404,
        }  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 404
        assert client_for(cast.cal.teacher).get(address).headers["Cache-Control"] == "private, no-store"


def test_public_things_are_served_to_everybody_and_cached_for_a_minute(cast, acting_as, client):
    page, image, document = with_media(cast, acting_as, offered_to(cast.small_steps, "public"))
    publish(acting_as, cast, page)

    for address in addresses(image, document):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=60")


def test_a_picture_only_in_the_newer_draft_is_not_served_with_the_published_words(
    cast, acting_as, client_for
):
    page, _image, _document = with_media(cast, acting_as)
    page = publish(acting_as, cast, page)
    with acting_as(cast.mar.teacher):
        later = add_picture(write_up=page, by=cast.mar.teacher, file=picture_upload(), alt="Not read yet")

    address = reverse("library:picture", kwargs={"key": later.key, "spec": "max-400x400"})
    assert statuses(client_for, cast, address) == {
        "author": 200, "colleague": 404, "partner": 404, "editor": 404, "governor": 404, "outsider": 404,
    }  # fmt: skip


@pytest.mark.parametrize("how", ["closed", "taken back"])
def test_closing_and_taking_back_close_the_addresses_at_once(cast, acting_as, client_for, client, how):
    page, image, document = with_media(cast, acting_as, offered_to(cast.small_steps, "public"))
    page = publish(acting_as, cast, page)
    with acting_as(cast.mar.teacher):
        if how == "closed":
            change_audience(write_up=page, audience="school", network=None, by=cast.mar.teacher)
        else:
            take_back(write_up=page, by=cast.mar.teacher)

    for address in addresses(image, document):
        assert client.get(address).status_code == 404
        assert client_for(cast.cal.teacher).get(address).status_code == 404
        assert client_for(cast.editor).get(address).status_code == 404
        assert client_for(cast.mar.teacher).get(address).status_code == 200


def test_a_foreign_picture_and_none_at_all_are_the_same(cast, acting_as, client_for):
    _page, image, _document = with_media(cast, acting_as)
    browser = client_for(cast.out.teacher)
    foreign = browser.get(reverse("library:picture", kwargs={"key": image.key, "spec": "max-400x400"}))
    absent = browser.get(
        reverse(
            "library:picture", kwargs={"key": "00000000-0000-4000-8000-000000000000", "spec": "max-400x400"}
        )
    )

    def without_chance(answer, key):
        body = answer.content.decode().replace(key, "KEY")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)

    bodies = (
        without_chance(foreign, str(image.key)),
        without_chance(absent, "00000000-0000-4000-8000-000000000000"),
    )
    assert (foreign.status_code, bodies[0]) == (absent.status_code, bodies[1])
    assert LibraryRendition.objects.count() == 0


@pytest.mark.parametrize("spec", ["original", "max-9000x9000", "width-500", "max-400x400|format-png", "x"])
def test_only_sizes_of_ours_are_made(cast, acting_as, client_for, spec):
    _page, image, _document = with_media(cast, acting_as)

    answer = client_for(cast.mar.teacher).get(
        reverse("library:picture", kwargs={"key": image.key, "spec": spec})
    )

    assert (answer.status_code, LibraryRendition.objects.count()) == (404, 0)


def test_a_served_picture_is_small_clean_and_inert(cast, acting_as, client_for):
    _page, image, _document = with_media(cast, acting_as)

    answer = client_for(cast.mar.teacher).get(
        reverse("library:picture", kwargs={"key": image.key, "spec": "max-400x400"})
    )

    read = Image.open(io.BytesIO(answer.content))
    assert (answer.headers["Content-Type"], read.size, dict(read.getexif())) == ("image/png", (60, 40), {})
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_is_a_download_under_its_own_name(cast, acting_as, client_for):
    _page, _image, document = with_media(cast, acting_as)

    answer = client_for(cast.mar.teacher).get(reverse("library:file", kwargs={"key": document.key}))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="The slide.pdf"'
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_posting_to_a_picture_is_not_answered(cast, acting_as, client_for):
    _page, image, document = with_media(cast, acting_as)

    assert [
        client_for(cast.mar.teacher).post(address).status_code for address in addresses(image, document)
    ] == [405, 405]


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
