"""From which address somebody asks: what the last of our own proxies saw, and never what a browser says of itself."""

from typing import Any


class ClientAddress:
    """Puts the client's address in place of the proxy's, for pages and sockets alike."""

    def __init__(self, application: Any, *, trusted_proxy_count: int) -> None:
        self._application = application
        self._trusted_proxy_count = trusted_proxy_count

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Pass on, with the address that counts."""
        if self._trusted_proxy_count and (address := self._seen_by_proxy(scope)):
            scope = {**scope, "client": (address, 0)}
        await self._application(scope, receive, send)

    def _seen_by_proxy(self, scope: dict[str, Any]) -> str | None:
        """Each proxy adds whom it saw at the end; what stands before ours was sent along."""
        lines = [
            value.decode("latin-1") for name, value in scope.get("headers", ()) if name == b"x-forwarded-for"
        ]
        seen = [part.strip() for part in ",".join(lines).split(",") if part.strip()]
        count = self._trusted_proxy_count
        return seen[-count] if len(seen) >= count else None
