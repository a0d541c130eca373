"""Each rule of the network takes what is due, leaves the rest, and finds nothing the second time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client

from core import clock
from core.registries.retention import rules
from network.context import system_context
from network.models import (
    FeedToken,
    Invitation,
    LegalHold,
    LostSecondStep,
    Membership,
    MembershipYearGroup,
    OutgoingMessage,
    Person,
    SchoolInvitation,
    YearGroup,
)
from network.services import messages
from network.services.audit import verify
from network.services.holds import lift_hold, place_hold
from network.services.memberships import end_membership
from tests.factories.network import PASSWORD

_DAY = timedelta(days=1)


def _taken(rule: str, *, after: timedelta = timedelta()) -> int:
    """How many a rule takes; the second time always none."""
    apply = rules.get(f"network.{rule}").apply
    now = clock.now() + after
    taken = apply(now)
    assert apply(now) == 0
    return taken


@pytest.fixture
def everywhere(cast):
    """A context that reads every school's private rows."""
    ids = [each.school.pk for each in (cast.mar, cast.cal, cast.out)]
    return lambda: system_context(schools=ids, purpose="test")


@pytest.fixture
def invited(cast, everywhere) -> Callable[..., Invitation]:
    """An invitation into MAR that was settled in some way so many days ago."""

    def invite(number: int, **settled) -> Invitation:
        now = clock.now()
        with everywhere():
            return Invitation.objects.create(
                school=cast.mar.school, email=f"{number}@new.example", secret_hash=str(number),
                created_at=now - 60 * _DAY, **{"expires_at": now + _DAY, **settled},
            )  # fmt: skip

    return invite


@pytest.mark.parametrize("settled", ["accepted_at", "revoked_at", "expires_at"])
def test_invitations_go_thirty_days_after_they_were_settled(invited, everywhere, settled):
    kept = invited(1, **{settled: clock.now() - 29 * _DAY})
    invited(2, **{settled: clock.now() - 31 * _DAY})

    assert _taken("invitations") == 1
    with everywhere():
        assert list(Invitation.objects.all()) == [kept]


def test_invitations_of_schools_too(cast):
    now = clock.now()
    for days in (29, 31):
        SchoolInvitation.objects.create(
            network=cast.small_steps, school_name=str(days), email="head@new.example", head_name="H", secret_hash=str(days),
            created_at=now - 60 * _DAY, expires_at=now - days * _DAY,
        )  # fmt: skip

    assert _taken("school_invitations") == 1
    assert SchoolInvitation.objects.get().school_name == "29"


def test_lost_second_steps_go_thirty_days_after_they_ended(cast, everywhere):
    now = clock.now()
    with everywhere():
        for person, days in ((cast.mar.teacher, 29), (cast.mar.colleague, 31)):
            LostSecondStep.objects.create(
                school=cast.mar.school, person=person, asked_at=now - 40 * _DAY, ended_at=now - days * _DAY, outcome="lapsed"
            )  # fmt: skip
        assert _taken("lost_steps") == 1
        assert LostSecondStep.objects.get().person == cast.mar.teacher


def test_sessions_go_when_they_have_ended_with_their_devices(cast):
    for person in (cast.mar.head, cast.mar.teacher):
        Client().post("/account/login/", {"login": person.email, "password": PASSWORD})
    ended = UserSession.objects.get(user=cast.mar.head)
    Session.objects.filter(session_key=ended.session_key).update(expire_date=clock.now() - _DAY)

    assert _taken("sessions") == 2
    assert [each.user for each in UserSession.objects.all()] == [cast.mar.teacher]
    assert Session.objects.count() == 1


def test_feeds_go_when_the_person_belongs_to_no_school(cast):
    for person in (cast.mar.teacher, cast.mar.colleague):
        FeedToken.objects.create(
            person=person, feed="calendar", token_hash=str(person.pk), created_at=clock.now()
        )
    end_membership(membership=Membership.objects.get(person=cast.mar.colleague), by=None)

    assert _taken("feeds") == 1
    assert FeedToken.objects.get().person == cast.mar.teacher


@pytest.fixture
def left(cast) -> Membership:
    """Somebody left MAR just now, and works at CAL."""
    membership = Membership.objects.get(person=cast.mar.teacher)
    year = YearGroup.objects.create(school=cast.mar.school, label="Year 4", typical_age=8)
    MembershipYearGroup.objects.create(school=cast.mar.school, membership=membership, year_group=year)
    Membership.objects.filter(pk=membership.pk).update(job_title="Maths lead")
    Membership.objects.create(
        person=cast.mar.teacher, school=cast.cal.school, job_title="Deputy", starts_at=membership.starts_at
    )
    end_membership(membership=Membership.objects.get(pk=membership.pk), by=None)
    return membership


def test_what_somebody_did_at_a_school_is_forgotten_a_year_after_they_left(left):
    assert _taken("memberships", after=364 * _DAY) == 0
    assert _taken("memberships", after=366 * _DAY) == 1
    assert sorted(left.person.memberships.values_list("job_title", flat=True)) == ["", "Deputy"]
    assert MembershipYearGroup.objects.count() == 0
    assert Person.objects.get(pk=left.person_id).erased_at is None


def test_messages_about_somebody_are_kept_under_a_hold(cast):
    for person in (cast.mar.teacher, cast.mar.colleague):
        messages.send("password_changed", to=person, context={"link": "/"})
    place_hold(person=cast.mar.teacher, school=cast.mar.school, reference="Case 7", by=cast.mar.dpo)

    assert _taken("messages", after=31 * _DAY) == 1
    assert OutgoingMessage.objects.get().recipient == cast.mar.teacher
    assert lift_hold(person=cast.mar.teacher, school=cast.mar.school, by=cast.mar.dpo) is True
    assert lift_hold(person=cast.mar.teacher, school=cast.mar.school, by=cast.mar.dpo) is False
    assert _taken("messages", after=31 * _DAY) == 1


def test_a_hold_is_the_schools_head_or_data_protection_officers_to_place(cast, everywhere):
    asked = {"school": "MAR", "reference": "Case 7"}
    for by in (cast.mar.admin, cast.mar.teacher, cast.cal.dpo):
        with pytest.raises(CommandError, match="does not allow this"):
            call_command("hold", cast.mar.teacher.email, by=by.email, **asked)
    with pytest.raises(CommandError, match="never belonged"):
        call_command("hold", cast.cal.teacher.email, by=cast.mar.dpo.email, **asked)
    with pytest.raises(CommandError, match="--reference"):
        call_command("hold", cast.mar.teacher.email, by=cast.mar.dpo.email, school="MAR")

    call_command("hold", cast.mar.teacher.email, by=cast.mar.head.email, **asked)
    call_command("hold", cast.mar.teacher.email, by=cast.mar.dpo.email, **asked)
    with everywhere():
        assert LegalHold.objects.get().placed_by == cast.mar.head
    call_command("hold", cast.mar.teacher.email, by=cast.mar.dpo.email, school="MAR", lift=True)
    with everywhere():
        assert LegalHold.objects.filter(lifted_at=None).count() == 0
        assert _taken("holds", after=364 * _DAY) == 0
        assert _taken("holds", after=366 * _DAY) == 1
    assert verify(cast.mar.school) is None
