"""Pictures and files in S3-compatible storage, on a real server of that kind; and what is asked of files anywhere."""

import asyncio
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from io import BytesIO

import boto3
import pytest
from asgiref.sync import sync_to_async
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.test import AsyncRequestFactory, Client

from config.backup import media
from core import clock
from core.s3_media import S3Media
from core.served_file import answer_with
from practice_library.models import LibraryDocument, LibraryImage, LibraryRendition
from practice_library.services import picture_sizes, stray_files
from tests.practice_library.media import addresses, publish, statuses, with_media

BUCKET = "hedgerow-media"
ACCESS = {"access_key": "hedgerow", "secret_key": "not-a-secret-here"}
#: More than is sent in one piece.
LARGE = secrets.token_bytes(3 * 1024 * 1024 + 17)


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    """The address of a server with an empty bucket."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603 -- our own command
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert time.monotonic() < until, "the S3 server did not start"
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(params=["disk", "s3"])
def kept(request, settings, tmp_path) -> str:
    """Where files are kept."""
    if request.param == "disk":
        default = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
        settings.MEDIA_ROOT = str(tmp_path)
    else:
        address = request.getfixturevalue("s3_server")
        options = {"bucket_name": BUCKET, "endpoint_url": address, "region_name": "us-east-1", **ACCESS}
        default = {"BACKEND": "core.s3_media.S3Media", "OPTIONS": options}
        client = boto3.client(
            "s3", endpoint_url=address, region_name="us-east-1",
            aws_access_key_id=ACCESS["access_key"], aws_secret_access_key=ACCESS["secret_key"],
        )  # fmt: skip
        client.create_bucket(Bucket=BUCKET)
        client.close()
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return request.param


@pytest.fixture
def published_file(cast, acting_as, kept):
    """A picture and a large file in a write-up of the network's."""
    page, image, document = with_media(cast, acting_as)
    document.file.save("large.pdf", ContentFile(LARGE))
    publish(acting_as, cast, page)
    return image, LibraryDocument.objects.get(pk=document.pk)


def _body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.django_db
def test_files_are_kept_served_guarded_and_thrown_away(
    published_file, kept, cast, client_for, django_capture_on_commit_callbacks
):
    image, document = published_file
    storage, name = document.file.storage, document.file.name
    assert isinstance(storage, S3Media) == (kept == "s3")

    for address in addresses(image, document):
        assert statuses(client_for, cast, address) == {
            "author": 200, "colleague": 200, "partner": 200, "editor": 200, "governor": 404, "outsider": 404,
        }  # fmt: skip
    answer = client_for(cast.cal.teacher).get(addresses(image, document)[1])
    assert _body(answer) == LARGE
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["Content-Security-Policy"], answer["Content-Length"]) == (
        "sandbox; default-src 'none'",
        str(len(LARGE)),
    )

    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    assert not storage.exists(name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-9", 0, 9),
        ("bytes=100-2100000", 100, 2_100_000),
        ("bytes=-5", len(LARGE) - 5, len(LARGE) - 1),
    ],
)
def test_a_part_is_that_part(published_file, cast, client_for, asked, first, last):
    image, document = published_file

    answer = client_for(cast.cal.teacher).get(addresses(image, document)[1], headers={"range": asked})

    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {first}-{last}/{len(LARGE)}"
    assert _body(answer) == LARGE[first : last + 1]


@pytest.mark.django_db
def test_a_part_is_asked_for_like_the_whole(published_file, cast, client_for):
    image, document = published_file

    answer = client_for(cast.out.teacher).get(addresses(image, document)[1], headers={"range": "bytes=0-9"})

    assert (answer.status_code, "Content-Range" in answer.headers) == (404, False)


@pytest.mark.django_db
def test_a_part_that_is_not_there_or_of_another_file(published_file, cast, client_for):
    image, document = published_file
    browser, address = client_for(cast.cal.teacher), addresses(image, document)[1]

    beyond = browser.get(address, headers={"range": f"bytes={len(LARGE)}-"})
    other = browser.get(address, headers={"range": "bytes=0-9", "if-range": '"another"'})
    same = browser.get(address, headers={"range": "bytes=0-9", "if-range": other["ETag"]})

    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(LARGE)}")
    assert [other.status_code, same.status_code] == [200, 206]
    assert [len(_body(answer)) for answer in (other, same)] == [len(LARGE), 10]


