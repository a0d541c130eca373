"""Pages and sockets, in one ASGI process."""

import os

import django
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from channels.sessions import SessionMiddlewareStack
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)

from config.body_limits import most_bytes_at  # noqa: E402 -- app ready
from config.client_address import ClientAddress  # noqa: E402 -- app ready
from config.page_handler import PageHandler  # noqa: E402 -- app ready
from config.sockets import socket_urls  # noqa: E402 -- app ready
from core.body_limit import BodyLimit  # noqa: E402 -- app ready

application = ClientAddress(
    ProtocolTypeRouter(
        {
            "http": BodyLimit(PageHandler(), limit_for=most_bytes_at),
            "websocket": AllowedHostsOriginValidator(SessionMiddlewareStack(URLRouter(socket_urls))),
        }
    ),
    trusted_proxy_count=settings.ALLAUTH_TRUSTED_PROXY_COUNT,
)
