"""Invitations: one person, one address, once, for seven days; and schools, when their head says yes."""

import re
from datetime import timedelta

import pytest
import time_machine

from core import clock
from network.access import MayNot, standing_of
from network.context import system_context
from network.domain.secrets import hash_of
from network.models import (
    Invitation,
    MembershipYearGroup,
    OutgoingMessage,
    Person,
    YearGroup,
)
from network.roles import Role
from network.services.accounts import AccountExists
from network.services.invitations import (
    AlreadyInvited,
    InvitationGone,
    NotYourInvitation,
    accept_invitation,
    accept_own_invitation,
    invitations_addressed_to,
    invite_person,
    open_invitation,
    renew_invitation,
    revoke_invitation,
)
from network.services.memberships import AlreadyMember, NoRole, roles_of
from tests.factories.network import PASSWORD

pytestmark = pytest.mark.django_db


def _invite(cast, acting_as, *, email="kit@mar.example", roles=(Role.TEACHER,), by=None, **more):
    by = by or cast.mar.head
    with acting_as(by):
        return invite_person(
            school=cast.mar.school, email=email, name="Kit Rawnsley", roles=roles, by=by, **more
        )


def _end_of(link):
    return link.rstrip("/").rsplit("/", 1)[-1]


def test_invitation_keeps_only_the_hash_of_its_secret(cast, acting_as):
    invitation, link = _invite(cast, acting_as)

    school_id, secret = _end_of(link).split(".")
    assert int(school_id) == cast.mar.school.pk
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", secret)
    assert invitation.secret_hash == hash_of(secret)
    assert invitation.expires_at - invitation.created_at == timedelta(days=7)
    assert invitation.invited_by == cast.mar.head


def test_invitation_is_sent_to_its_address_in_the_language_of_the_school(cast, acting_as):
    cast.mar.school.language = "sv"
    cast.mar.school.save()

    _invitation, link = _invite(cast, acting_as, email="Kit@MAR.example")

    message = OutgoingMessage.objects.get()
    assert (message.kind, message.email, message.language) == ("invitation", "kit@mar.example", "sv")
    assert link in message.text
    assert cast.mar.school.name in message.text


def test_times_in_an_invitation_are_those_of_the_school(cast, acting_as):
    cast.mar.school.time_zone = "Pacific/Kiritimati"
    cast.mar.school.save()

    with time_machine.travel("2026-11-12 10:20:00+00:00", tick=False):
        _invite(cast, acting_as, email="kit@mar.example")

    [moment] = re.findall(r"works once, until (.+)\.", OutgoingMessage.objects.get().text)
    assert moment == "Fri 20 Nov 2026, 00:20"


def test_only_those_who_manage_people_invite_and_give_what_is_theirs(cast, acting_as):
    for who in ("teacher", "governor", "dpo", "guest"):
        with pytest.raises(MayNot):
            _invite(cast, acting_as, by=cast.mar.everybody[who])
    with pytest.raises(MayNot):
        _invite(cast, acting_as, by=cast.cal.head)
    with pytest.raises(MayNot):
        _invite(cast, acting_as, by=cast.mar.admin, roles=[Role.HEAD])

    invitation, _link = _invite(cast, acting_as, by=cast.mar.admin)
    assert invitation.roles == ["teacher"]


def test_invitations_do_not_double(cast, acting_as):
    _invite(cast, acting_as)

    with pytest.raises(AlreadyInvited):
        _invite(cast, acting_as)
    with pytest.raises(AlreadyMember):
        _invite(cast, acting_as, email=cast.mar.teacher.email)
    with pytest.raises(NoRole):
        _invite(cast, acting_as, email="other@mar.example", roles=[])


def test_one_that_ran_out_gives_way(cast, acting_as):
    _invite(cast, acting_as)

    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        again, _link = _invite(cast, acting_as)
        with acting_as(cast.mar.head):
            assert list(Invitation.objects.filter(revoked_at=None)) == [again]


def test_new_account_joins_with_what_was_written_in_the_invitation(cast, acting_as):
    year_4 = YearGroup.objects.create(school=cast.mar.school, label="Year 4", typical_age=8)
    _invitation, link = _invite(
        cast, acting_as, roles=[Role.TEACHER, Role.FORM_MENTOR], job_title="Year 4", year_groups=[year_4]
    )

    membership = accept_invitation(link_secret=_end_of(link), name="Kit Rawnsley", password=PASSWORD)

    person = membership.person
    assert (person.email, person.name, membership.job_title) == ("kit@mar.example", "Kit Rawnsley", "Year 4")
    assert person.check_password(PASSWORD)
    assert roles_of(membership) == {"teacher", "form"}
    assert MembershipYearGroup.objects.get(membership=membership).year_group == year_4
    assert person.emailaddress_set.get().verified


