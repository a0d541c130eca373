"""Who may open and do what on the pages of schools, people and networks. The guard of every page is shown to bite."""

import re
from datetime import date

import pytest
from django.urls import reverse

from network.models import Closure, Membership, Term
from network.services.invitations import invite_person
from network.services.school_invitations import invite_school

pytestmark = pytest.mark.django_db

WHO = ("head", "admin", "teacher", "governor", "dpo", "guest", "partner", "outsider")
#: (page, method) → status for: head and coordinator of MAR, its admin, teacher, governor, DPO, guest; a teacher at a partner
#: school, a teacher outside. Pages of "our school" are always the reader's own, so partner and outsider meet theirs.
PAGES = {
    "today": (200, 200, 200, 200, 200, 200, 200, 200),
    "together": (200, 200, 200, 200, 200, 200, 200, 200),
    "compare": (200, 200, 200, 200, 200, 200, 200, 200),
    "what-we-share": (200, 200, 200, 200, 200, 200, 200, 200),
    "schools": (200, 200, 200, 200, 403, 403, 200, 200),
    "school": (200, 200, 200, 200, 404, 404, 200, 404),
    "people": (200, 200, 200, 403, 403, 403, 200, 200),
    "our-school": (200, 200, 200, 200, 200, 200, 200, 200),
    "our-school-card": (200, 200, 403, 403, 403, 403, 403, 403),
    "our-school-dates": (200, 200, 403, 403, 403, 403, 403, 403),
    "our-school-day": (200, 200, 403, 403, 403, 403, 403, 403),
    "our-school-year-groups": (200, 200, 403, 403, 403, 403, 403, 403),
    "our-school-people": (200, 200, 403, 403, 403, 403, 403, 403),
    "our-school-member": (200, 200, 403, 403, 403, 403, 403, 403),
    "our-school-member-end": (200, 200, 403, 403, 403, 403, 403, 403),
    "our-school-invitations": (200, 200, 403, 403, 403, 403, 403, 403),
    "our-school-invite": (200, 200, 403, 403, 403, 403, 403, 403),
    "our-school-log": (200, 403, 403, 403, 200, 403, 403, 403),
    "our-school-governors": (200, 403, 403, 200, 403, 403, 403, 403),
    "our-school-networks": (200, 403, 403, 403, 403, 403, 403, 403),
    "our-school-network-leave": (200, 403, 403, 403, 403, 403, 403, 403),
    "our-school-leave": (200, 403, 403, 403, 403, 403, 403, 403),
    "network": (200, 200, 200, 404, 404, 404, 200, 404),
    "network-invite": (200, 403, 403, 404, 404, 404, 403, 404),
    "network-suggest": (200, 403, 403, 404, 404, 404, 403, 404),
    "network-hand-over": (200, 403, 403, 404, 404, 404, 403, 404),
    "network-editors": (200, 403, 403, 404, 404, 404, 403, 404),
}
#: Buttons: refused to all but these, and never answered to a GET.
BUTTONS = {
    "our-school-term-add": (422, 422, 403, 403, 403, 403, 403, 403),
    "our-school-closure-add": (422, 422, 403, 403, 403, 403, 403, 403),
    "our-school-term-remove": (302, 302, 403, 403, 403, 403, 403, 403),
    "our-school-closure-remove": (302, 302, 403, 403, 403, 403, 403, 403),
    "our-school-role-add": (404, 404, 403, 403, 403, 403, 403, 403),
    "our-school-role-end": (302, 302, 403, 403, 403, 403, 403, 403),
    "our-school-invitation-again": (302, 302, 403, 403, 403, 403, 403, 403),
    "our-school-invitation-withdraw": (302, 302, 403, 403, 403, 403, 403, 403),
    "network-invitation-withdraw": (302, 403, 403, 404, 404, 404, 403, 404),
    "network-editor-end": (302, 403, 403, 404, 404, 404, 403, 404),
}


@pytest.fixture
def everybody(cast):
    """Who is who."""
    return {**cast.mar.everybody, "partner": cast.cal.teacher, "outsider": cast.out.teacher}


@pytest.fixture
def things(cast):
    """One of everything that a page of MAR or its network is about."""
    days = {"starts_on": date(2026, 12, 1), "ends_on": date(2026, 12, 2)}
    invitation, _link = invite_person(
        school=cast.mar.school, email="new@mar.example", name="New", roles=["teacher"], by=None
    )
    asked, _link = invite_school(
        network=cast.small_steps, email="head@new.example", head_name="H", by=None, school_name="New School"
    )
    member = Membership.objects.get(person=cast.mar.colleague)
    return {
        "school": {"code": "MAR"},
        "our-school-member": {"pk": member.pk},
        "our-school-member-end": {"pk": member.pk},
        "our-school-role-add": {"pk": member.pk},
        "our-school-role-end": {"pk": member.pk, "role": "teacher"},
        "our-school-network-leave": {"slug": "small-steps"},
        "our-school-term-remove": {"pk": Term.objects.create(school=cast.mar.school, name="T", **days).pk},
        "our-school-closure-remove": {
            "pk": Closure.objects.create(school=cast.mar.school, name="C", **days).pk
        },
        "our-school-invitation-again": {"pk": invitation.pk},
        "our-school-invitation-withdraw": {"pk": invitation.pk},
        "network": {"slug": "small-steps"},
        "network-invite": {"slug": "small-steps"},
        "network-suggest": {"slug": "small-steps"},
        "network-hand-over": {"slug": "small-steps"},
        "network-editors": {"slug": "small-steps"},
        "network-invitation-withdraw": {"slug": "small-steps", "pk": asked.pk},
        "network-editor-end": {"slug": "small-steps", "pk": cast.editor.pk},
    }


