"""Addresses of the sockets."""

from typing import Any

from django.urls import path

from network.live import NoticesConsumer

socket_urls: list[Any] = [path("ws/notices/", NoticesConsumer.as_asgi(), name="notices-socket")]
