"""Who is asking, and why: the context in which private rows can be read at all.

A request, a task and a socket message each enter one context. On PostgreSQL the same context is set for the length of
the transaction, where the row-level policies read it (`docs/architecture.md`, "Who sees what"). Without a context,
private rows raise here and are empty there.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection, transaction

from network.domain.standing import Standing


class NoContext(RuntimeError):
    """Private rows were asked for outside a request, task or socket message: a programming error, never a person's."""


@dataclass(frozen=True)
class AccessContext:
    """Who is asking (their standing), for what purpose, under which request id."""

    standing: Standing
    purpose: str
    request_id: str = ""
    address: str = ""


_current: ContextVar[AccessContext | None] = ContextVar("access_context", default=None)


def current_context() -> AccessContext | None:
    """The context entered last, or None."""
    return _current.get()


def require_context() -> AccessContext:
    """The context entered last.

    Raises:
        NoContext: outside any.
    """
    if (context := _current.get()) is None:
        raise NoContext("Private rows need an access context: acting_as(), system_context() or a request.")
    return context


@contextmanager
def entered(context: AccessContext) -> Iterator[AccessContext]:
    """Everything inside happens in this context, in one transaction on PostgreSQL; the one before returns after."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            yield from _entered(context)
    else:
        yield from _entered(context)


def _entered(context: AccessContext) -> Iterator[AccessContext]:
    token = _current.set(context)
    try:
        tell_database(context)
        yield context
    except BaseException:
        # The transaction or savepoint around this is rolled back, and with it what the database was told.
        _current.reset(token)
        raise
    _current.reset(token)
    tell_database(_current.get())


def system_context(*, schools: Iterable[int], purpose: str) -> AbstractContextManager[AccessContext]:
    """A task's context: it may read and write the private rows of the schools it names, and of no others."""
    return entered(AccessContext(Standing(entrusted=frozenset(schools)), purpose=purpose))


def tell_database(context: AccessContext | None) -> None:
    """Set the context for the rest of the transaction, where row-level security reads it (PostgreSQL only).

    Never for the session: pooled connections would carry it to somebody else's request.
    """
    if connection.vendor != "postgresql" or connection.needs_rollback or not connection.in_atomic_block:
        return
    values = _database_values(context)
    pairs = ", ".join("set_config(%s, %s, true)" for _ in values)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {pairs}", [part for item in values.items() for part in item])


def _database_values(context: AccessContext | None) -> dict[str, str]:
    from network.scoping import permissions_in_use  # noqa: PLC0415 -- app ready

    if context is None:
        return {
            "app.context": "",
            "app.person": "",
            **{f"app.may_{name}": "" for name in permissions_in_use()},
        }
    standing = context.standing
    return {
        "app.context": "on",
        "app.person": str(standing.person_id or ""),
        **{
            f"app.may_{name}": ",".join(map(str, sorted(standing.schools_where(name))))
            for name in permissions_in_use()
        },
    }