def test_link_works_once(cast, acting_as):
    _invitation, link = _invite(cast, acting_as)
    accept_invitation(link_secret=_end_of(link), name="Kit", password=PASSWORD)

    assert open_invitation(_end_of(link)) is None
    with pytest.raises(InvitationGone):
        accept_invitation(link_secret=_end_of(link), by=Person.objects.get(email="kit@mar.example"))


def test_link_ends_after_seven_days(cast, acting_as):
    invitation, link = _invite(cast, acting_as)

    with time_machine.travel(invitation.expires_at - timedelta(minutes=1), tick=False):
        assert open_invitation(_end_of(link)) == invitation
    with time_machine.travel(invitation.expires_at, tick=False), pytest.raises(InvitationGone):
        accept_invitation(link_secret=_end_of(link), name="Kit", password=PASSWORD)


def test_link_of_another_school_opens_nothing(cast, acting_as):
    _invitation, link = _invite(cast, acting_as)
    secret = _end_of(link).split(".")[1]

    assert open_invitation(f"{cast.cal.school.pk}.{secret}") is None
    assert open_invitation(f"{cast.mar.school.pk}.{'x' * 43}") is None


def test_withdrawn_link_opens_nothing(cast, acting_as):
    invitation, link = _invite(cast, acting_as)

    with acting_as(cast.mar.admin):
        revoke_invitation(invitation=invitation, by=cast.mar.admin)
        with pytest.raises(InvitationGone):
            revoke_invitation(invitation=invitation, by=cast.mar.admin)

    with pytest.raises(InvitationGone):
        accept_invitation(link_secret=_end_of(link), name="Kit", password=PASSWORD)


def test_sending_again_makes_the_old_link_useless(cast, acting_as):
    invitation, old = _invite(cast, acting_as)

    with acting_as(cast.mar.head):
        _same, new = renew_invitation(invitation=invitation, by=cast.mar.head)

    assert open_invitation(_end_of(old)) is None
    assert open_invitation(_end_of(new)) == invitation
    assert OutgoingMessage.objects.count() == 2


@pytest.mark.parametrize("who", ["teacher", "governor"])
def test_only_those_who_manage_people_withdraw_and_send_again(cast, acting_as, who):
    invitation, _link = _invite(cast, acting_as)
    person = cast.mar.everybody[who]

    for attempt in (revoke_invitation, renew_invitation):
        with acting_as(person), pytest.raises(MayNot):
            attempt(invitation=invitation, by=person)


def test_existing_account_joins_as_itself_and_nobody_elses(cast, acting_as):
    _invitation, link = _invite(cast, acting_as, email=cast.out.teacher.email)

    with pytest.raises(AccountExists):
        accept_invitation(link_secret=_end_of(link), name="Impostor", password=PASSWORD)
    with pytest.raises(NotYourInvitation):
        accept_invitation(link_secret=_end_of(link), by=cast.cal.teacher)

    accept_invitation(link_secret=_end_of(link), by=cast.out.teacher)
    assert standing_of(cast.out.teacher).schools == {cast.mar.school.pk, cast.out.school.pk}


def test_invitations_are_found_by_ones_own_address_alone(cast, acting_as):
    invitation, _link = _invite(cast, acting_as, email=cast.out.teacher.email)

    assert invitations_addressed_to(cast.out.teacher) == [invitation]
    assert invitations_addressed_to(cast.out.colleague) == []
    with pytest.raises(NotYourInvitation):
        accept_own_invitation(
            school_id=cast.mar.school.pk, invitation_id=invitation.pk, by=cast.out.colleague
        )

    accept_own_invitation(school_id=cast.mar.school.pk, invitation_id=invitation.pk, by=cast.out.teacher)
    assert invitations_addressed_to(cast.out.teacher) == []


def test_system_invites_too(cast):
    invitation, _link = invite_person(
        school=cast.mar.school, email="kit@mar.example", name="Kit", roles=[Role.HEAD], by=None
    )

    with system_context(schools=[cast.mar.school.pk], purpose="test"):
        assert Invitation.objects.get().pk == invitation.pk
