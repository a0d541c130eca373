"""Logs: one JSON object a line, with the request's id, and no words about anybody."""

import io
import json
import logging
import re
import sys

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from core import clock, request_id, task_log
from core.logs import JsonFormatter, log_uncaught
from core.models import WorkItem
from core.registries.work import kinds
from core.tasks import do_work
from network.models import OutgoingMessage, Person
from network.services.feeds import make_feed_address
from practice_library.selectors import reading
from tests.factories.library import draft, full_fields, offered_to, published
from tests.factories.network import PASSWORD

pytestmark = pytest.mark.django_db

_CANARY = "Quillfeather"


@pytest.fixture
def lines():
    """Everything that any logger says, down to the smallest, as it would be written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    root, before = logging.getLogger(), {}
    names = ["", "django", "hedgerow", "django.request", "celery", "kombu", "network", "core"]
    for name in names:
        logger = logging.getLogger(name)
        before[name] = (logger.level, logger.propagate)
        logger.setLevel(logging.DEBUG)
        logger.propagate = True
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    for name, (level, propagate) in before.items():
        logging.getLogger(name).setLevel(level)
        logging.getLogger(name).propagate = propagate


def _requests(lines):
    return [line for line in lines() if line["logger"] == "hedgerow.requests"]


def test_a_request_is_one_line_with_the_id_of_its_answer(lines, client):
    response = client.get("/library/?q=fractions", headers={"x-request-id": "proxy-0123456789"})

    line = _requests(lines)[0]
    assert response["X-Request-ID"] == line["request_id"] == "proxy-0123456789"
    assert {name: line[name] for name in ("method", "route", "status", "level")} == {
        "method": "GET", "route": "library:write-up-list", "status": 200, "level": "INFO",
    }  # fmt: skip
    assert line["milliseconds"] >= 0
    assert set(line) <= {
        "time", "level", "logger", "process", "request_id", "message", "method", "route", "status", "milliseconds", "user",
    }  # fmt: skip


@pytest.mark.parametrize("given", ["short", "two\nlines-of-it", "x" * 65, "<script>alert</script>"])
def test_an_id_that_is_not_fit_for_a_log_is_replaced(client, given):
    assert re.fullmatch(
        r"[0-9a-f]{32}", client.get("/healthz", headers={"x-request-id": given})["X-Request-ID"]
    )


def test_a_person_is_the_same_number_each_time_and_nobody_knows_whose(lines, cast, client_for):
    for person in (cast.mar.head, cast.mar.head, cast.mar.teacher):
        client_for(person).get("/library/")

    first, second, other = [line["user"] for line in _requests(lines)]
    assert first == second != other
    assert str(cast.mar.head.pk) != first


def test_libraries_sentences_are_kept_without_what_was_put_into_them(lines):
    logging.getLogger("some.library").warning("user %s failed", _CANARY)
    logging.getLogger("some.library").warning(f"user {_CANARY} failed")

    assert lines()[0]["message"] == "user %s failed"
    assert re.fullmatch(r"test_logs:\d+", lines()[1]["message"])


def test_an_error_is_its_kind_and_place(lines):
    try:
        try:
            raise IntegrityError(f"Key (email)=({_CANARY}) already exists")
        except IntegrityError as cause:
            raise ValueError(_CANARY) from cause
    except ValueError:
        log_uncaught(*sys.exc_info())

    fault = lines()[0]["fault"]
    assert fault["kinds"] == ["builtins.ValueError", "django.db.utils.IntegrityError"]
    assert fault["at"][-1].endswith("test_an_error_is_its_kind_and_place")


def _walk(cast, acting_as, client_for):
    """A walk through the product by people with a telling name, errors included."""
    mail = f"{_CANARY.lower()}@mar.example"
    Person.objects.filter(pk=cast.mar.teacher.pk).update(name=f"{_CANARY} Ash", email=mail)
    teacher, head = Person.objects.get(pk=cast.mar.teacher.pk), client_for(cast.mar.head)
    quiet = {"raise_request_exception": False}

    stranger = Client(**quiet)
    for password in ("wrong " + _CANARY, PASSWORD):
        stranger.post("/account/login/", {"login": mail, "password": password})
    stranger.post("/account/password/reset/", {"email": mail})
    member = client_for(teacher)
    member.raise_request_exception = False
    page = published(
        teacher, cast.mar.colleague, cast.mar.school, offered_to(cast.small_steps, title=f"{_CANARY} talks")
    )
    assert member.get(reverse("library:write-up", kwargs={"slug": page.slug})).status_code == 200
    assert _CANARY.lower() in page.slug
    hidden = draft(cast.mar.head, cast.mar.school, full_fields(title=f"Another by {_CANARY}"))
    for address in (
        f"/library/?q={_CANARY}", f"/library/{_CANARY.lower()}-nowhere/", f"/{_CANARY}", f"/people/?q={_CANARY}",
        reverse("library:write-up-edit", kwargs={"pk": hidden.pk}), f"/schools/{_CANARY}/",
    ):  # fmt: skip
        member.get(address)
    member.get("/library/", headers={"host": f"{_CANARY}.example"})
    member.post("/library/write/", {"title": _CANARY, "network_id": _CANARY})
    head.post("/our-school/invitations/new/", {"people": f"{_CANARY} new-{mail}", "roles": ["teacher"]})
    link = re.search(r"/join/\S+", OutgoingMessage.objects.get(email=f"new-{mail}").text).group(0)
    Client(**quiet).get(link)
    with acting_as(teacher):
        token = make_feed_address(teacher, "calendar")
    Client(**quiet).get(f"/calendar/feed/{token}.ics")
    return member, [_CANARY, link.strip("/").split("/")[-1], token, mail.split("@")[0]]


def test_no_personal_text_is_in_the_log_of_a_walk(lines, cast, acting_as, client_for, monkeypatch):
    member, canaries = _walk(cast, acting_as, client_for)

    def breaks(*args, **kwargs):
        raise IntegrityError(f"Key (name)=({_CANARY}) already exists")

    monkeypatch.setattr(reading, "write_up_or_none", breaks, raising=False)
    monkeypatch.setattr("network.views.people.PeopleView.get", breaks)
    assert member.get("/people/").status_code == 500
    monkeypatch.setitem(kinds._entries, "test", breaks)
    _run_failing_task()

    written = "\n".join(json.dumps(line) for line in lines()).lower()
    assert [canary for canary in canaries if canary.lower() in written] == []
    assert len(_requests(lines)) > 15
    assert any(line.get("fault", {}).get("kinds") == ["django.db.utils.IntegrityError"] for line in lines())
    assert [line["outcome"] for line in lines() if line["logger"] == "hedgerow.tasks"] == ["failure"]


def _run_failing_task():
    now = clock.now()
    item = WorkItem.objects.create(kind="test", key="1", about={}, created_at=now, due_at=now)
    task_log.connect()
    do_work.apply(kwargs={"item_id": str(item.pk)}, headers={"request_id": "of-the-request-1"}, throw=False)


def test_a_task_carries_the_id_of_the_request_that_led_to_it(lines, cast):
    _run_failing_task()

    line = next(line for line in lines() if line["logger"] == "hedgerow.tasks")
    assert (line["task"], line["request_id"]) == ("core.tasks.do_work", "of-the-request-1")
    assert request_id.current() == ""
