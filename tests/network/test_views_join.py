"""Saying yes to an invitation, in the browser."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse

from network import known_device
from network.models import (
    AuditEntry,
    Membership,
    NetworkPlace,
    OutgoingMessage,
    Person,
    RegisteredSchool,
    School,
    SchoolInvitation,
)
from network.services.invitations import invite_person
from network.services.school_invitations import invite_school
from tests.factories.network import PASSWORD

pytestmark = pytest.mark.django_db
NEW = {"name": "Kit Rawnsley", "password": PASSWORD}


def _path(link):
    return re.sub(r"^https?://[^/]+", "", link)


@pytest.fixture
def link(cast):
    """Of an invitation to MAR for an address without an account."""
    return _path(
        invite_person(
            school=cast.mar.school, email="kit@mar.example", name="Kit R", roles=["mentor"], by=None
        )[1]
    )


@pytest.fixture
def own_link(cast):
    """Of an invitation to MAR for somebody who has an account at OUT."""
    return _path(
        invite_person(
            school=cast.mar.school, email=cast.out.teacher.email, name="O", roles=["mentor"], by=None
        )[1]
    )


def test_opening_the_link_accepts_nothing_and_tells_no_school(cast, client, link):
    answer = client.get(link, follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain == [("/join/", 302)]
    assert "k…@m….example" in page
    for secret in (
        cast.mar.school.name,
        "Marram",
        "kit@mar.example",
        "Kit R",
        "Teacher mentor",
        link.split(".")[1],
    ):
        assert secret not in page
    assert answer.headers["Cache-Control"].count("no-store") == 1
    assert not Person.objects.filter(email="kit@mar.example").exists()
    assert client.post(link).status_code == 405


def test_new_colleague_begins_and_joins_with_one_button(cast, client, link):
    client.get(link)
    before = client.session.session_key

    answer = client.post("/join/", NEW, follow=True)

    membership = Membership.objects.get(person__email="kit@mar.example")
    assert membership.school == cast.mar.school
    assert answer.redirect_chain == [("/", 302)]
    assert "Welcome to Marram Bay Primary School" in answer.content.decode()
    assert client.session.session_key != before
    assert client.get("/schools/CAL/").status_code == 200


def test_joining_signs_in_as_signing_in_does(cast, client, link, acting_as):
    client.get(link)
    client.post("/join/", NEW)

    kit = Person.objects.get(email="kit@mar.example")
    with acting_as(cast.mar.head):
        entries = AuditEntry.objects.filter(actor_id=kit.pk).order_by("number")
        assert [entry.action for entry in entries] == ["member_added", "signed_in"]
    assert known_device.COOKIE in client.cookies
    assert UserSession.objects.filter(user=kit, session_key=client.session.session_key).exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "Kit", "password": "short"}, "password"),
        ({"name": "Kit", "password": "Marram Bay 2026"}, "password"),
        ({"name": "Kit Rawnsley", "password": "Rawnsley-1984"}, "password"),
        ({"name": "Kit", "password": "password1234"}, "password"),
        ({"name": "", "password": PASSWORD}, "name"),
    ],
)
def test_weak_passwords_and_no_name_are_put_right_first(client, link, given, field):
    client.get(link)

    answer = client.post("/join/", given)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Person.objects.filter(email="kit@mar.example").exists()


def _bodies(answers):
    return {re.sub(r'csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()) for answer in answers}


def test_every_closed_link_gets_the_same_answer(cast, client, client_for, link):
    unknown = f"/join/{cast.mar.school.pk}.{'x' * 43}/"
    foreign = link.replace(f"/{cast.mar.school.pk}.", f"/{cast.cal.school.pk}.")
    nowhere = f"/join/999999999.{'x' * 43}/"
    client.get(link)
    client.post("/join/", NEW)
    fresh = type(client)()

    answers = [fresh.get(path) for path in (unknown, foreign, nowhere, link, "/join/")]

    # The language switch names the way back, so the address itself is taken out.
    bodies = {re.sub(r'name="next" value="[^"]*"', "", body) for body in _bodies(answers)}
    assert {answer.status_code for answer in answers} == {404}
    assert len(bodies) == 1
    assert fresh.post("/join/", NEW).status_code == 404


def test_withdrawn_invitation_is_gone_from_an_open_page(cast, client, client_for, link):
    client.get(link)
    with_head = client_for(cast.mar.head)
    page = with_head.get("/our-school/invitations/")
    (row,) = page.context["rows"]
    with_head.post(reverse("our-school-invitation-withdraw", kwargs={"pk": row["invitation"].pk}))

    assert client.get("/join/").status_code == 404
    assert client.post("/join/", NEW).status_code == 404


def test_existing_account_signs_in_first(cast, client, own_link):
    answer = client.get(own_link, follow=True)

    page = answer.content.decode()
    assert answer.context["state"] == "sign_in"
    assert "/account/login/?next=/join/" in page
    assert cast.mar.school.name not in page
    refused = client.post("/join/", NEW)
    assert refused.status_code == 422
    assert not cast.out.teacher.memberships.filter(school=cast.mar.school).exists()


def test_addressee_sees_the_school_and_its_roles_then_says_yes(cast, client_for, own_link):
    browser = client_for(cast.out.teacher)

    page = browser.get(own_link, follow=True).content.decode()

    assert "Marram Bay Primary School invites you" in page
    assert "Supports a colleague who is new to teaching." in page
    assert not cast.out.teacher.memberships.filter(school=cast.mar.school).exists()
    browser.post("/join/")
    assert cast.out.teacher.memberships.filter(school=cast.mar.school).exists()


def test_somebody_else_signed_in_learns_nothing_and_cannot_accept(cast, client_for, own_link):
    browser = client_for(cast.out.colleague)

    answer = browser.get(own_link, follow=True)

    assert answer.context["state"] == "other"
    assert cast.mar.school.name not in answer.content.decode()
    assert cast.out.teacher.email not in answer.content.decode()
    browser.post("/join/")
    assert not cast.out.colleague.memberships.filter(school=cast.mar.school).exists()


def test_own_invitation_stands_on_today_and_opens_for_its_addressee_alone(cast, client_for, own_link):
    mine, other = client_for(cast.out.teacher), client_for(cast.out.colleague)

    first = mine.get("/").context["first"]

    assert first["text"] == "Marram Bay Primary School invites you to join."
    assert mine.get(first["href"]).status_code == 200
    assert other.get(first["href"]).status_code == 404
    assert other.post(first["href"]).status_code == 404
    assert other.get("/").context["first"] is None
    assert mine.post(first["href"]).status_code == 302
    assert cast.out.teacher.memberships.filter(school=cast.mar.school).exists()


# A school


@pytest.fixture
def school_link(cast):
    """Of an invitation of a school in the register."""
    hestbeck = RegisteredSchool.objects.create(urn=123456, name="Hestbeck Primary School", town="Hestbeck")
    return _path(
        invite_school(
            network=cast.small_steps,
            email="fiona@hes.example",
            head_name="Fiona",
            by=None,
            registered_school=hestbeck,
        )[1]
    )


CARD = {
    "name": "Hestbeck Primary School",
    "code": "hes",
    "town": "Hestbeck",
    "country": "GB-ENG",
    "language": "en",
}


def test_head_goes_from_link_to_school(cast, client, school_link):
    page = client.get(school_link, follow=True).content.decode()
    for hidden in ("Hestbeck", "Small Steps", "fiona@hes.example"):
        assert hidden not in page

    page = client.post(
        "/join/school/", {"name": "Fiona Braithe", "password": PASSWORD}, follow=True
    ).content.decode()
    assert "Small Steps Network invites your school" in page
    assert 'value="HES"' in page
    assert not School.objects.filter(code="HES").exists()

    assert known_device.COOKIE in client.cookies
    answer = client.post("/join/school/", CARD, follow=True)
    assert answer.redirect_chain == [("/our-school/?school=HES", 302)]
    assert [step["state"] for step in answer.context["setup_steps"]] == [
        "done",
        "now",
        "next",
        "next",
        "next",
    ]
    assert NetworkPlace.objects.get(school__code="HES").network == cast.small_steps
    assert client.get(school_link).status_code == 404


def test_card_of_a_joining_school_is_put_right_first(cast, client, school_link):
    client.get(school_link)
    client.post("/join/school/", {"name": "Fiona Braithe", "password": PASSWORD})

    taken = client.post("/join/school/", {**CARD, "code": "MAR"})
    odd = client.post("/join/school/", {**CARD, "code": "Ä"})

    assert (taken.status_code, odd.status_code) == (422, 422)
    assert "Another school here uses MAR" in taken.content.decode()
    assert SchoolInvitation.objects.get().accepted_at is None


def test_school_invitation_of_somebody_else_is_gone(cast, client_for, school_link):
    browser = client_for(cast.out.head)
    invitation = SchoolInvitation.objects.get()

    assert browser.get(f"/join/own-school/{invitation.pk}/").status_code == 404
    answer = browser.get(school_link, follow=True)
    assert answer.context["state"] == "other"
    browser.post("/join/school/", CARD)
    assert not School.objects.filter(code="HES").exists()


def test_links_in_mail_begin_with_the_hubs_own_address(cast, client_for, settings):
    settings.BASE_URL = "https://hub.example"
    browser = client_for(cast.mar.head)

    browser.post(
        "/our-school/invitations/new/",
        {"people": "Kit kit@mar.example", "roles": ["teacher"]},
        headers={"x-forwarded-host": "evil.example"},
    )

    text = OutgoingMessage.objects.get().text
    assert "https://hub.example/join/" in text
    assert "evil" not in text
