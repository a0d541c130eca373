"""What a token can be allowed in this room."""

from django.utils.translation import gettext_lazy as _

from core.registries.api import ApiScope
from network.roles import Permission

READ = ApiScope(
    "library:read", _("Read the library"), frozenset({Permission.READ_SHARED}), Permission.READ_SHARED
)
WRITE = ApiScope(
    "library:write",
    _("Write drafts of your own"),
    frozenset({Permission.READ_SHARED, Permission.WRITE}),
    Permission.WRITE,
)
SCOPES = (READ, WRITE)
