"""Asking an address that somebody typed: https alone, never into our own network, no redirects, five seconds, a megabyte.

`requests_hardened` connects to the very address it has checked, so that a name cannot point elsewhere a moment later.
"""

import socket
import time
from contextlib import suppress
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, RequestException, Response
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

MOST_SECONDS = 5
MOST_BYTES = 1024 * 1024
_LOCAL = {"localhost", "127.0.0.1", "::1"}


class OutgoingRefused(RequestException):
    """The address may not be asked, or answers with a redirect, too much or too slowly."""


class OutgoingSession(HTTPSession):
    """A `requests` session for addresses that somebody typed. Use it once, with `with`.

    Args:
        local_too: whether this machine itself may be asked, over http as well; for tests and demos.
    """

    def __init__(self, *, local_too: bool = False) -> None:
        timeout = (MOST_SECONDS, MOST_SECONDS)
        super().__init__(
            Config(
                ip_filter_enable=True,
                ip_filter_allow_loopback_ips=local_too,
                never_redirect=True,
                default_timeout=timeout,
                user_agent_override="Hedgerow",
            )
        )
        self._local_too = local_too
        # Neither proxies nor passwords that happen to lie about on the machine.
        self.trust_env = False
        self.headers["Accept-Encoding"] = "identity"
        self.mount("https://", _TimedAdapter(is_https_proto=True, allow_loopback=local_too))
        self.mount("http://", _TimedAdapter(is_https_proto=False, allow_loopback=local_too))

    def send(self, request: PreparedRequest, **kwargs: Any) -> Response:
        """Ask.

        Raises:
            RequestException: when it may not be asked, cannot be reached, or does not answer as it should.
        """
        parts = urlsplit(request.url or "")
        if parts.scheme != "https" and not (self._local_too and parts.hostname in _LOCAL):
            raise OutgoingRefused(f"not https: {parts.scheme}://{parts.hostname}")
        until = time.monotonic() + MOST_SECONDS
        response = super().send(request, **{**kwargs, "stream": True})
        if response.is_redirect or 300 <= response.status_code < 400:
            response.close()
            raise OutgoingRefused(f"{parts.hostname} answers with a redirect")
        response._content = _body(response, until)
        return response


def _body(response: Response, until: float) -> bytes:
    """The whole answer, if it comes in time and is not too long."""
    parts, size = [], 0
    with response:
        for part in response.iter_content(16 * 1024):
            parts.append(part)
            size += len(part)
            if size > MOST_BYTES:
                raise OutgoingRefused("the answer is too long")
    if time.monotonic() > until:
        raise OutgoingRefused("the answer takes too long")
    return b"".join(parts)


class _Timed:
    """Hangs up after five seconds, whatever the other side does: a time-out alone begins anew with each byte."""

    sock: Any

    def connect(self) -> None:
        began = time.monotonic()
        super().connect()  # type: ignore[misc]
        # Of its own, since http.client forgets the socket once an answer has begun that ends with the connection.
        timer = Timer(max(0, MOST_SECONDS - (time.monotonic() - began)), _hang_up, (self.sock,))
        timer.daemon = True
        timer.start()


def _hang_up(line: Any) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


class _TimedHTTPConnection(_Timed, HTTPConnection):
    pass


class _TimedHTTPSConnection(_Timed, HTTPSConnection):
    pass


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _TimedHTTPConnection


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _TimedHTTPSConnection


class _TimedAdapter(IPFilterAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
