"""Sockets: who may open one, what it takes, and when it closes."""

import json

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from config.asgi import application
from core import breaker, clock
from core.errors import DomainError
from network import live_watch
from network.access import MayNot, context_for
from network.context import entered, require_context
from network.live import AccessConsumer, NoticesConsumer, tell_people
from network.live_watch import in_thread
from network.models import AuditEntry, Membership, Person, RoleGrant
from network.roles import Permission
from network.scoping import bypassing
from tests.sockets import Socket

pytestmark = pytest.mark.django_db(transaction=True)

ORIGIN = (b"origin", b"http://testserver")


class EchoConsumer(AccessConsumer):
    """A room for those who review, which says who it thinks they are."""

    def may_be_here(self, person):
        return require_context().standing.may_somewhere(Permission.REVIEW)

    def on_message(self, person, content):
        if content == "refuse":
            raise MayNot(Permission.COORDINATE)
        if content == "complain":
            raise DomainError("Not today.")
        return [{"name": person.name, "for": require_context().standing.person_id, "content": content}]


@pytest.fixture
def browser_of(cast, client_for):
    """The cookie header of somebody signed in; made before the loop runs."""

    def cookie(person: Person) -> tuple[bytes, bytes]:
        browser = client_for(person)
        key = browser.cookies[settings.SESSION_COOKIE_NAME].value
        return (b"cookie", f"{settings.SESSION_COOKIE_NAME}={key}".encode())

    return cookie


def socket_to(consumer, cookie=None, path="/ws/notices/") -> Socket:
    """A socket straight to a consumer, past the check of origins."""
    socket = Socket(consumer.as_asgi(), path)
    pairs = cookie[1].decode() if cookie else ""
    socket.scope["cookies"] = dict([pairs.split("=", 1)]) if pairs else {}
    return socket


@pytest.mark.parametrize(
    ("origin", "is_let_in"),
    [
        (b"http://testserver", True),
        (b"http://elsewhere.example", False),
        (b"null", False),
        (b"http://testserver.elsewhere.example", False),
        (None, False),
    ],
)
async def test_socket_opens_for_the_hubs_own_pages_alone(cast, browser_of, origin, is_let_in):
    headers = [await in_thread(browser_of)(cast.mar.teacher), *([(b"origin", origin)] if origin else [])]
    socket = Socket(application, "/ws/notices/", headers=headers)

    connected = await socket.connect()

    assert connected is is_let_in
    await socket.leave()


async def test_socket_is_refused_without_a_session_or_with_a_false_one(cast):
    for headers in ([ORIGIN], [ORIGIN, (b"cookie", f"{settings.SESSION_COOKIE_NAME}=invented".encode())]):
        socket = Socket(application, "/ws/notices/", headers=headers)
        connected = await socket.connect()
        assert connected is False


async def test_socket_is_refused_to_those_who_belong_nowhere_or_may_not_be_in_the_room(cast, browser_of):
    cookie = await in_thread(browser_of)(cast.mar.governor)
    connected = await socket_to(EchoConsumer, cookie).connect()
    assert connected is False

    cookie = await in_thread(browser_of)(cast.mar.teacher)
    await _end(cast.mar.teacher, "membership")
    connected = await socket_to(NoticesConsumer, cookie).connect()
    assert connected is False


async def test_message_is_answered_in_the_context_of_its_sender(cast, browser_of):
    socket = socket_to(EchoConsumer, await in_thread(browser_of)(cast.mar.teacher))
    assert await socket.connect()

    await socket.say({"hello": "å"})

    assert await socket.hear() == {
        "name": cast.mar.teacher.name,
        "for": cast.mar.teacher.pk,
        "content": {"hello": "å"},
    }
    await socket.leave()


async def test_refusal_is_said_and_kept_in_the_log(cast, browser_of):
    socket = socket_to(EchoConsumer, await in_thread(browser_of)(cast.mar.teacher))
    await socket.connect()

    await socket.say("complain")
    assert await socket.hear() == {"error": "Not today."}
    await socket.say("refuse")
    assert await socket.hear() == {"error": "Your role here does not allow this. Nothing was changed."}

    await socket.leave()
    refused = await in_thread(_refusals)(cast)
    assert refused == [(cast.mar.teacher.pk, {"permission": "coordinate"}, "SOCKET /ws/notices/")]


def _refusals(cast) -> list:
    with entered(context_for(cast.mar.head, purpose="test")):
        rows = bypassing(AuditEntry).filter(action="refused")
        return list(rows.values_list("actor_id", "details", "purpose"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (json.dumps("x" * 64 * 1024), 1009),
        (json.dumps("å" * 40 * 1024, ensure_ascii=False), 1009),
        ("{not json", 1007),
        ("[" * 60_000, 1007),
        (None, 1003),
    ],
    ids=["too-long", "too-many-bytes", "no-json", "deep", "bytes"],
)
async def test_message_that_is_none_closes_the_socket(cast, browser_of, text, code):
    socket = socket_to(EchoConsumer, await in_thread(browser_of)(cast.mar.teacher))
    await socket.connect()

    await socket.say_raw(text=text, data=None if text else b"1")

    assert await socket.closing_code() == code


