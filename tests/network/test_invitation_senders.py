"""An invitation opens something only as long as whoever sent it could send it now."""

import pytest
from django.urls import reverse

from network.models import Invitation, Membership, NetworkRoleGrant
from network.roles import NetworkRole, Role
from network.services.invitations import (
    InvitationGone,
    accept_invitation,
    accept_own_invitation,
    invitations_addressed_to,
    invite_person,
    open_invitation,
)
from network.services.memberships import end_membership, end_role, grant_role
from network.services.networks import end_network_role, grant_network_role, hand_over_coordination
from network.services.school_invitations import (
    accept_school_invitation,
    begin_invited_head,
    invite_school,
    open_school_invitation,
    school_invitations_addressed_to,
)
from tests.factories.network import PASSWORD, MembershipFactory
from tests.queries import asked

pytestmark = pytest.mark.django_db


def _end_of(link):
    return link.rstrip("/").rsplit("/", 1)[-1]


def _invited(cast, by, email="kit@mar.example", roles=(Role.TEACHER,)):
    _invitation, link = invite_person(school=cast.mar.school, email=email, name="Kit", roles=roles, by=by)
    return _end_of(link)


def _membership(person):
    return Membership.objects.get(person=person, ends_at=None)


def _sender_leaves(cast):
    end_membership(membership=_membership(cast.mar.admin), by=cast.mar.head)


def _sender_loses_the_role(cast):
    end_role(membership=_membership(cast.mar.admin), role=Role.SCHOOL_ADMIN, by=cast.mar.head)


def _sender_may_not_sign_in(cast):
    cast.mar.admin.is_active = False
    cast.mar.admin.save()


@pytest.fixture(params=[_sender_leaves, _sender_loses_the_role, _sender_may_not_sign_in])
def gone(request, cast):
    """The administrator of MAR is no longer who they were."""
    return lambda: request.param(cast)


def test_link_opens_nothing_any_more(cast, gone):
    secret = _invited(cast, cast.mar.admin)
    assert open_invitation(secret) is not None

    gone()

    assert open_invitation(secret) is None
    with pytest.raises(InvitationGone):
        accept_invitation(link_secret=secret, name="Kit", password=PASSWORD)


def test_invitation_is_not_found_by_ones_address_any_more(cast, gone):
    _invited(cast, cast.mar.admin, email=cast.out.teacher.email)
    [invitation] = invitations_addressed_to(cast.out.teacher)

    gone()

    assert invitations_addressed_to(cast.out.teacher) == []
    with pytest.raises(InvitationGone):
        accept_own_invitation(school_id=cast.mar.school.pk, invitation_id=invitation.pk, by=cast.out.teacher)


def test_sender_who_keeps_one_role_cannot_vouch_for_another(cast):
    grant_role(membership=_membership(cast.mar.admin), role=Role.HEAD, by=cast.mar.head)
    as_head = _invited(cast, cast.mar.admin, roles=[Role.HEAD])
    as_teacher = _invited(cast, cast.mar.admin, email="lee@mar.example")

    end_role(membership=_membership(cast.mar.admin), role=Role.HEAD, by=cast.mar.head)

    assert open_invitation(as_head) is None
    assert open_invitation(as_teacher) is not None


def test_managing_people_elsewhere_vouches_for_nobody_here(cast):
    secret = _invited(cast, cast.mar.admin)
    _sender_loses_the_role(cast)

    MembershipFactory(person=cast.mar.admin, school=cast.cal.school, roles=[Role.HEAD])

    assert open_invitation(secret) is None


def test_it_gives_way_to_another(cast, gone, acting_as):
    _invited(cast, cast.mar.admin)
    gone()

    secret = _invited(cast, cast.mar.head)

    assert open_invitation(secret).invited_by == cast.mar.head


def test_the_list_says_so_and_sending_again_opens_it(cast, gone, client_for, acting_as):
    _invited(cast, cast.mar.admin)
    _invited(cast, cast.mar.head, email="lee@mar.example")
    gone()
    browser = client_for(cast.mar.head)

    def shown():
        rows = browser.get("/our-school/invitations/").context["rows"]
        return {row["invitation"].email: row["is_vouched_for"] for row in rows}

    assert shown() == {"kit@mar.example": False, "lee@mar.example": True}
    with acting_as(cast.mar.head):
        invitation = Invitation.objects.get(email="kit@mar.example")
    assert (
        "Alison Mar, who sent it, can’t invite here any more"
        in browser.get("/our-school/invitations/").content.decode()
    )

    browser.post(reverse("our-school-invitation-again", kwargs={"pk": invitation.pk}))

    assert shown() == {"kit@mar.example": True, "lee@mar.example": True}


def test_list_asks_the_same_however_many_invited(cast, client_for):
    browser = client_for(cast.mar.head)
    browser.get("/our-school/invitations/")
    _invited(cast, cast.mar.admin)
    with asked(6):
        browser.get("/our-school/invitations/")
    for number, colleague in enumerate((cast.mar.teacher, cast.mar.colleague)):
        grant_role(membership=_membership(colleague), role=Role.SCHOOL_ADMIN, by=cast.mar.head)
        _invited(cast, colleague, email=f"new{number}@mar.example")

    with asked(6):
        browser.get("/our-school/invitations/")


def _school_invited(cast, email="karin@nor.example"):
    _invitation, link = invite_school(
        network=cast.small_steps, email=email, head_name="Karin", by=cast.coordinator, school_name="Nordsund"
    )
    return _end_of(link)


def _coordinator_ends(cast):
    grant_network_role(
        network=cast.small_steps, person=cast.cal.head, role=NetworkRole.COORDINATOR, by=cast.coordinator
    )
    end_network_role(
        network=cast.small_steps, person=cast.coordinator, role=NetworkRole.COORDINATOR, by=cast.cal.head
    )


def test_invitation_of_a_school_ends_with_the_coordinators_role(cast, client_for):
    secret = _school_invited(cast)
    mine = _school_invited(cast, cast.out.head.email)

    _coordinator_ends(cast)

    assert (open_school_invitation(secret), open_school_invitation(mine)) == (None, None)
    assert school_invitations_addressed_to(cast.out.head) == []
    with pytest.raises(InvitationGone):
        begin_invited_head(link_secret=secret, name="Karin", password=PASSWORD)
    with pytest.raises(InvitationGone):
        accept_school_invitation(link_secret=mine, by=cast.out.head, code="NOR")
    page = client_for(cast.cal.head).get("/network/small-steps/")
    assert (len(page.context["invitations"]), page.context["vouched"]) == (2, set())
    assert page.content.decode().count("Ruth Mar, who sent it, doesn’t coordinate any more") == 2


def test_handing_over_hands_over_what_waits_for_an_answer(cast):
    secret = _school_invited(cast)

    hand_over_coordination(network=cast.small_steps, to=cast.cal.head, by=cast.coordinator)

    assert not NetworkRoleGrant.objects.filter(person=cast.coordinator, ends_at=None).exists()
    assert open_school_invitation(secret).invited_by == cast.cal.head
