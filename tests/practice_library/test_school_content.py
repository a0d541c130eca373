"""A school takes its content with it: what it published, with pictures and files, its card, its people, its log."""

import json
import zipfile
from io import BytesIO

import pytest

from network.access import MayNot
from network.services.school_content import pack_content
from practice_library.models import WriteUpPage
from practice_library.services.media import add_file, add_picture
from practice_library.services.offering import take_back
from practice_library.services.review import answer_review
from tests.factories.library import asked, draft, offered_to, pdf_upload, picture_upload
from tests.factories.live_write_ups import live_write_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(cast, acting_as):
    """A write-up of MAR with a picture and a file, read by a colleague and published."""
    page = draft(cast.mar.teacher, cast.mar.school, offered_to(cast.small_steps))
    with acting_as(cast.mar.teacher):
        add_picture(write_up=page, by=cast.mar.teacher, file=picture_upload(), alt="Two bars")
        add_file(write_up=page, by=cast.mar.teacher, file=pdf_upload("x.pdf"), title="=Slide")
    request = asked(WriteUpPage.objects.get(pk=page.pk), cast.mar.colleague)
    with acting_as(cast.mar.colleague):
        answer_review(request=request, by=cast.mar.colleague, decision="publish")
    return WriteUpPage.objects.get(pk=page.pk)


def taken(cast, acting_as):
    with acting_as(cast.mar.head), pack_content(school=cast.mar.school, by=cast.mar.head) as package:
        return zipfile.ZipFile(BytesIO(package.read()))


def test_package_holds_what_the_school_published_and_nothing_of_others(cast, acting_as, published):
    draft(cast.mar.teacher, cast.mar.school, offered_to(cast.small_steps))
    live_write_up(cast.cal.school, "A partner's", network=cast.small_steps)

    package = taken(cast, acting_as)

    folder = f"write-ups/{published.pk}-{published.slug}"
    assert sorted(package.namelist()) == sorted([
        "index.html", "school.json", "people.json", "log.json", f"{folder}/index.html", f"{folder}/write-up.json",
        f"{folder}/picture-1.png", f"{folder}/file-2.pdf",
    ])  # fmt: skip
    record = json.loads(package.read(f"{folder}/write-up.json"))
    assert (record["title"], record["did_not_work"]) == (published.title, published.did_not_work)
    assert record["pictures"] == [{"file": "picture-1.png", "alt": "Two bars", "caption": ""}]
    assert record["files"] == [{"file": "file-2.pdf", "title": "=Slide"}]
    assert package.read(f"{folder}/file-2.pdf")[:5] == b"%PDF-"
    people = json.loads(package.read("people.json"))
    assert {person["email"] for person in people} == {person.email for person in cast.mar.everybody.values()}
    assert json.loads(package.read("school.json"))["networks"] == ["Small Steps Network"]


def test_what_was_taken_back_is_still_the_school_s(cast, acting_as, published):
    with acting_as(cast.mar.head):
        take_back(write_up=published, by=cast.mar.head)

    folders = {name.split("/")[1].split("-")[0] for name in taken(cast, acting_as).namelist() if "/" in name}
    assert folders == {str(published.pk)}


def test_log_says_that_a_package_was_made(cast, acting_as):
    log = json.loads(taken(cast, acting_as).read("log.json"))

    assert log[0]["what"] == "Ruth Mar made a package of the school’s content."


@pytest.mark.parametrize("who", ["admin", "teacher", "governor", "dpo", "guest"])
def test_only_who_may_take_the_school_out_takes_its_content(cast, acting_as, who):
    person = getattr(cast.mar, who)
    with acting_as(person), pytest.raises(MayNot):
        pack_content(school=cast.mar.school, by=person)


def test_another_school_s_head_takes_nothing(cast, acting_as):
    with acting_as(cast.cal.head), pytest.raises(MayNot):
        pack_content(school=cast.mar.school, by=cast.cal.head)


def test_words_of_people_are_words_in_the_package(cast, acting_as, published):
    WriteUpPage.objects.filter(pk=published.pk).update(
        title="<script>alert(1)</script>", worked="<img src=x onerror=alert(1)>"
    )

    package = taken(cast, acting_as)

    for name in ("index.html", f"write-ups/{published.pk}-{published.slug}/index.html"):
        page = package.read(name).decode()
        assert ("<script" in page, "onerror=alert(1)>" in page.replace("&gt;", "")) == (False, False)


def test_head_downloads_it(cast, client_for, published):
    response = client_for(cast.mar.head).post("/our-school/content/")

    assert response.status_code == 200
    assert response["Content-Disposition"].startswith('attachment; filename="mar')
    assert response["Cache-Control"] == "private, no-store"
    content = b"".join(response.streaming_content)
    assert len(content) == int(response["Content-Length"])
    assert zipfile.ZipFile(BytesIO(content)).testzip() is None


@pytest.mark.django_db(transaction=True)
async def test_server_that_must_not_wait_sends_it_piece_by_piece(cast, async_client):
    await async_client.aforce_login(cast.mar.head)
    response = await async_client.post("/our-school/content/")

    assert response.is_async
    content = b"".join([piece async for piece in response.streaming_content])
    assert zipfile.ZipFile(BytesIO(content)).testzip() is None