@pytest.mark.django_db
def test_a_file_that_is_lost_is_not_there(published_file, cast, client_for):
    image, document = published_file
    document.file.storage.delete(document.file.name)

    assert client_for(cast.cal.teacher).get(addresses(image, document)[1]).status_code == 404


def test_the_server_sends_it_piece_by_piece(kept):
    name = storages["default"].save("large.pdf", ContentFile(LARGE))
    request = AsyncRequestFactory().get("/")

    async def ask() -> tuple[list[int], bytes]:
        answer = await sync_to_async(answer_with)(
            request, LibraryDocument(file=name, collection_id=1).file, content_type="application/pdf"
        )
        pieces = [piece async for piece in answer.streaming_content]
        answer.close()
        return [len(piece) for piece in pieces], b"".join(pieces)

    lengths, body = asyncio.run(ask())

    assert body == LARGE
    assert len(lengths) > 1
    assert max(lengths) <= 1024 * 1024


@pytest.mark.django_db
def test_sizes_of_a_picture_are_made_once(published_file):
    image, _document = published_file
    LibraryRendition.objects.all().delete()

    for _ in range(3):
        picture_sizes.make({"image_id": image.pk})

    assert sorted(LibraryRendition.objects.values_list("filter_spec", flat=True)) == [
        "max-1200x1200",
        "max-400x400",
    ]
    picture_sizes.make({"image_id": 0})
    assert LibraryImage.objects.count() == 1


@pytest.mark.django_db
def test_the_proxy_is_told_where_a_file_on_disk_is(cast, acting_as, client_for, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }
    settings.MEDIA_ACCEL_PREFIX = "/guarded-media/"
    page, image, document = with_media(cast, acting_as)
    publish(acting_as, cast, page)

    answer = client_for(cast.cal.teacher).get(addresses(image, document)[1])
    refused = client_for(cast.out.teacher).get(addresses(image, document)[1])

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["X-Accel-Redirect"] == f"/guarded-media/{document.file.name}"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (refused.status_code, "X-Accel-Redirect" in refused.headers) == (404, False)


@pytest.mark.django_db
def test_nobody_but_the_hub_says_where_a_file_is(client):
    answer = Client().get("/library/", headers={"x-accel-redirect": "/guarded-media/x"})

    assert "X-Accel-Redirect" not in answer.headers


def test_a_part_fetches_no_more_than_the_part(settings, s3_server, request):
    settings.STORAGES = {**settings.STORAGES}
    kept_storage = storages.create_storage({
        "BACKEND": "core.s3_media.S3Media",
        "OPTIONS": {"bucket_name": BUCKET, "endpoint_url": s3_server, "region_name": "us-east-1", **ACCESS},
    })  # fmt: skip
    kept_storage.connection.meta.client.create_bucket(Bucket=BUCKET)
    name = kept_storage.save("large", ContentFile(LARGE))

    with closing(kept_storage.open_part(name, 10, 19)) as part:
        assert part.read() == LARGE[10:20]
    with pytest.raises(FileNotFoundError):
        kept_storage.open_part("nothing", 0, 1)


@pytest.mark.django_db
def test_a_backup_finds_every_file_and_puts_it_back(kept, django_capture_on_commit_callbacks):
    for left_by_another in list(media.names()):
        default_storage.delete(left_by_another)
    for name in ("documents/a.pdf", "library/pictures/b.png", "library/pictures/c.png"):
        default_storage.save(name, ContentFile(name.encode()))
    with default_storage.open("library/pictures/b.png", "rb") as file:
        size = file.size

    media.put("library/pictures/b.png", BytesIO(b"library/pictures/b.png"))
    media.put("library/pictures/c.png", BytesIO(b"as it was"))
    media.put("library/renditions/d.png", BytesIO(b"new"))
    with default_storage.open("library/pictures/c.png", "rb") as file:
        put_back = file.read()
    with django_capture_on_commit_callbacks(execute=True):
        strays = stray_files.delete_due(clock.now() + timedelta(days=2))

    assert (size, put_back, strays) == (22, b"as it was", 4)
    assert list(media.names()) == []
