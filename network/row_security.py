"""What the database itself enforces: row-level security, immovable rows, append-only tables, the runtime role's grants.

Installed after every `migrate` (SQLite forgets triggers when it rebuilds a table), the same statements each time.
"""

from typing import Any

from django.conf import settings
from django.db import connections
from django.db.models import Model
from environ import Env

from network.scoping import PrivateModel, private_models

#: School ids of a context value such as '3,7'; NULL or '' is nobody. `set_config` leaves '' behind, hence nullif.
_SCHOOLS = "string_to_array(nullif(current_setting('app.may_{permission}', true), ''), ',')::bigint[]"


def install(using: str = "default") -> None:
    """Install policies, triggers and grants on one database."""
    connection = connections[using]
    statements = _postgres() if connection.vendor == "postgresql" else _sqlite()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def install_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`."""
    install(using)


def _postgres() -> list[str]:
    statements = [
        """CREATE OR REPLACE FUNCTION hedgerow_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    ]
    for model in private_models():
        statements += _policies(model) + _postgres_triggers(model)
    return statements + _grants()


def _policies(model: type[PrivateModel]) -> list[str]:
    table = model._meta.db_table
    reads = f"school_id = ANY ({_SCHOOLS.format(permission=model.read_permission.value)})"
    inserts = model.insert_policy or reads
    statements = [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
    ]
    policies = [("read", "SELECT", f"USING ({reads})"), ("add", "INSERT", f"WITH CHECK ({inserts})")]
    if not model.append_only:
        policies += [
            ("change", "UPDATE", f"USING ({reads}) WITH CHECK ({reads})"),
            ("remove", "DELETE", f"USING ({reads})"),
        ]
    for name, command, rule in policies:
        statements.append(f'DROP POLICY IF EXISTS {name} ON "{table}"')
        statements.append(f'CREATE POLICY {name} ON "{table}" FOR {command} {rule}')
    return statements


def _postgres_triggers(model: type[PrivateModel]) -> list[str]:
    table = model._meta.db_table
    statements = [
        f'DROP TRIGGER IF EXISTS keep_school ON "{table}"',
        f"""CREATE TRIGGER keep_school BEFORE UPDATE OF school_id ON "{table}" FOR EACH ROW
        WHEN (OLD.school_id IS DISTINCT FROM NEW.school_id)
        EXECUTE FUNCTION hedgerow_refuse('a private row never moves to another school')""",
        f'DROP TRIGGER IF EXISTS append_only ON "{table}"',
    ]
    if model.append_only:
        statements.append(
            f"""CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW
            EXECUTE FUNCTION hedgerow_refuse('these rows are only ever added')"""
        )
    return statements


def _grants() -> list[str]:
    role = runtime_role()
    if role is None:
        return []
    return [
        f'GRANT USAGE ON SCHEMA public TO "{role}"',
        f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}"',
        f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{role}"',
        *[
            f'REVOKE UPDATE, DELETE ON "{_table(model)}" FROM "{role}"'
            for model in private_models()
            if model.append_only
        ],
    ]


def runtime_role() -> str | None:
    """The role the hub runs as, when another one owns the tables; None when there is only one."""
    if not settings.DATABASE_OWNER_URL:
        return None
    owner = Env.db_url_config(settings.DATABASE_OWNER_URL)["USER"]
    runtime = settings.RUNTIME_ROLE
    return runtime if runtime and runtime != owner else None


def _table(model: type[Model]) -> str:
    return model._meta.db_table


def _sqlite() -> list[str]:
    statements = []
    for model in private_models():
        table = _table(model)
        statements += [
            f'DROP TRIGGER IF EXISTS "{table}_keep_school"',
            f"""CREATE TRIGGER "{table}_keep_school" BEFORE UPDATE OF school_id ON "{table}"
            WHEN OLD.school_id IS NOT NEW.school_id
            BEGIN SELECT RAISE(ABORT, 'a private row never moves to another school'); END""",
            f'DROP TRIGGER IF EXISTS "{table}_no_update"',
            f'DROP TRIGGER IF EXISTS "{table}_no_delete"',
        ]
        if model.append_only:
            statements += [
                f"""CREATE TRIGGER "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}"
                BEGIN SELECT RAISE(ABORT, 'these rows are only ever added'); END"""
                for verb in ("UPDATE", "DELETE")
            ]
    return statements
