"""Signing in and out, and a password forgotten."""

import re

import pytest
from django.core import mail
from django.test import override_settings
from django.urls import reverse

from core.registries.demo_accounts import providers
from network import demo_accounts
from network.access import context_for
from network.context import entered
from network.models import AuditEntry, OutgoingMessage
from network.services import messages
from tests.factories.network import PASSWORD

_LOGIN = "/account/login/"


def _sign_in(client, person, password=PASSWORD, **extra):
    return client.post(_LOGIN, {"login": person.email, "password": password}, **extra)


def _actions(reader):
    with entered(context_for(reader, purpose="test")):
        return list(AuditEntry.objects.order_by("number").values_list("action", "actor_id"))


def _without_tokens(response):
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return re.sub(r'value="[^"]*@[^"]*"', "", page)


def test_signing_in_opens_todays_page_and_is_in_the_log(client, cast):
    response = _sign_in(client, cast.mar.head)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/account/").status_code == 200
    assert _actions(cast.mar.head) == [("signed_in", cast.mar.head.pk)]


def test_address_is_taken_in_any_case(client, cast):
    response = client.post(_LOGIN, {"login": " RUTH@mar.example ", "password": PASSWORD})

    assert response.status_code == 302


def test_signing_in_gives_the_session_a_new_id(client, cast):
    client.get("/account/login/")
    session = client.session
    session["kept"] = True
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before

    _sign_in(client, cast.mar.head)

    assert client.session.session_key != before
    assert client.get("/account/").status_code == 200


def test_signing_in_leads_on_within_the_hub_only(client, cast):
    inside = client.post(
        f"{_LOGIN}?next=/account/", {"login": cast.mar.head.email, "password": PASSWORD, "next": "/account/"}
    )
    client.logout()
    outside = client.post(
        _LOGIN, {"login": cast.mar.head.email, "password": PASSWORD, "next": "https://evil.example/"}
    )

    assert (inside["Location"], outside["Location"]) == ("/account/", "/")


def test_wrong_password_and_unknown_address_look_the_same(client, cast):
    known = _sign_in(client, cast.mar.head, "not the password at all")
    unknown = client.post(_LOGIN, {"login": "nobody@mar.example", "password": "not the password at all"})

    assert (known.status_code, unknown.status_code) == (200, 200)
    assert _without_tokens(known) == _without_tokens(unknown)


def test_closed_account_does_not_sign_in(client, cast):
    cast.mar.head.is_active = False
    cast.mar.head.save()

    right = _sign_in(client, cast.mar.head)
    wrong = _sign_in(client, cast.mar.head, "not the password at all")

    assert right["Location"] == "/account/inactive/"
    assert wrong.status_code == 200
    assert client.get("/account/").status_code == 302


def test_account_that_is_closed_is_out_at_the_next_request(client, cast):
    _sign_in(client, cast.mar.head)
    cast.mar.head.is_active = False
    cast.mar.head.save()

    assert client.get("/account/").status_code == 302


def test_there_is_no_signing_up(client, cast):
    page = client.get("/account/signup/")
    client.post("/account/signup/", {"email": "new@mar.example", "password1": PASSWORD})

    assert "<h1>Accounts come by invitation</h1>" in page.content.decode()
    assert type(cast.mar.head).objects.filter(email="new@mar.example").count() == 0


@pytest.mark.parametrize(
    "page",
    ["/account/", "/account/sessions/", "/account/email/", "/account/2fa/", "/account/password/change/"],
)
def test_account_pages_are_for_those_signed_in(client, db, page):
    response = client.get(page)

    assert (response.status_code, response["Location"]) == (302, f"/account/login/?next={page}")


def test_signing_out_takes_a_button(client, cast):
    _sign_in(client, cast.mar.head)

    asked = client.get("/account/logout/")
    still = client.get("/account/").status_code
    done = client.post("/account/logout/")

    assert (asked.status_code, still) == (200, 200)
    assert (done.status_code, done["Location"]) == (302, "/")
    assert client.get("/account/").status_code == 302


