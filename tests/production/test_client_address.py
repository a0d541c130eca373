"""Whose address counts: what our own proxies saw, never what a browser says of itself."""

import asyncio

import pytest

from config.client_address import ClientAddress


def _seen(count: int, *headers: tuple[bytes, bytes]) -> str:
    seen = []

    async def application(scope, receive, send):
        seen.append(scope["client"][0])

    scope = {"type": "http", "client": ("127.0.0.1", 5000), "headers": list(headers)}
    asyncio.run(ClientAddress(application, trusted_proxy_count=count)(scope, None, None))
    return seen[0]


@pytest.mark.parametrize(
    ("count", "forwarded", "address"),
    [
        (0, b"203.0.113.7", "127.0.0.1"),
        (1, b"203.0.113.7", "203.0.113.7"),
        (1, b"192.0.2.1, 203.0.113.7", "203.0.113.7"),
        (2, b"192.0.2.1, 203.0.113.7, 10.0.0.9", "203.0.113.7"),
        (2, b"203.0.113.7", "127.0.0.1"),
        (1, b" , ", "127.0.0.1"),
    ],
)
def test_address_is_the_one_our_proxies_saw(count, forwarded, address):
    assert _seen(count, (b"x-forwarded-for", forwarded)) == address


def test_several_lines_are_one():
    lines = [(b"x-forwarded-for", b"192.0.2.1"), (b"x-forwarded-for", b"203.0.113.7")]

    assert _seen(1, *lines) == "203.0.113.7"
