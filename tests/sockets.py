"""A browser’s end of a socket, for tests; that of channels needs its own server installed."""

import json
from typing import Any

from asgiref.testing import ApplicationCommunicator


class Socket(ApplicationCommunicator):
    """One socket to an ASGI application."""

    def __init__(self, application: Any, path: str, headers: list[tuple[bytes, bytes]] = ()) -> None:
        super().__init__(
            application,
            {
                "type": "websocket",
                "path": path,
                "query_string": b"",
                "headers": list(headers),
                "subprotocols": [],
                "client": ("127.0.0.1", 50_000),
            },
        )

    async def connect(self, within: float = 5) -> bool:
        """Whether the application lets us in."""
        await self.send_input({"type": "websocket.connect"})
        return (await self.receive_output(within))["type"] == "websocket.accept"

    async def say(self, content: Any) -> None:
        """Send a message as JSON."""
        await self.send_input({"type": "websocket.receive", "text": json.dumps(content)})

    async def say_raw(self, *, text: str | None = None, data: bytes | None = None) -> None:
        """Send a message as it is."""
        await self.send_input({"type": "websocket.receive", "text": text, "bytes": data})

    async def hear(self, within: float = 5) -> Any:
        """The next message."""
        output = await self.receive_output(within)
        assert output["type"] == "websocket.send", output
        return json.loads(output["text"])

    async def closing_code(self, within: float = 5) -> int:
        """The code with which the application closes."""
        output = await self.receive_output(within)
        assert output["type"] == "websocket.close", output
        return output.get("code", 1000)

    async def leave(self) -> None:
        """Close from our end."""
        await self.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.wait()
