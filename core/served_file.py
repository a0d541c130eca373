"""A stored file as an answer, whole or a part of it: from disk, by the proxy, or through us from S3-compatible storage.

Bytes from S3 go through the hub, never by a signed address: each request is asked anew whether it may, what was taken
back is gone at once, no page names another origin, and nothing that could be passed on leaves the hub.
"""

import hashlib
from typing import Any
from urllib.parse import quote

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.handlers.asgi import ASGIRequest
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from core.byte_ranges import ByteRange, NotThere, asked_for

#: What is smaller is sent in one piece.
_PIECE_BYTES = 1024 * 1024


def answer_with(request: HttpRequest, file: FieldFile, *, content_type: str) -> HttpResponseBase:
    """The file, or the part of it that the request names.

    Whoever calls this has asked whether the person may have it. With MEDIA_ACCEL_PREFIX the proxy sends it from disk,
    ranges and all; it learns the file's place from a header that only the hub can set.

    Raises:
        FileNotFoundError: when it is not in storage.
    """
    if settings.MEDIA_ACCEL_PREFIX and isinstance(file.storage, FileSystemStorage):
        response: HttpResponseBase = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = settings.MEDIA_ACCEL_PREFIX + quote(file.name or "")
        return response
    size, tag = file.size, _tag(file)
    # A part is of use only to whoever has the rest of the same file.
    is_same = request.headers.get("If-Range", tag) == tag
    try:
        part = asked_for(request.headers.get("Range", "") if is_same else "", size)
    except NotThere:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = _bytes(request, file, part or ByteRange(0, size - 1), content_type)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    response["Content-Length"] = str(part.length if part else size)
    if part:
        response.status_code = 206
        response["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    return response


def _tag(file: FieldFile) -> str:
    """Stored files have random names and never change."""
    return f'"{hashlib.sha256((file.name or "").encode()).hexdigest()[:32]}"'


def _bytes(request: HttpRequest, file: FieldFile, part: ByteRange, content_type: str) -> HttpResponseBase:
    held = _opened(file, part)
    if part.length <= _PIECE_BYTES:
        with held:
            return HttpResponse(held.read(part.length), content_type=content_type)
    pieces = _Pieces(held, part.length)
    content = _PiecesInTheirTime(pieces) if isinstance(request, ASGIRequest) else pieces
    return StreamingHttpResponse(content, content_type=content_type)


def _opened(file: FieldFile, part: ByteRange) -> Any:
    """Something to read from that stands at the first byte; of S3 no more is fetched than the part."""
    if part.length and (open_part := getattr(file.storage, "open_part", None)):
        return open_part(file.name, part.first, part.last)
    held = file.storage.open(file.name or "", "rb")
    held.seek(part.first)
    return held


class _Pieces:
    """A file piece by piece, closed with the answer, even one that nobody reads."""

    def __init__(self, held: Any, length: int) -> None:
        self._held = held
        self._left = length
        self.close = held.close

    def __iter__(self) -> "_Pieces":
        return self

    def __next__(self) -> bytes:
        if not (piece := self.read()):
            raise StopIteration
        return piece

    def read(self) -> bytes:
        """The next piece; nothing at the end, and the file is closed."""
        if not self._left:
            self.close()
            return b""
        piece = self._held.read(min(self._left, _PIECE_BYTES))
        self._left = self._left - len(piece) if piece else 0
        return piece


class _PiecesInTheirTime:
    """The same for a server that must not wait: each piece is read in a thread."""

    def __init__(self, pieces: _Pieces) -> None:
        self._read = sync_to_async(pieces.read, thread_sensitive=False)
        self.close = pieces.close

    def __aiter__(self) -> "_PiecesInTheirTime":
        return self

    async def __anext__(self) -> bytes:
        if not (piece := await self._read()):
            raise StopAsyncIteration
        return piece
