"""What is too large is refused before it is kept, with a page that says so."""

import pytest
from asgiref.testing import ApplicationCommunicator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import AsyncClient, Client

from config.body_limits import MOST_BYTES_OF_AN_UPLOAD, most_bytes_at
from core.body_limit import TOO_LARGE, BodyLimit
from practice_library.domain.files import MAX_BYTES as MOST_BYTES_OF_A_FILE
from practice_library.domain.pictures import MAX_BYTES as MOST_BYTES_OF_A_PICTURE

MEGABYTE = 1024 * 1024


async def _heard(scope, receive, send):
    """An application that reads its request to the end, as Django does, and says what it heard."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body += message["body"]
        if not message.get("more_body"):
            break
    await send({"type": "heard", "body": body, "refused": scope.get(TOO_LARGE, False)})


async def _ask(app, chunks, path="/", headers=()):
    """What an application sends for a request that comes in these chunks."""
    asking = ApplicationCommunicator(app, {"type": "http", "path": path, "headers": list(headers)})
    for number, chunk in enumerate(chunks, start=1):
        more = number < len(chunks)
        await asking.send_input({"type": "http.request", "body": chunk, "more_body": more})
    return await asking.receive_output()


@pytest.mark.parametrize("chunks", [[b""], [b"12345"], [b"12", b"345"], [b"1", b"", b"2345"]])
async def test_what_fits_passes_whole(chunks):
    heard = await _ask(BodyLimit(_heard, limit_for=lambda path: 5), chunks)

    assert (heard["body"], heard["refused"]) == (b"".join(chunks), False)


@pytest.mark.parametrize("chunks", [[b"123456"], [b"12", b"3456"], [b"12345", b"6", b"7"]])
async def test_what_does_not_fit_is_refused_with_nothing_of_it(chunks):
    heard = await _ask(BodyLimit(_heard, limit_for=lambda path: 5), chunks)

    assert (heard["body"], heard["refused"]) == (b"", True)


@pytest.mark.parametrize(("said", "is_refused"), [(b"5", False), (b"6", True), (b"-1", False), (b"x", False)])
async def test_what_says_it_is_too_large_is_not_even_read(said, is_refused):
    app = BodyLimit(_heard, limit_for=lambda path: 5)

    heard = await _ask(app, [b"12"], headers=[(b"content-length", said)])

    assert (heard["body"], heard["refused"]) == (b"" if is_refused else b"12", is_refused)


async def test_limit_goes_by_the_address():
    app = BodyLimit(_heard, limit_for={"/small/": 1, "/large/": 10}.__getitem__)

    refused = [(await _ask(app, [b"12345"], path=path))["refused"] for path in ("/small/", "/large/")]

    assert refused == [True, False]


def test_only_uploads_carry_more_than_a_form_and_always_what_their_forms_take():
    forms = {most_bytes_at(path) for path in ("/", "/library/write/1/", "/library/write/1/extras/", "/cms/",
                                             "/x/library/write/1/extras/file/", "/account/login/")}  # fmt: skip
    uploads = {most_bytes_at(f"/library/write/12/extras/{kind}/") for kind in ("picture", "file")}

    assert (forms, uploads) == ({2 * MEGABYTE + 64 * 1024}, {MOST_BYTES_OF_AN_UPLOAD})
    assert MEGABYTE + max(MOST_BYTES_OF_A_FILE, MOST_BYTES_OF_A_PICTURE) < MOST_BYTES_OF_AN_UPLOAD


class _Refused(AsyncClient):
    """A browser whose requests `BodyLimit` has marked."""

    def _base_scope(self, **request):
        return {**super()._base_scope(**request), TOO_LARGE: True}


@pytest.mark.django_db(transaction=True)
async def test_page_says_what_became_of_it():
    answer = await _Refused().post("/account/login/")

    assert answer.status_code == 413
    assert "<h1>That was too much at once</h1>" in answer.content.decode()


@pytest.mark.django_db
def test_form_with_too_much_text_gets_the_same_page(cast, client_for):
    answer = client_for(cast.mar.head).post("/our-school/card/", {"about": "x" * (2 * MEGABYTE + 1)})

    assert (answer.status_code, "That was too much at once" in answer.content.decode()) == (413, True)


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["localhost", "somewhere.example"])
def test_what_makes_no_sense_gets_a_page_too(client, host):
    many = {f"field{number}": "x" for number in range(401)}

    answer = client.post("/account/login/", many, headers={"host": host})

    assert (answer.status_code, "We couldn’t read that request" in answer.content.decode()) == (400, True)


@pytest.mark.django_db
def test_too_many_files_get_a_page_too(client):
    files = {f"file{number}": SimpleUploadedFile("a.txt", b"a") for number in range(101)}

    answer = client.post("/account/login/", files)

    assert (answer.status_code, "We couldn’t read that request" in answer.content.decode()) == (400, True)


@pytest.mark.django_db
def test_token_is_checked_all_the_same():
    answer = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "a@b.example"})

    assert answer.status_code == 403


async def test_what_still_comes_is_let_go_by_until_the_browser_goes():
    """Django listens, while it answers, for a browser that goes; anything else it hears then is a fault."""
    heard = []

    async def listening(scope, receive, send):
        heard.append((await receive())["type"])
        heard.append((await receive())["type"])
        await send({"type": "done"})

    asking = ApplicationCommunicator(
        BodyLimit(listening, limit_for=lambda path: 1),
        {"type": "http", "path": "/", "headers": [(b"content-length", b"3")]},
    )
    for message in ({"type": "http.request", "body": b"1", "more_body": True},
                    {"type": "http.request", "body": b"23", "more_body": False}, {"type": "http.disconnect"}):  # fmt: skip
        await asking.send_input(message)

    await asking.receive_output()
    assert heard == ["http.request", "http.disconnect"]
