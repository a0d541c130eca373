"""The coordinator of a network: inviting schools, handing the role on, naming editors."""

import pytest
from django.urls import reverse

from network.models import (
    NetworkRoleGrant,
    RegisteredSchool,
    SchoolInvitation,
)
from network.roles import Role
from tests.factories.network import member

pytestmark = pytest.mark.django_db


def test_coordinator_finds_a_school_in_the_register_and_invites_it(cast, client_for):
    RegisteredSchool.objects.create(
        urn=123456,
        name="Hestbeck Primary School",
        town="Hestbeck",
        search_text=" hestbeck primary school hestbeck",
    )
    browser = client_for(cast.coordinator)

    found = browser.get("/network/small-steps/invite/?q=hestbeck").content.decode()
    part = browser.get("/network/small-steps/invite/found/?q=hestbeck").content.decode()
    chosen = browser.get("/network/small-steps/invite/?urn=123456").content.decode()
    answer = browser.post(
        "/network/small-steps/invite/", {"urn": "123456", "head_name": "Fiona", "email": "fiona@hes.example"}
    )

    assert "?urn=123456" in found
    assert "?urn=123456" in part
    assert "<html" not in part
    assert 'name="urn" value="123456"' in chosen
    assert answer.url == "/network/small-steps/"
    assert SchoolInvitation.objects.get().registered_school.urn == 123456


def test_school_abroad_is_named_by_hand(cast, client_for):
    browser = client_for(cast.coordinator)

    nameless = browser.post("/network/small-steps/invite/", {"head_name": "K", "email": "k@nor.example"})
    browser.post(
        "/network/small-steps/invite/",
        {"school_name": "Nordsund", "head_name": "K", "email": "k@nor.example"},
    )

    assert nameless.status_code == 422
    assert SchoolInvitation.objects.get().school_name == "Nordsund"


@pytest.mark.parametrize("query", ["urn=%C2%B2", "urn=99999999999999999999", "urn=-1", "q=" + "x" * 5000])
def test_odd_values_break_nothing(cast, client_for, query):
    browser = client_for(cast.coordinator)

    for address in (
        "/network/small-steps/invite/",
        "/network/small-steps/invite/found/",
        "/people/",
        "/schools/",
    ):
        assert browser.get(f"{address}?{query}").status_code == 200


def test_coordination_is_handed_over_within_the_network(cast, client_for):
    browser = client_for(cast.coordinator)

    outside = browser.post("/network/small-steps/hand-over/", {"email": cast.out.head.email})
    nobody = browser.post("/network/small-steps/hand-over/", {"email": "nobody@x.example"})
    done = browser.post("/network/small-steps/hand-over/", {"email": cast.cal.head.email.upper()})

    assert (outside.status_code, nobody.status_code, done.status_code) == (422, 422, 302)
    assert outside.context["form"].errors == nobody.context["form"].errors
    assert browser.get("/network/small-steps/hand-over/").status_code == 403
    assert client_for(cast.cal.head).get("/network/small-steps/hand-over/").status_code == 200


def test_editors_are_named_and_relieved(cast, client_for):
    browser = client_for(cast.coordinator)
    pat = member(cast.cal.school, Role.TEACHER)

    browser.post("/network/small-steps/editors/", {"email": pat.email})
    browser.post(reverse("network-editor-end", kwargs={"slug": "small-steps", "pk": cast.editor.pk}))

    held = NetworkRoleGrant.objects.filter(network=cast.small_steps, role="editor", ends_at=None)
    assert [grant.person for grant in held] == [pat]
