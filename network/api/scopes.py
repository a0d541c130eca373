"""What a token can be allowed in this room."""

from django.utils.translation import gettext_lazy as _

from core.registries.api import ApiScope
from network.roles import Permission

_READS = frozenset({Permission.READ_SHARED})

SCHOOLS = ApiScope("schools:read", _("Read the cards and dates of schools"), _READS, Permission.READ_SHARED)
PEOPLE = ApiScope("people:read", _("Read who works at this school"), _READS, Permission.READ_SHARED)
CALENDAR = ApiScope("calendar:read", _("Read the calendar"), _READS, Permission.READ_SHARED)
DATES = ApiScope(
    "dates:write",
    _("Write this school’s terms and closures"),
    _READS | {Permission.MANAGE_SCHOOL},
    Permission.MANAGE_SCHOOL,
)

SCOPES = (SCHOOLS, PEOPLE, CALENDAR, DATES)
