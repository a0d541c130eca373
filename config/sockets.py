"""Addresses of the sockets."""

from typing import Any

socket_urls: list[Any] = []