def test_demo_accounts_are_listed_in_a_demo_only(client, cast, settings):
    if "network" not in providers.names():
        providers.register("network", demo_accounts._accounts)
    settings.DEMO = False
    hidden = client.get(_LOGIN)
    settings.DEMO, settings.DEMO_PASSWORD = True, "small steps together"
    shown = client.get(_LOGIN)
    filled = client.get(f"{_LOGIN}?email=ruth@mar.example")
    settings.DEMO = False
    not_filled = client.get(f"{_LOGIN}?email=ruth@mar.example")

    assert (
        "ruth@mar.example" in hidden.content.decode(),
        "small steps together" in hidden.content.decode(),
    ) == (False, False)
    assert 'href="/account/login/?email=ruth@mar.example"' in shown.content.decode()
    assert 'value="ruth@mar.example"' in filled.content.decode()
    assert 'value="ruth@mar.example"' not in not_filled.content.decode()


def _reset_link(client, person, **extra):
    client.post("/account/password/reset/", {"email": person.email}, **extra)
    message = OutgoingMessage.objects.get(kind="password_reset")
    messages.deliver(message_id=message.pk)
    return re.search(r"^\S+/account/password/reset/key/\S+$", mail.outbox[0].body, re.MULTILINE).group(0)


def test_reset_answers_the_same_for_known_and_unknown_addresses(client, cast):
    known = client.post("/account/password/reset/", {"email": cast.mar.head.email}, follow=True)
    unknown = client.post("/account/password/reset/", {"email": "nobody@mar.example"}, follow=True)

    assert (known.status_code, known.redirect_chain) == (unknown.status_code, unknown.redirect_chain)
    assert _without_tokens(known) == _without_tokens(unknown)
    sent = OutgoingMessage.objects.order_by("email").values_list("email", "kind")
    assert list(sent) == [("nobody@mar.example", "unknown_account"), ("ruth@mar.example", "password_reset")]


@override_settings(ALLOWED_HOSTS=["*"], BASE_URL="https://hub.example")
def test_reset_link_begins_with_the_configured_origin(client, cast):
    link = _reset_link(
        client, cast.mar.head, headers={"host": "evil.example", "x-forwarded-host": "evil.example"}
    )

    assert link.startswith("https://hub.example/account/password/reset/key/")
    assert "evil.example" not in mail.outbox[0].body


@override_settings(BASE_URL="http://testserver")
def test_reset_changes_nothing_until_the_button_and_works_once(client, cast):
    link = _reset_link(client, cast.mar.head)
    page = client.get(link, follow=True)
    form = page.redirect_chain[-1][0]
    unchanged = cast.mar.head.check_password(PASSWORD)

    done = client.post(form, {"password1": "four quiet otters swim", "password2": "four quiet otters swim"})
    again = client.get(link, follow=True)

    cast.mar.head.refresh_from_db()
    assert (page.status_code, unchanged, done["Location"]) == (200, True, "/account/password/reset/key/done/")
    assert cast.mar.head.check_password("four quiet otters swim")
    assert "<h1>This link no longer works</h1>" in again.content.decode()
    assert client.get("/account/").status_code == 302
    assert _actions(cast.mar.head) == [("password_changed", cast.mar.head.pk)]
    assert OutgoingMessage.objects.filter(kind="password_changed", recipient=cast.mar.head).count() == 1


@override_settings(BASE_URL="http://testserver", PASSWORD_RESET_TIMEOUT=-1)
def test_reset_link_runs_out(client, cast):
    page = client.get(_reset_link(client, cast.mar.head), follow=True)

    assert "<h1>This link no longer works</h1>" in page.content.decode()


@pytest.mark.parametrize(
    ("password", "works"),
    [
        ("elevenchars", False),
        ("passwordpassword", False),
        ("123456789012345", False),
        ("Password1234!", False),
        ("qwertyuiopasdf", False),
        ("lololololololo", False),
        ("ruth@mar.example", False),
        ("twelve chars", True),
        ("ett två tre fyra " * 8, True),
    ],
)
def test_passwords_are_long_and_not_common(client, cast, password, works):
    _sign_in(client, cast.mar.head)

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )

    cast.mar.head.refresh_from_db()
    assert cast.mar.head.check_password(password) is works
