"""System checks: what a deployer can forget."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import OperationalError, ProgrammingError, connections

from network.scoping import private_models
from network.services import sealing


@register(Tags.database)
def runtime_role_owns_nothing(
    app_configs: Any = None, databases: Any = None, **kwargs: Any
) -> list[CheckMessage]:
    """network.E001–E003: on PostgreSQL the running role must be stopped by row-level security."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        # Whoever migrates owns the tables, and makes the guards that are missed here.
        if connection.vendor == "postgresql" and settings.PRODUCTION and not settings.AS_OWNER:
            found += role_faults(connection) + table_faults(connection)
    return found


@register(Tags.database, "field_keys")
def stored_secrets_open(app_configs: Any = None, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """network.E004: every key that sealed something stored is in FIELD_KEYS, and is the key that did."""
    if "default" not in (databases or []):
        return []
    try:
        found = sealing.faults()
    except (OperationalError, ProgrammingError):
        return []  # not migrated yet: nothing is stored
    return [
        Error(f"Stored secrets do not open. {fault}.", hint=_KEYS_HINT, id="network.E004") for fault in found
    ]


def role_faults(connection: Any) -> list[CheckMessage]:
    """What makes the connected role pass row-level security by."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        is_superuser, bypasses = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole AND relkind = 'r'"
        )
        owned = cursor.fetchone()[0]
    if is_superuser or bypasses:
        return [Error("The database role passes row-level security by.", hint=_HINT, id="network.E001")]
    if owned:
        return [Error(f"The database role owns {owned} tables.", hint=_HINT, id="network.E002")]
    return []


def table_faults(connection: Any) -> list[CheckMessage]:
    """Private tables without forced row-level security."""
    wanted = {model._meta.db_table for model in private_models()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relname = ANY(%s)",
            [sorted(wanted)],
        )
        guarded = {row[0] for row in cursor.fetchall()}
    return [
        Error(
            f"{table} has no forced row-level security.", hint="Run migrate as the owner.", id="network.E003"
        )
        for table in sorted(wanted - guarded)
    ]


_KEYS_HINT = "Put the key back into FIELD_KEYS, after the present one; docs/running.md says when it can go."
_HINT = "DATABASE_URL names a role that owns nothing; DATABASE_OWNER_URL names the owner, which migrates."
