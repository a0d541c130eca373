"""What is live: sockets that know who is at the other end, and the one that says something new waits."""

import json
import logging
import time
import uuid
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpRequest
from django.utils.module_loading import import_string
from redis.exceptions import RedisError

from core import clock
from core.errors import DomainError, NotAllowed
from core.live import send_to_group
from network.access import context_for, needs_second_factor, standing_of
from network.context import entered
from network.denials import record_denials
from network.live_watch import in_thread, watch
from network.models import Person
from network.own_account import has_second_step
from network.session_age import has_ended
from network.speaking import speaking_to

logger = logging.getLogger(__name__)

MAX_BYTES = 64 * 1024
MAX_MESSAGES_A_SECOND = 20
#: Why the hub closed a socket (RFC 6455; 4000 and above are our own). After ENDED a page does not try again.
NOT_TEXT, NOT_JSON, TOO_MANY, TOO_BIG, TRY_LATER, ENDED = 1003, 1007, 1008, 1009, 1013, 4401

_Answer = list[dict[str, Any]] | None


class AccessConsumer(AsyncWebsocketConsumer):
    """A socket of somebody who is signed in. Origins are checked before it, in `config.asgi`.

    A subclass says in `may_be_here` who may be in its room and in `on_message` what a message does; both run in the
    person's access context, in one transaction on PostgreSQL, in their language. The session and `may_be_here` are
    asked at the handshake, at every message, and within five seconds of any change to the person's roles.
    """

    is_open = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one socket until it closes; without Redis nobody could be told anything, so it closes, to be tried later."""
        try:
            await super().__call__(scope, receive, send)
        except RedisError as error:
            logger.warning("a socket has ended: %s", type(error).__name__)
            with suppress(RuntimeError):  # it has closed by itself
                await self.shut(TRY_LATER)
        finally:
            watch().discard(self)

    async def connect(self) -> None:
        """Let in who is signed in and may be here; anybody else is refused before the socket opens."""
        self.session_key: str = self.scope["cookies"].get(settings.SESSION_COOKIE_NAME, "")
        self.request_id = uuid.uuid4().hex
        self.standing_seen: frozenset[tuple[int | str | None, ...]] | None = None
        self.is_open = False
        self._moments: deque[float] = deque(maxlen=MAX_MESSAGES_A_SECOND)
        person_id = await in_thread(self._admitted)()
        if person_id is None:
            await self.close()
            return
        self.person_id: int = person_id
        self.is_open = True
        await self.accept()
        await self.joined()
        watch().add(self)

    async def disconnect(self, code: int) -> None:
        """Forget the socket."""
        self.is_open = False
        watch().discard(self)
        await self.left()

    async def websocket_receive(self, message: dict[str, Any]) -> None:
        """Judge a message by its size, pace and form; then ask who sent it, and answer."""
        if not self.is_open:
            return
        text = message.get("text")
        if fault := self._fault_of(text):
            await self.shut(fault)
            return
        try:
            content = json.loads(text or "")
        except (ValueError, RecursionError):
            await self.shut(NOT_JSON)
            return
        answers = await in_thread(self._answer)(content)
        if answers is None:
            await self.shut(ENDED)
            return
        for answer in answers:
            await self.say(answer)

    async def check(self) -> None:
        """Close unless the person is still signed in and may still be here."""
        if self.is_open and await in_thread(self._admitted)() != self.person_id:
            await self.shut(ENDED)

    async def say(self, content: dict[str, Any]) -> None:
        """Send a message to the page."""
        await self.send(text_data=json.dumps(content, cls=DjangoJSONEncoder))

    async def shut(self, code: int) -> None:
        """Close, once; nothing that is still on its way is answered."""
        if self.is_open:
            self.is_open = False
            await self.close(code)

    async def joined(self) -> None:
        """The socket is open: join groups here."""

    async def left(self) -> None:
        """The socket has closed: leave the groups here."""

    def may_be_here(self, person: Person) -> bool:
        """Whether this person may be in the room; everybody who belongs to a school may be in the plain one."""
        return bool(standing_of(person).schools)

    def on_message(self, person: Person, content: Any) -> list[dict[str, Any]]:
        """Act on a message by calling a service; what is returned is sent back to this page alone.

        A DomainError is answered with its words, a refusal is kept in the audit log as well.
        """
        return []

    def _fault_of(self, text: str | None) -> int | None:
        if text is None:
            return NOT_TEXT
        if len(text) > MAX_BYTES or len(text.encode()) > MAX_BYTES:
            return TOO_BIG
        now = time.monotonic()
        is_too_many = len(self._moments) == MAX_MESSAGES_A_SECOND and now - self._moments[0] < 1
        self._moments.append(now)
        return TOO_MANY if is_too_many else None

    def _request(self) -> HttpRequest:
        """What sessions, contexts and the audit log ask of a request, for this socket; the session is read anew."""
        request = HttpRequest()
        request.method, request.path = "SOCKET", self.scope["path"]
        request.META["REMOTE_ADDR"] = (self.scope.get("client") or ("", 0))[0]
        store: type[SessionBase] = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
        request.session = store(self.session_key)
        request.user = get_user(request)
        request.request_id = self.request_id  # type: ignore[attr-defined]
        return request

    def _person(self, request: HttpRequest) -> Person | None:
        """Who is signed in by this session now, with all the steps their roles ask for."""
        person = request.user
        if not isinstance(person, Person) or has_ended(request.session, clock.now().timestamp()):
            return None
        if settings.SECOND_FACTOR_REQUIRED and needs_second_factor(person):
            return person if has_second_step(person) else None
        return person

    def _entered(self, person: Person) -> Any:
        return entered(
            context_for(
                person,
                purpose=f"SOCKET {self.scope['path'][:70]}",
                request_id=self.request_id,
                address=(self.scope.get("client") or ("", 0))[0],
            )
        )

    def _admitted(self) -> int | None:
        """The id of the person, if they are signed in and may be here now."""
        if not self.session_key or (person := self._person(self._request())) is None:
            return None
        with self._entered(person):
            return person.pk if self.may_be_here(person) else None

    def _answer(self, content: Any) -> _Answer:
        """What the message led to; None when its sender may not be here any more."""
        request = self._request()
        person = self._person(request)
        if person is None or person.pk != self.person_id:
            return None
        try:
            with self._entered(person), speaking_to(person):
                return self.on_message(person, content) if self.may_be_here(person) else None
        except NotAllowed as refusal:
            request.denials = [refusal]  # type: ignore[attr-defined]
            record_denials(request)
            return [{"error": str(refusal)}]
        except DomainError as error:
            return [{"error": str(error)}]


class NoticesConsumer(AccessConsumer):
    """Tells a member's open pages that something new waits for them; what it is, the page asks the hub."""

    async def joined(self) -> None:
        """Listen for this person."""
        await self.channel_layer.group_add(_group_of(self.person_id), self.channel_name)

    async def left(self) -> None:
        """Listen no more."""
        if hasattr(self, "person_id"):
            await self.channel_layer.group_discard(_group_of(self.person_id), self.channel_name)

    async def notice_new(self, event: dict[str, Any]) -> None:
        """Pass it on, to whoever may still be here."""
        await self.check()
        if self.is_open:
            await self.say({"type": "new"})


def tell_people(people: Iterable[Person | int]) -> None:
    """Once the transaction is committed, tell these people's open pages that something new waits for them."""
    for person in people:
        person_id = person.pk if isinstance(person, Person) else person
        # Robust: a broker that is away must not turn what was just committed into an error.
        transaction.on_commit(
            partial(send_to_group, _group_of(person_id), {"type": "notice.new"}), robust=True
        )


def _group_of(person_id: int) -> str:
    return f"person.{person_id}"
