"""Looking after open sockets: one clock a process asks who may still be here, in two queries however many are open."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Protocol
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.db.models import F, FilteredRelation, Q

from core import clock
from network.models import Membership

logger = logging.getLogger(__name__)

#: A socket closes within five seconds of a sign-out or an ended membership: two rounds and some to spare.
SECONDS_BETWEEN_ROUNDS = 2.0
#: Each in a thread of its own: one that waits for a lock does not hold up the other sockets.
in_thread = partial(database_sync_to_async, thread_sensitive=False)


class Watched(Protocol):
    """A socket that is looked after."""

    session_key: str
    person_id: int
    standing_seen: frozenset[tuple[int | str | None, ...]] | None

    async def check(self) -> None:
        """Find out whether the person may still be here, and close if not."""


@dataclass(frozen=True)
class Round:
    """What a round found: the sessions that are alive, and what each person is to which school."""

    sessions: frozenset[str]
    standings: dict[int, frozenset[tuple[int | str | None, ...]]]

    def has_changed(self, socket: Watched) -> bool:
        """Whether this socket must be asked anew."""
        if socket.session_key not in self.sessions:
            return True
        standing = self.standings.get(socket.person_id, frozenset())
        known, socket.standing_seen = socket.standing_seen, standing
        return known is None or known != standing


class Watch:
    """The clock of one loop. It runs while a socket is open."""

    def __init__(self) -> None:
        self._sockets: set[Watched] = set()
        self._task: asyncio.Task[None] | None = None

    def add(self, socket: Watched) -> None:
        """Look after a socket."""
        self._sockets.add(socket)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    def discard(self, socket: Watched) -> None:
        """It has closed."""
        self._sockets.discard(socket)
        if not self._sockets and self._task is not None:
            self._task.cancel()
            self._task = None

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_ROUNDS)
            try:
                await self._round(list(self._sockets))
            except DatabaseError:
                # Each message asks by itself; the next round makes up for this one.
                logger.warning("open sockets could not be looked after; trying again")

    async def _round(self, sockets: list[Watched]) -> None:
        found = await in_thread(look)(
            {socket.session_key for socket in sockets}, {socket.person_id for socket in sockets}
        )
        changed = [socket for socket in sockets if found.has_changed(socket)]
        # One that fails, its other end being gone, leaves the others looked after.
        faults = await asyncio.gather(*(socket.check() for socket in changed), return_exceptions=True)
        for socket, fault in zip(changed, faults, strict=True):
            if isinstance(fault, Exception):
                socket.standing_seen = None
                logger.warning("a socket could not be asked: %s", type(fault).__name__)


def look(session_keys: Iterable[str], person_ids: Iterable[int]) -> Round:
    """Which sessions are alive, and what these people are to their schools: two queries."""
    now = clock.now()
    sessions = Session.objects.filter(session_key__in=session_keys, expire_date__gt=now)
    rows = (
        Membership.objects.current(now)
        .filter(person_id__in=person_ids, person__is_active=True, school__left_at=None)
        .annotate(
            held=FilteredRelation("role_grants", condition=_holds("role_grants")),
            place=FilteredRelation(
                "school__network_places", condition=Q(school__network_places__left_at=None)
            ),
            duty=FilteredRelation(
                "person__network_role_grants", condition=_holds("person__network_role_grants")
            ),
            role=F("held__role"),
            network=F("place__network_id"),
            network_role=F("duty__role"),
        )
        .values_list("person_id", "school_id", "role", "network", "network_role", "duty__network_id")
    )
    standings: dict[int, set[tuple[int | str | None, ...]]] = {}
    for person_id, *what in rows:
        standings.setdefault(person_id, set()).add(tuple(what))
    return Round(
        sessions=frozenset(sessions.values_list("session_key", flat=True)),
        standings={person_id: frozenset(what) for person_id, what in standings.items()},
    )


def _holds(relation: str) -> Q:
    now = clock.now()
    return Q(**{f"{relation}__starts_at__lte": now}) & (
        Q(**{f"{relation}__ends_at": None}) | Q(**{f"{relation}__ends_at__gt": now})
    )


_watches: WeakKeyDictionary[asyncio.AbstractEventLoop, Watch] = WeakKeyDictionary()


def watch() -> Watch:
    """The clock of the loop at hand."""
    return _watches.setdefault(asyncio.get_running_loop(), Watch())
