"""The id of the request or task at hand: in its answer, and in every line of the log."""

import re
import uuid
from contextvars import ContextVar, Token

_FIT_FOR_A_LOG = re.compile(r"[A-Za-z0-9-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The id at hand; empty outside a request or task."""
    return _current.get()


def begin(given: object) -> Token[str]:
    """Take the id given when it is harmless, else make one; what is returned goes to `end`."""
    fits = isinstance(given, str) and _FIT_FOR_A_LOG.fullmatch(given)
    return _current.set(given if fits else uuid.uuid4().hex)  # type: ignore[arg-type]


def end(token: Token[str]) -> None:
    """The id that was at hand before."""
    _current.reset(token)
