"""Pictures and files, served to those who may read the write-up they stand in."""

import io
import re

import pytest
from django.urls import reverse
from PIL import Image

from practice_library.models import LibraryRendition
from practice_library.services.media import add_picture
from practice_library.services.offering import change_audience, take_back
from tests.factories.library import asked, offered_to, picture_upload
from tests.practice_library.media import addresses, publish, statuses, with_media

pytestmark = pytest.mark.django_db


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
