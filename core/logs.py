"""What a log may hold: one JSON object a line, with the id of its request, and no words about anybody.

Our own lines name ids and kinds only. What libraries say may hold anything: an address, a title, the row that broke a
rule. So of theirs only the sentence without what was put into it is kept, and of an error its kind and its place.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from core import request_id

_OURS = ("config", "core", "network", "practice_library", "hedgerow")
_MOST_FRAMES = 20


class JsonFormatter(logging.Formatter):
    """A line of JSON for each record; `extra={"fields": {…}}` adds to it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "request_id": request_id.current(),
            "message": _words(record),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["fault"] = fault_of(record.exc_info[1])
        return json.dumps({name: value for name, value in line.items() if value != ""}, ensure_ascii=True)


def _words(record: logging.LogRecord) -> str:
    if record.name.split(".")[0] in _OURS:
        return record.getMessage()
    # A sentence without arguments may have been put together before; its place in the library tells which it is.
    return str(record.msg) if record.args else f"{record.module}:{record.lineno}"


def fault_of(error: BaseException) -> dict[str, Any]:
    """What kind of error it was, what caused it, and where; never what it says."""
    chain: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(chain) < 5:
        chain.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        seen = seen.__cause__ or seen.__context__
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
    return {
        "kinds": chain,
        "at": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _short(filename: str) -> str:
    return "/".join(filename.split("/")[-3:])


def log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """In place of Python's own last words (`sys.excepthook`), which would print what the error says."""
    logging.getLogger("hedgerow").critical("a process ended", exc_info=(kind, error, trace))