@pytest.mark.parametrize("page", PAGES)
def test_page_opens_for_whom_it_is_for(everybody, things, client_for, page):
    address = reverse(page, kwargs=things.get(page))

    answered = tuple(client_for(everybody[who]).get(address).status_code for who in WHO)

    assert answered == PAGES[page]


@pytest.mark.parametrize("button", BUTTONS)
def test_button_acts_for_whom_it_is_for(everybody, things, client_for, button):
    address = reverse(button, kwargs=things.get(button))

    answered = tuple(client_for(everybody[who]).post(address).status_code for who in WHO[2:])
    assert answered == BUTTONS[button][2:]

    assert client_for(everybody["head"]).post(address).status_code == BUTTONS[button][0]


@pytest.mark.parametrize("button", BUTTONS)
def test_button_acts_for_the_administrator_where_it_should(everybody, things, client_for, button):
    answer = client_for(everybody["admin"]).post(reverse(button, kwargs=things.get(button)))

    assert answer.status_code == BUTTONS[button][1]


@pytest.mark.parametrize("button", BUTTONS)
def test_button_answers_no_get(everybody, things, client_for, button):
    answer = client_for(everybody["head"]).get(reverse(button, kwargs=things.get(button)))

    assert answer.status_code == 405


@pytest.mark.parametrize("page", [*PAGES, *BUTTONS])
def test_visitor_is_sent_to_sign_in(things, client, page):
    address = reverse(page, kwargs=things.get(page))
    open_to_all = page in ("today", "what-we-share")

    answer = client.get(address) if page in PAGES else client.post(address)

    assert answer.status_code == (200 if open_to_all else 302)
    if not open_to_all:
        assert answer.url.startswith("/account/login/")


_OF_A_SCHOOL = [
    "our-school-member", "our-school-member-end", "our-school-role-add", "our-school-role-end",
    "our-school-term-remove", "our-school-closure-remove", "our-school-invitation-again",
    "our-school-invitation-withdraw",
]  # fmt: skip


@pytest.mark.parametrize("page", _OF_A_SCHOOL)
def test_thing_of_another_school_is_absent_to_its_head(cast, things, client_for, page):
    address = reverse(page, kwargs=things[page])

    for person in (cast.cal.head, cast.out.head):
        assert client_for(person).post(address, {"role": "form"}).status_code == 404


@pytest.mark.parametrize("page", ["network-invitation-withdraw", "network-editor-end", "network-editors"])
def test_thing_of_another_network_is_absent_to_its_coordinator(cast, things, client_for, page):
    elsewhere = {**things[page], "slug": "elsewhere"}

    assert client_for(cast.out.head).post(reverse(page, kwargs=things[page])).status_code == 404
    if page != "network-editors":
        assert client_for(cast.out.head).post(reverse(page, kwargs=elsewhere)).status_code == 404


def test_school_that_is_not_mine_is_absent_from_my_own_pages(cast, client_for):
    browser = client_for(cast.mar.head)

    for page in ("our-school", "our-school-card", "our-school-people", "our-school-log"):
        assert browser.get(reverse(page) + "?school=CAL").status_code == 404
        assert browser.get(reverse(page) + "?school=XYZ").status_code == 404
        assert browser.get(reverse(page) + "?school=MAR").status_code == 200


def test_foreign_and_missing_school_look_the_same(cast, client_for):
    browser = client_for(cast.mar.teacher)

    foreign, missing = browser.get("/schools/OUT/"), browser.get("/schools/NONE/")

    assert foreign.status_code == missing.status_code == 404
    bodies = {
        re.sub(r'csrfmiddlewaretoken" value="\w+"|/schools/\w+/', "", answer.content.decode())
        for answer in (foreign, missing)
    }
    assert len(bodies) == 1


def test_permission_lost_counts_from_the_next_request(cast, client_for):
    admin, teacher = client_for(cast.mar.admin), client_for(cast.mar.teacher)
    assert admin.get("/our-school/people/").status_code == 200
    assert teacher.get("/schools/CAL/").status_code == 200

    head = client_for(cast.mar.head)
    membership = Membership.objects.get(person=cast.mar.admin)
    head.post(reverse("our-school-role-end", kwargs={"pk": membership.pk, "role": "admin"}))
    gone = Membership.objects.get(person=cast.mar.teacher)
    head.post(reverse("our-school-member-end", kwargs={"pk": gone.pk}))

    assert admin.get("/our-school/people/").status_code == 403
    assert teacher.get("/schools/CAL/").status_code == 404
    assert teacher.get("/our-school/").status_code == 404


def test_partner_is_gone_with_the_next_request_after_leaving(cast, client_for):
    mar, cal = client_for(cast.mar.teacher), client_for(cast.cal.teacher)
    assert (mar.get("/schools/CAL/").status_code, cal.get("/schools/MAR/").status_code) == (200, 200)

    client_for(cast.cal.head).post("/our-school/networks/small-steps/leave/")

    assert (mar.get("/schools/CAL/").status_code, cal.get("/schools/MAR/").status_code) == (404, 404)
    assert cal.get("/network/small-steps/").status_code == 404
    assert "Calderwick" not in mar.get("/people/").content.decode()
