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
    AuditEntry,
    Invitation,
    MembershipYearGroup,
    NetworkPlace,
    OutgoingMessage,
    Person,
    RegisteredSchool,
    School,
    SchoolInvitation,
    YearGroup,
)
from network.roles import Permission, Role
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
from network.services.networks import AlreadyInNetwork, create_network
from network.services.school_invitations import (
    SchoolAlreadyInvited,
    SchoolWithoutName,
    accept_school_invitation,
    begin_invited_head,
    invite_school,
    open_school_invitation,
    revoke_school_invitation,
)
from network.services.schools import CodeTaken
from tests.factories.network import PASSWORD, PersonFactory

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


# Schools into a network


@pytest.fixture
def hestbeck(db):
    """A school of the register."""
    return RegisteredSchool.objects.create(
        urn=123456, name="Hestbeck Primary School", town="Hestbeck", postcode="LA1 1AA", phase="Primary",
        lowest_age=4, highest_age=11, pupils_count=176, latitude=54.2, longitude=-2.6,
    )  # fmt: skip


def _invite_hestbeck(cast, hestbeck, by=None):
    return invite_school(
        network=cast.small_steps, email="fiona@hes.example", head_name="Fiona Braithe",
        by=by or cast.coordinator, registered_school=hestbeck,
    )  # fmt: skip


def test_only_the_coordinator_invites_schools(cast, hestbeck):
    for person in (cast.cal.head, cast.editor, cast.mar.teacher, cast.out.head):
        with pytest.raises(MayNot):
            _invite_hestbeck(cast, hestbeck, by=person)
    assert not SchoolInvitation.objects.exists()


def test_head_brings_the_school_in_with_its_card_from_the_register(cast, hestbeck):
    _invitation, link = _invite_hestbeck(cast, hestbeck)
    assert not School.objects.filter(urn=hestbeck.urn).exists()

    fiona = begin_invited_head(link_secret=_end_of(link), name="Fiona Braithe", password=PASSWORD)
    school = accept_school_invitation(link_secret=_end_of(link), by=fiona, code="HES")

    assert (school.name, school.urn, school.town, school.pupils_count, school.country) == (
        "Hestbeck Primary School", 123456, "Hestbeck", 176, "GB-ENG",
    )  # fmt: skip
    assert standing_of(fiona).may_at(Permission.LEAVE_NETWORK, school.pk)
    assert NetworkPlace.objects.get(school=school).network == cast.small_steps
    with pytest.raises(InvitationGone):
        accept_school_invitation(link_secret=_end_of(link), by=fiona, code="HE2")


def test_account_alone_brings_nothing_in(cast, hestbeck):
    _invitation, link = _invite_hestbeck(cast, hestbeck)

    fiona = begin_invited_head(link_secret=_end_of(link), name="Fiona", password=PASSWORD)

    assert standing_of(fiona).schools == frozenset()
    assert open_school_invitation(_end_of(link)) is not None


def test_school_abroad_is_typed_in(cast):
    _invitation, link = invite_school(
        network=cast.small_steps, email="karin@nor.example", head_name="Karin Ekvall", by=cast.coordinator,
        school_name="Nordsund International School",
    )  # fmt: skip
    karin = PersonFactory(email="karin@nor.example")

    school = accept_school_invitation(
        link_secret=_end_of(link),
        by=karin,
        code="NOR",
        country="SE",
        language="sv",
        time_zone="Europe/Stockholm",
    )

    assert (school.name, school.urn, school.language) == ("Nordsund International School", None, "sv")
    with pytest.raises(SchoolWithoutName):
        invite_school(network=cast.small_steps, email="a@b.example", head_name="", by=cast.coordinator)


def test_school_invitation_is_for_its_address_and_a_free_code(cast, hestbeck):
    _invitation, link = _invite_hestbeck(cast, hestbeck)

    with pytest.raises(NotYourInvitation):
        accept_school_invitation(link_secret=_end_of(link), by=cast.out.head, code="HES")
    with pytest.raises(CodeTaken):
        accept_school_invitation(
            link_secret=_end_of(link), by=PersonFactory(email="fiona@hes.example"), code="MAR"
        )
    assert not School.objects.filter(urn=hestbeck.urn).exists()


def test_school_that_is_here_joins_one_more_network_through_its_head(cast, hestbeck):
    cast.out.school.urn = hestbeck.urn
    cast.out.school.save()
    cast.out.head.email = "fiona@hes.example"
    cast.out.head.save()
    _invitation, link = _invite_hestbeck(cast, hestbeck)

    assert accept_school_invitation(link_secret=_end_of(link), by=cast.out.head) == cast.out.school

    assert NetworkPlace.objects.filter(school=cast.out.school, left_at=None).count() == 2
    with pytest.raises(AlreadyInNetwork):
        _invite_hestbeck(cast, hestbeck)


def test_somebody_who_does_not_lead_the_school_cannot_bring_it_in(cast, hestbeck):
    cast.out.school.urn = hestbeck.urn
    cast.out.school.save()
    cast.out.teacher.email = "fiona@hes.example"
    cast.out.teacher.save()
    _invitation, link = _invite_hestbeck(cast, hestbeck)

    with pytest.raises(MayNot):
        accept_school_invitation(link_secret=_end_of(link), by=cast.out.teacher)


def test_school_invitation_is_withdrawn_by_the_coordinator(cast, hestbeck):
    invitation, link = _invite_hestbeck(cast, hestbeck)
    with pytest.raises(SchoolAlreadyInvited):
        _invite_hestbeck(cast, hestbeck)
    with pytest.raises(MayNot):
        revoke_school_invitation(invitation=invitation, by=cast.cal.head)

    revoke_school_invitation(invitation=invitation, by=cast.coordinator)

    assert open_school_invitation(_end_of(link)) is None
    with pytest.raises(InvitationGone):
        revoke_school_invitation(invitation=invitation, by=cast.coordinator)


def test_first_head_of_a_network_coordinates_it():
    network = create_network(name="New", slug="new", kind="hub")
    _invitation, link = invite_school(
        network=network, email="first@new.example", head_name="First", by=None, school_name="First School"
    )
    first = PersonFactory(email="first@new.example")

    accept_school_invitation(link_secret=_end_of(link), by=first, code="FST")

    assert standing_of(first).may_in(Permission.COORDINATE, network.pk)


def test_log_of_the_new_school_holds_no_secret(cast, hestbeck, client_for, acting_as):
    _invitation, link = _invite_hestbeck(cast, hestbeck)
    secret = _end_of(link)
    fiona = begin_invited_head(link_secret=secret, name="Fiona", password=PASSWORD)
    browser = client_for(fiona)

    browser.get(f"/join/school/{secret}/")
    answer = browser.post(
        "/join/school/", {"name": "Hestbeck", "code": "HES", "country": "GB-ENG", "language": "en"}
    )

    assert answer.status_code == 302
    with acting_as(fiona):
        purposes = list(AuditEntry.objects.values_list("purpose", flat=True))
    assert purposes
    assert not any(secret in purpose for purpose in purposes)
