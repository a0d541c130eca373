"""How much a request may carry: counted while it comes in, before any of it is kept.

Django writes a whole request to disk before anything looks at it, whoever sends it.
"""

from collections.abc import Awaitable, Callable
from typing import Any

#: In the scope of a request whose body was left unread; `core.middleware.BodyLimitMiddleware` answers it.
TOO_LARGE = "hedgerow.body_too_large"

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


class BodyLimit:
    """Passes requests on. One that is too large goes on without its body, to be refused on a page of the hub."""

    def __init__(self, application: Application, *, limit_for: Callable[[str], int]) -> None:
        """Wrap an application.

        Args:
            application: what answers.
            limit_for: path → the most bytes that a request there may carry.
        """
        self._application = application
        self._limit_for = limit_for

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Count, and refuse as soon as it is too much."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        limit = self._limit_for(scope["path"])
        if _declared(scope) > limit:
            await self._refuse(scope, receive, send)
            return
        counted = 0

        async def counting() -> dict[str, Any]:
            nonlocal counted
            message = await receive()
            counted += len(message.get("body", b""))
            # To the application it is as if the browser had gone: it stops reading, and answers nothing.
            return message if counted <= limit else {"type": "http.disconnect"}

        await self._application(scope, counting, send)
        if counted > limit:
            await self._refuse(scope, receive, send)

    async def _refuse(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        is_read = False

        async def nothing() -> dict[str, Any]:
            nonlocal is_read
            if not is_read:
                is_read = True
                return {"type": "http.request", "body": b"", "more_body": False}
            # What still comes is let go by: a browser reads the answer once it has sent everything.
            while (message := await receive())["type"] != "http.disconnect":
                pass
            return message

        await self._application({**scope, TOO_LARGE: True}, nothing, send)


def _declared(scope: dict[str, Any]) -> int:
    """What the request says its length is; what is no number is counted instead."""
    said = dict(scope["headers"]).get(b"content-length", b"")
    return int(said) if said.isdigit() and len(said) < 20 else 0
