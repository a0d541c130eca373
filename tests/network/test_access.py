"""Who sees what of the network."""

import pytest
from django.db import IntegrityError, connection, transaction

from core import clock
from network.access import memberships_visible_to, schools_visible_to, standing_of
from network.context import NoContext, system_context
from network.models import AuditEntry, Membership, MembershipYearGroup, YearGroup
from network.roles import Permission
from network.services.audit import anchor_chains, record, verify

pytestmark = pytest.mark.django_db


def test_partner_schools_are_visible_and_outsiders_are_not(cast):
    assert set(schools_visible_to(cast.mar.teacher)) == {cast.mar.school, cast.cal.school}
    assert set(schools_visible_to(cast.out.teacher)) == {cast.out.school}


def test_governor_sees_their_own_school_only(cast):
    assert set(schools_visible_to(cast.mar.governor)) == {cast.mar.school}


def test_ended_membership_ends_access_at_once(cast):
    Membership.objects.filter(person=cast.cal.teacher).update(ends_at=clock.now())

    assert standing_of(cast.cal.teacher).schools == frozenset()
    assert list(memberships_visible_to(cast.cal.teacher)) == []


def test_network_role_lapses_with_the_last_membership(cast):
    assert standing_of(cast.coordinator).may_in(Permission.COORDINATE, cast.small_steps.pk)

    Membership.objects.filter(person=cast.coordinator).update(ends_at=clock.now())

    assert not standing_of(cast.coordinator).may_in(Permission.COORDINATE, cast.small_steps.pk)


def test_standing_takes_one_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        standing_of(cast.mar.head)


@pytest.mark.parametrize("use", ["exists", "count", "create"])
def test_private_rows_need_a_context(db, use):
    with pytest.raises(NoContext):
        getattr(AuditEntry.objects, use)()


def test_audit_rows_are_read_by_head_and_dpo_of_that_school_alone(cast, acting_as):
    with acting_as(cast.mar.teacher):
        record("tried", school_id=cast.mar.school.pk, by=cast.mar.teacher)

    seen = {}
    for name, person in {**cast.mar.everybody, "partner": cast.cal.head, "outsider": cast.out.head}.items():
        with acting_as(person):
            seen[name] = AuditEntry.objects.filter(action="tried").count()

    assert seen == {
        "head": 1, "dpo": 1, "admin": 0, "teacher": 0, "colleague": 0, "governor": 0, "guest": 0,
        "partner": 0, "outsider": 0,
    }  # fmt: skip


def test_audit_rows_are_only_ever_added(cast, acting_as):
    with acting_as(cast.mar.head):
        entry = record("tried", school_id=cast.mar.school.pk, by=cast.mar.head)

        for attempt in (
            lambda: AuditEntry.objects.filter(pk=entry.pk).update(action="never"),
            lambda: AuditEntry.objects.filter(pk=entry.pk).delete(),
        ):
            with pytest.raises(Exception, match="only ever added|permission denied"), transaction.atomic():
                attempt()

        assert AuditEntry.objects.get(pk=entry.pk).action == "tried"


def test_database_refuses_a_year_group_of_another_school(cast):
    ours = Membership.objects.get(person=cast.mar.teacher)
    theirs = YearGroup.objects.create(school=cast.cal.school, label="Year 4", typical_age=8)

    def mix_schools():
        MembershipYearGroup.objects.create(school=cast.mar.school, membership=ours, year_group=theirs)
        connection.check_constraints()

    with pytest.raises(IntegrityError), transaction.atomic():
        mix_schools()


def test_chain_of_the_log_verifies_and_shows_a_cut_tail(cast):
    for _ in range(3):
        record("tried", school_id=cast.mar.school.pk, by=None)
    assert anchor_chains() == 1
    assert verify(cast.mar.school) is None

    with system_context(schools=[cast.mar.school.pk], purpose="test"):
        assert [entry.number for entry in AuditEntry.objects.order_by("number")] == [1, 2, 3]
