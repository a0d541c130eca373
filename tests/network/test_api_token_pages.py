"""The pages where tokens are made, listed and ended; and the reference."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from core.registries.api import scopes
from network.models import ApiToken
from tests.api import Program, token_for
from tests.factories.network import PASSWORD, MembershipFactory

pytestmark = pytest.mark.django_db

_NEW = "/account/api/new/"
_LIST = "/account/api/"


@pytest.fixture
def browser_of(client_for):
    """Somebody who has just shown once more who they are."""

    def signed_in(person):
        browser = client_for(person)
        assert browser.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
        return browser

    return signed_in


def _fields(**changes):
    return {"name": "Term dates", "school": "MAR", "scopes": ["calendar:read"], "days": "30", **changes}


def _shown(response) -> list[str]:
    return re.findall(r"hedgerow_[A-Za-z0-9_-]{43}", response.content.decode())


def test_token_is_shown_once_and_works(cast, browser_of):
    browser = browser_of(cast.mar.teacher)

    response = browser.post(_NEW, _fields())

    [token] = _shown(response)
    assert Program(token).get("").json()["scopes"] == ["calendar:read"]
    assert response.headers["Cache-Control"] == "private, no-store"
    page = browser.get(_LIST).content.decode()
    assert token not in page
    assert token[:12] in page
    assert "Last used on" in page


def test_token_is_ended_with_a_button(cast, browser_of):
    token = token_for(cast.mar.teacher, cast.mar.school)
    browser = browser_of(cast.mar.teacher)
    assert Program(token).get("").status_code == 200

    response = browser.post(_LIST, {"end": str(ApiToken.objects.get().pk)}, follow=True)

    assert "The token no longer works." in response.content.decode()
    assert Program(token).get("").status_code == 401


@pytest.mark.parametrize("pk", ["", "x", "999999"])
def test_token_of_another_is_as_absent_as_none(cast, client_for, pk):
    token_for(cast.mar.teacher, cast.mar.school)
    browser = client_for(cast.mar.head)

    assert browser.post(_LIST, {"end": pk or str(ApiToken.objects.get().pk)}).status_code == 404
    assert ApiToken.objects.count() == 1


def test_making_one_asks_once_more_who_it_is(cast, client_for, browser_of):
    stale = client_for(cast.mar.teacher)
    assert stale.get(_NEW).headers["Location"] == "/account/reauthenticate/?next=%2Faccount%2Fapi%2Fnew%2F"
    assert stale.post(_NEW, _fields()).status_code == 302

    browser = browser_of(cast.mar.teacher)
    assert browser.get(_NEW).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert browser.post(_NEW, _fields()).status_code == 302
    assert ApiToken.objects.count() == 0


def test_pages_are_for_those_who_are_signed_in(client):
    for page in (_LIST, _NEW):
        assert client.get(page).headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("who", ["governor", "dpo", "guest"])
def test_those_with_nothing_to_give_are_told_so(cast, browser_of, who):
    browser = browser_of(cast.mar.everybody[who])

    assert "There is nothing here for a program to do in your name" in browser.get(_LIST).content.decode()
    assert browser.get(_NEW).status_code == 403
    assert browser.post(_NEW, _fields()).status_code == 403
    assert ApiToken.objects.count() == 0


def test_teacher_is_not_offered_what_an_administrator_is(cast, browser_of):
    def offered(person):
        return set(
            re.findall(r'name="scopes" value="([^"]+)"', browser_of(person).get(_NEW).content.decode())
        )

    assert offered(cast.mar.admin) == set(scopes.names())
    assert offered(cast.mar.teacher) == set(scopes.names()) - {"dates:write"}


@pytest.mark.parametrize(
    "changes",
    [{"name": ""}, {"name": "x" * 61}, {"scopes": []}, {"scopes": ["dates:write"]}, {"scopes": ["everything"]},
     {"days": "91"}, {"days": "0"}, {"days": ""}, {"school": "CAL"}, {"school": "ZZZ"}],
)  # fmt: skip
def test_what_does_not_fit_is_said_in_the_form(cast, browser_of, changes):
    response = browser_of(cast.mar.teacher).post(_NEW, _fields(**changes))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(changes)
    assert _shown(response) == []
    assert ApiToken.objects.count() == 0


def test_role_at_one_school_gives_nothing_at_another(cast, browser_of):
    MembershipFactory(person=cast.mar.teacher, school=cast.out.school, roles=["head"])
    browser = browser_of(cast.mar.teacher)

    refused = browser.post(_NEW, _fields(scopes=["dates:write", "calendar:read"]))

    assert refused.status_code == 422
    assert refused.context["form"].errors["scopes"] == [
        "At Marram Bay Primary School your role does not allow all of this."
    ]
    assert len(_shown(browser.post(_NEW, _fields(school="OUT", scopes=["dates:write"])))) == 1


def test_what_the_service_refuses_is_said_on_top(cast, browser_of):
    for _number in range(20):
        token_for(cast.mar.teacher, cast.mar.school)

    response = browser_of(cast.mar.teacher).post(_NEW, _fields())

    assert response.status_code == 422
    assert "You have 20 tokens already." in response.content.decode()


def test_account_leads_to_the_tokens_and_they_to_the_reference(cast, client_for):
    browser = client_for(cast.mar.teacher)

    assert f'href="{_LIST}"' in browser.get("/account/").content.decode()
    assert 'href="/api/v1/docs/"' in browser.get(_LIST).content.decode()


def test_reference_shows_every_operation_with_an_example(client):
    page = client.get("/api/v1/docs/").content.decode()
    described = client.get("/api/v1/schema/").json()

    operations = [item for methods in described["paths"].values() for item in methods.values()]
    assert len(operations) == 15
    assert [item["operationId"] for item in operations if f'id="{item["operationId"]}"' not in page] == []
    assert page.count("curl") == len(operations) + 1
    assert f"{settings.BASE_URL}/api/v1/schools/MAR/terms/" in page
    assert "hedgerow_" not in page


def test_reference_needs_nobody_and_names_nobody(client, cast):
    page = client.get("/api/v1/docs/")

    assert page.status_code == 200
    assert "Marram" not in page.content.decode()
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert client.get("/api/v1/schema/").headers["Content-Type"] == "application/vnd.oai.openapi+json"
    assert client.post("/api/v1/docs/").status_code == 405


def test_reference_is_in_the_reader_s_language(client):
    english, swedish = (
        client.get("/api/v1/docs/", headers={"Accept-Language": tongue}) for tongue in ("en", "sv")
    )

    assert 'lang="en"' in english.content.decode()
    assert 'lang="sv"' in swedish.content.decode()
    assert "Lågstadiet, åk 1" in swedish.content.decode()
