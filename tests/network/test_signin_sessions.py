"""How long a session lasts, and what ends it."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from network import own_account
from network.models import OutgoingMessage
from tests.factories.network import PASSWORD

_NEW = "four quiet otters swim"


def _signed_in(person, **headers):
    browser = Client(headers=headers)
    assert browser.post("/account/login/", {"login": person.email, "password": PASSWORD}).status_code == 302
    return browser


def _is_in(browser):
    return browser.get("/account/").status_code == 200


def _step_up(browser, password=PASSWORD):
    assert browser.post("/account/reauthenticate/", {"password": password}).status_code == 302


@pytest.fixture
def phone(cast):
    return _signed_in(cast.mar.head, user_agent="Mozilla/5.0 (iPhone) Version/18.0 Safari/604.1")


@pytest.fixture
def laptop(cast):
    return _signed_in(cast.mar.head)


def test_session_ends_after_three_idle_hours(laptop):
    with time_machine.travel(timezone.now() + timedelta(hours=3, seconds=1)):
        assert not _is_in(laptop)
        assert "You were signed out" in laptop.get("/account/login/").content.decode()


def test_session_that_is_used_goes_on_for_twelve_hours_and_no_longer(laptop):
    began = timezone.now()
    stays = []
    for hours in (2, 4, 6, 8, 10, 11.9):
        with time_machine.travel(began + timedelta(hours=hours)):
            stays.append(_is_in(laptop))
    with time_machine.travel(began + timedelta(hours=12, seconds=1)):
        assert not _is_in(laptop)

    assert stays == [True] * 6


def test_session_that_runs_out_on_one_device_goes_on_on_another(laptop, phone):
    began = timezone.now()
    with time_machine.travel(began + timedelta(hours=2)):
        _is_in(phone)
    with time_machine.travel(began + timedelta(hours=3, seconds=1)):
        assert (_is_in(laptop), _is_in(phone)) == (False, True)


def test_session_without_an_age_has_ended(laptop):
    session = laptop.session
    del session["signed_in_at"]
    session.save()

    assert not _is_in(laptop)


def test_request_soon_after_another_writes_nothing(laptop):
    before = laptop.session["seen_at"]

    laptop.get("/account/")

    assert laptop.session["seen_at"] == before


def test_signing_out_ends_every_session(laptop, phone):
    laptop.post("/account/logout/")

    assert (_is_in(laptop), _is_in(phone)) == (False, False)


def test_stolen_session_is_worth_nothing_after_signing_out(cast, laptop):
    thief = Client()
    thief.cookies["sessionid"] = laptop.cookies["sessionid"].value
    was_in = _is_in(thief)

    laptop.post("/account/logout/")

    assert (was_in, _is_in(thief)) == (True, False)


def test_new_password_ends_the_other_sessions_and_renews_this_one(cast, laptop, phone):
    before = laptop.session.session_key

    answer = laptop.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": _NEW, "password2": _NEW}
    )

    assert answer["Location"] == "/account/"
    assert (_is_in(laptop), _is_in(phone)) == (True, False)
    assert laptop.session.session_key != before
    assert len(own_account.open_sessions(cast.mar.head, laptop.session.session_key)) == 1


def test_new_password_asks_for_the_present_one(cast, laptop):
    page = laptop.post(
        "/account/password/change/", {"oldpassword": "wrong", "password1": _NEW, "password2": _NEW}
    )

    cast.mar.head.refresh_from_db()
    assert page.status_code == 200
    assert cast.mar.head.check_password(PASSWORD)


def test_showing_once_more_who_one_is_gives_a_new_id(cast, laptop):
    before = laptop.session.session_key

    _step_up(laptop)

    assert laptop.session.session_key != before
    assert [
        one.is_current for one in own_account.open_sessions(cast.mar.head, laptop.session.session_key)
    ] == [True]


def test_sessions_page_lists_them_and_ends_the_others(laptop, phone):
    listed = laptop.get("/account/sessions/").content.decode()
    answer = laptop.post("/account/sessions/")

    assert (listed.count("Safari on iPhone"), listed.count("This one, now")) == (1, 1)
    assert answer["Location"] == "/account/sessions/"
    assert (_is_in(laptop), _is_in(phone)) == (True, False)


def test_sessions_page_ends_nobody_elses(cast, laptop):
    other = _signed_in(cast.cal.head)

    laptop.post("/account/sessions/")

    assert _is_in(other)


@pytest.mark.parametrize("count", [1, 3])
def test_sessions_page_costs_the_same_for_one_and_three(
    cast, laptop, count, on_postgres, django_assert_num_queries
):
    for _ in range(count - 1):
        _signed_in(cast.mar.head)

    with django_assert_num_queries(5 + 6 * on_postgres):
        assert laptop.get("/account/sessions/").content.decode().count("row-item") == count


def test_new_address_is_proved_by_a_code_and_the_old_one_is_told(cast, laptop, phone):
    _step_up(laptop)
    asked = laptop.post("/account/email/", {"email": "ruth.new@mar.example", "action_add": "1"})
    code = OutgoingMessage.objects.get(kind="email_code")
    cast.mar.head.refresh_from_db()
    unchanged = cast.mar.head.email

    laptop.post(asked["Location"], {"code": code.text.split("\n\n")[2]})

    cast.mar.head.refresh_from_db()
    assert (asked["Location"], code.email, unchanged) == (
        "/account/confirm-email/",
        "ruth.new@mar.example",
        "ruth@mar.example",
    )
    assert cast.mar.head.email == "ruth.new@mar.example"
    assert list(
        EmailAddress.objects.filter(user=cast.mar.head).values_list("email", "verified", "primary")
    ) == [("ruth.new@mar.example", True, True)]
    assert OutgoingMessage.objects.get(kind="email_changed").email == "ruth@mar.example"
    assert (_is_in(laptop), _is_in(phone)) == (True, False)


def test_new_address_needs_the_password_first(laptop):
    answer = laptop.post("/account/email/", {"email": "ruth.new@mar.example", "action_add": "1"})

    assert answer["Location"] == "/account/reauthenticate/?next=%2Faccount%2Femail%2F"
    assert OutgoingMessage.objects.count() == 0


def test_taken_address_looks_like_a_free_one_and_is_never_taken(cast, laptop):
    _step_up(laptop)
    asked = laptop.post("/account/email/", {"email": "joanna@cal.example", "action_add": "1"})
    code = OutgoingMessage.objects.get(kind="email_code").text.split("\n\n")[2]

    answer = laptop.post("/account/confirm-email/", {"code": code})

    cast.mar.head.refresh_from_db()
    assert (asked["Location"], answer.status_code) == ("/account/confirm-email/", 200)
    assert cast.mar.head.email == "ruth@mar.example"


def test_code_for_a_new_address_runs_out_and_takes_three_tries(laptop):
    _step_up(laptop)
    laptop.post("/account/email/", {"email": "ruth.new@mar.example", "action_add": "1"})
    code = OutgoingMessage.objects.get(kind="email_code").text.split("\n\n")[2]

    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        late = laptop.post("/account/confirm-email/", {"code": code})
    assert late.status_code == 302
    assert OutgoingMessage.objects.filter(kind="email_changed").count() == 0
