"""Each guard, taken away, lets through what it keeps out: so the tests of the pages look at the right thing."""

import pytest
from django.urls import reverse

from network.directory import people_in_directory, schools_in_directory
from network.models import Membership, School
from network.views import invitations, join, members, networks, our_school, people, school_edit, schools

pytestmark = pytest.mark.django_db

_OWN_SCHOOL = {
    "our-school-card": school_edit.CardView,
    "our-school-dates": school_edit.DatesView,
    "our-school-day": school_edit.SchoolDayView,
    "our-school-year-groups": school_edit.YearGroupsView,
    "our-school-people": members.MemberListView,
    "our-school-invitations": invitations.InvitationListView,
    "our-school-invite": invitations.InviteView,
    "our-school-log": our_school.LogView,
    "our-school-governors": our_school.GovernorsView,
    "our-school-networks": our_school.NetworksView,
    "our-school-leave": our_school.LeaveHubView,
}
_NETWORK = {
    "network-invite": networks.InviteSchoolView,
    "network-suggest": networks.SuggestSchoolsView,
    "network-hand-over": networks.HandOverView,
    "network-editors": networks.EditorsView,
}


@pytest.mark.parametrize("page", _OWN_SCHOOL)
def test_permission_of_a_school_page_is_what_refuses(cast, client_for, monkeypatch, page):
    browser = client_for(cast.mar.teacher)
    assert browser.get(reverse(page)).status_code == 403

    monkeypatch.setattr(_OWN_SCHOOL[page], "permission", None)

    assert browser.get(reverse(page)).status_code == 200


@pytest.mark.parametrize("page", _NETWORK)
def test_permission_of_a_network_page_is_what_refuses(cast, client_for, monkeypatch, page):
    browser, address = client_for(cast.mar.teacher), reverse(page, kwargs={"slug": "small-steps"})
    assert browser.get(address).status_code == 403

    monkeypatch.setattr(_NETWORK[page], "permission", None)

    assert browser.get(address).status_code == 200


def test_visible_networks_are_what_hides_the_others(cast, client_for, monkeypatch):
    browser = client_for(cast.out.teacher)
    assert browser.get("/network/small-steps/").status_code == 404

    monkeypatch.setattr(networks, "networks_visible_to", lambda viewer: type(cast.small_steps).objects.all())

    assert browser.get("/network/small-steps/").status_code == 200


def test_directory_of_schools_is_what_hides_the_others(cast, client_for, monkeypatch):
    browser = client_for(cast.out.teacher)
    assert browser.get("/schools/MAR/").status_code == 404

    monkeypatch.setattr(schools, "schools_in_directory", lambda viewer: School.objects.all())

    assert browser.get("/schools/MAR/").status_code == 200


def test_directory_of_people_is_what_hides_the_others(cast, client_for, monkeypatch):
    browser = client_for(cast.out.teacher)
    assert "Hannah Mar" not in browser.get("/people/").content.decode()

    everybody = people_in_directory(cast.mar.teacher)
    monkeypatch.setattr(people, "people_in_directory", lambda viewer, **asked: everybody)

    assert "Hannah Mar" in browser.get("/people/").content.decode()


def test_directory_of_a_governor_is_refused_by_its_own_question(cast, client_for, monkeypatch):
    browser = client_for(cast.mar.governor)
    assert browser.get("/people/").status_code == 403

    monkeypatch.setattr(people, "can_read_directory", lambda viewer: True)
    answer = browser.get("/people/")

    # And behind the question stands the directory itself, which has nobody for a governor.
    assert answer.status_code == 200
    assert answer.context["page"].paginator.count == 0


def test_member_of_another_school_is_hidden_by_the_school(cast, client_for, monkeypatch):
    theirs = Membership.objects.get(person=cast.cal.teacher)
    address = reverse("our-school-member", kwargs={"pk": theirs.pk})
    browser = client_for(cast.mar.head)
    assert browser.get(address).status_code == 404

    loose = members.members_of
    monkeypatch.setattr(members, "members_of", lambda viewer, school: loose(viewer, cast.cal.school))

    assert browser.get(address).status_code == 200


def test_directory_shows_each_kind_of_person_what_is_theirs(cast):
    seen = {
        name: {school.code for school in schools_in_directory(person)}
        for name, person in cast.mar.everybody.items()
    }

    partners = {"MAR", "CAL"}
    assert seen == {
        "head": partners, "admin": partners, "teacher": partners, "colleague": partners,
        "governor": {"MAR"}, "dpo": set(), "guest": set(),
    }  # fmt: skip


def test_gone_is_one_answer(client):
    """The function every closed link is answered with."""
    request = client.get("/what-we-share/").wsgi_request

    assert join.gone(request).status_code == 404
