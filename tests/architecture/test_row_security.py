"""What PostgreSQL itself enforces, on the tables as they are."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from core import clock
from network.checks import role_faults, table_faults
from network.context import tell_database
from network.models import AuditEntry, Invitation
from network.scoping import bypassing, private_models
from network.services.audit import record

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def _rows_seen(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return cursor.fetchone()[0]


def test_running_role_is_neither_owner_nor_superuser():
    assert role_faults(connection) == []


def test_every_private_table_is_guarded():
    assert table_faults(connection) == []
    assert {model.__name__ for model in private_models()} >= {"AuditEntry", "Invitation"}


def test_a_guard_taken_away_is_noticed(django_db_blocker):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = session_user")
        assert cursor.fetchone() == (False,)
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("ALTER TABLE network_auditentry DISABLE ROW LEVEL SECURITY")


def test_without_context_the_database_shows_nothing(cast, acting_as):
    with acting_as(cast.mar.head):
        record("tried", school_id=cast.mar.school.pk, by=cast.mar.head)
        assert _rows_seen("network_auditentry") == 1

    assert _rows_seen("network_auditentry") == 0


def test_a_forgotten_filter_shows_own_rows_only(cast, acting_as):
    for people in (cast.mar, cast.out):
        with acting_as(people.head):
            record("tried", school_id=people.school.pk, by=people.head)

    with acting_as(cast.mar.head):
        assert {entry.school_id for entry in bypassing(AuditEntry)} == {cast.mar.school.pk}


def test_need_to_know_holds_within_the_school(cast, acting_as):
    with acting_as(cast.mar.head):
        record("tried", school_id=cast.mar.school.pk, by=cast.mar.head)

    with acting_as(cast.mar.teacher):
        assert bypassing(AuditEntry).count() == 0


def test_nobody_writes_in_another_name(cast, acting_as):
    with acting_as(cast.mar.head):
        entry = record("tried", school_id=cast.mar.school.pk, by=cast.mar.head)
    forged = AuditEntry(
        **{field.attname: getattr(entry, field.attname) for field in AuditEntry._meta.concrete_fields}
    )
    forged.pk, forged.number, forged.actor_id = uuid.uuid4(), 99, cast.mar.head.pk

    with acting_as(cast.mar.teacher), pytest.raises(DatabaseError), transaction.atomic():
        forged.save(force_insert=True)


def test_an_invitation_for_another_school_is_refused(cast, acting_as):
    now = clock.now()
    foreign = Invitation(
        school=cast.out.school, email="x@y.example", secret_hash="0" * 64, created_at=now, expires_at=now
    )

    with acting_as(cast.mar.head), pytest.raises(DatabaseError), transaction.atomic():
        bypassing(Invitation).bulk_create([foreign])


def test_context_ends_with_its_transaction(cast, acting_as):
    with acting_as(cast.mar.head):
        pass
    tell_database(None)

    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.may_read_audit', true), '')")
        assert cursor.fetchone() == ("",)