async def test_twenty_messages_a_second_are_answered_and_the_next_closes_the_socket(
    cast, browser_of, monkeypatch
):
    monkeypatch.setattr("network.live.time.monotonic", lambda: 1000.0)
    socket = socket_to(EchoConsumer, await in_thread(browser_of)(cast.mar.teacher))
    await socket.connect()

    for number in range(20):
        await socket.say(number)
        assert (await socket.hear())["content"] == number
    await socket.say("one more")

    assert await socket.closing_code() == 1008


@pytest.mark.parametrize("what", ["session", "membership", "role", "person"])
async def test_next_message_after_access_ended_is_not_answered(cast, browser_of, what):
    socket = socket_to(EchoConsumer, await in_thread(browser_of)(cast.mar.teacher))
    await socket.connect()

    await _end(cast.mar.teacher, what)
    await socket.say("still here")

    assert await socket.closing_code() == 4401


@pytest.mark.parametrize("what", ["session", "membership", "role", "person"])
async def test_silent_socket_closes_once_access_has_ended(cast, browser_of, monkeypatch, what):
    assert live_watch.SECONDS_BETWEEN_ROUNDS <= 2
    monkeypatch.setattr(live_watch, "SECONDS_BETWEEN_ROUNDS", 0.05)
    socket = socket_to(EchoConsumer, await in_thread(browser_of)(cast.mar.teacher))
    await socket.connect()
    assert await socket.receive_nothing(timeout=0.3)

    await _end(cast.mar.teacher, what)

    assert await socket.closing_code(within=2) == 4401
    await socket.leave()


async def _end(person: Person, what: str) -> None:
    now = clock.now()
    ends = {
        "session": Session.objects.all().delete,
        "membership": lambda: Membership.objects.filter(person=person).update(ends_at=now),
        "role": lambda: RoleGrant.objects.filter(membership__person=person).update(ends_at=now),
        "person": lambda: Person.objects.filter(pk=person.pk).update(is_active=False),
    }
    # In a thread that closes its connection: the file beneath it is replaced after the test.
    await in_thread(ends[what])()


async def test_open_socket_stays_open_while_nothing_changes(cast, browser_of, monkeypatch):
    monkeypatch.setattr(live_watch, "SECONDS_BETWEEN_ROUNDS", 0.02)
    socket = socket_to(EchoConsumer, await in_thread(browser_of)(cast.mar.teacher))
    await socket.connect()

    assert await socket.receive_nothing(timeout=0.4)

    await socket.leave()


def test_a_round_takes_two_queries_however_many_sockets(cast, django_assert_num_queries):
    for people in ([cast.mar.teacher], [cast.mar.teacher, cast.cal.head, cast.out.admin]):
        with django_assert_num_queries(2):
            live_watch.look({"a", "b"}, {person.pk for person in people})


async def test_notice_reaches_that_person_and_nobody_else(cast, browser_of):
    hers = socket_to(NoticesConsumer, await in_thread(browser_of)(cast.mar.teacher))
    his = socket_to(NoticesConsumer, await in_thread(browser_of)(cast.cal.teacher))
    await hers.connect()
    await his.connect()

    await in_thread(tell_people)([cast.mar.teacher])

    assert await hers.hear() == {"type": "new"}
    assert await his.receive_nothing(timeout=0.1)
    await hers.leave()
    await his.leave()


async def test_notice_after_sign_out_closes_instead(cast, browser_of):
    socket = socket_to(NoticesConsumer, await in_thread(browser_of)(cast.mar.teacher))
    await socket.connect()

    await _end(cast.mar.teacher, "session")
    await in_thread(tell_people)([cast.mar.teacher.pk])

    assert await socket.closing_code() == 4401


async def test_second_factor_is_asked_of_sockets_too(cast, browser_of, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    connected = await socket_to(NoticesConsumer, await in_thread(browser_of)(cast.mar.head)).connect()
    assert connected is False

    socket = socket_to(NoticesConsumer, await in_thread(browser_of)(cast.mar.teacher))
    assert await socket.connect()
    await socket.leave()


async def test_socket_closes_to_be_tried_later_when_nobody_could_tell_it_anything(cast, browser_of, settings):
    away = {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": ["redis://127.0.0.1:1"]}}
    settings.CHANNEL_LAYERS = {"default": away}
    socket = socket_to(NoticesConsumer, await in_thread(browser_of)(cast.mar.teacher))

    assert await socket.connect()
    assert await socket.closing_code() == 1013
    await socket.wait()
    assert live_watch.watch()._sockets == set()


def test_notice_that_redis_does_not_take_is_let_go(
    cast, settings, django_capture_on_commit_callbacks, monkeypatch
):
    away = {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": ["redis://127.0.0.1:1"]}}
    settings.CHANNEL_LAYERS = {"default": away}

    for _ in range(3):
        tell_people([cast.mar.teacher])

    assert breaker.redis.is_open
