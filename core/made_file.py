"""A file made for one answer, which nobody keeps: sent piece by piece, gone when it is sent."""

from collections.abc import AsyncIterator, Iterator
from typing import IO

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

_PIECE_BYTES = 256 * 1024


def answer_with_made(
    request: HttpRequest, file: IO[bytes], *, name: str, content_type: str
) -> HttpResponseBase:
    """The whole file, to be kept under a name; it is closed with the answer.

    Args:
        request: whose answer it is; the server that must not wait is fed by a thread.
        file: open at its beginning.
        name: a file name of ours.
        content_type: what it is.
    """
    file.seek(0, 2)
    length = file.tell()
    file.seek(0)
    pieces = _in_their_time(file) if isinstance(request, ASGIRequest) else _pieces(file)
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response._resource_closers.append(file.close)  # type: ignore[attr-defined]
    response["Content-Length"] = str(length)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE_BYTES):
            yield piece


async def _in_their_time(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        while piece := await sync_to_async(file.read, thread_sensitive=False)(_PIECE_BYTES):
            yield piece
