"""Invitations of schools into a network: the school begins when its head says yes."""

import re

import pytest
import time_machine

from network.access import MayNot, standing_of
from network.models import (
    AuditEntry,
    NetworkPlace,
    OutgoingMessage,
    RegisteredSchool,
    School,
    SchoolInvitation,
)
from network.roles import Permission
from network.services.invitations import (
    InvitationGone,
    NotYourInvitation,
)
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


def _end_of(link):
    return link.rstrip("/").rsplit("/", 1)[-1]


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


def test_invitation_of_a_school_abroad_speaks_as_the_inviters_school_does(cast, hestbeck):
    cast.mar.school.language, cast.mar.school.time_zone = "sv", "Europe/Stockholm"
    cast.mar.school.save()

    with time_machine.travel("2026-11-12 10:20:00+00:00", tick=False):
        invite_school(
            network=cast.small_steps, email="karin@nor.example", head_name="Karin", by=cast.coordinator,
            school_name="Nordsund International School",
        )  # fmt: skip
        _invite_hestbeck(cast, hestbeck)

    abroad, registered = OutgoingMessage.objects.order_by("-email")
    said = [(message.language, re.findall(r"\d\d[:.]\d\d", message.text)) for message in (abroad, registered)]
    assert said == [("sv", ["11:20"]), ("en", ["10:20"])]


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
