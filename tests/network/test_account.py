"""The page of one's own account, the language switch, and the gallery of mail."""

import importlib

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import NoReverseMatch, clear_url_caches, reverse

from config import urls
from core.registries.messages import kinds
from network import account_messages
from network.models import AuditEntry, OutgoingMessage, Person
from network.services import messages, people
from tests.factories.network import MembershipFactory, SchoolFactory

_FORM = {"name": "Ruth M. Mar", "language": "sv", "time_zone": "Europe/Stockholm"}


def test_account_page_says_where_one_belongs_and_what_one_does_there(client_for, cast):
    page = client_for(cast.mar.head).get("/account/").content.decode()

    assert "<dt>Marram Bay Primary School</dt><dd><strong>Head teacher</strong>" in page
    assert "<dt>Small Steps Network</dt><dd><strong>Network coordinator</strong>" in page


def test_account_page_of_a_guest_works(client_for, cast):
    page = client_for(cast.mar.guest).get("/account/")

    assert page.status_code == 200
    assert "<strong>Guest</strong>" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_account_page_costs_the_same_in_one_school_and_three(
    client_for, cast, count, on_postgres, django_assert_num_queries
):
    for _ in range(count - 1):
        MembershipFactory(person=cast.mar.teacher, school=SchoolFactory())
    browser = client_for(cast.mar.teacher)

    with django_assert_num_queries(6 + 6 * on_postgres):
        page = browser.get("/account/").content.decode()
    assert page.count("<strong>Teacher</strong>") == count


def test_settings_are_saved_shown_in_the_new_language_and_in_the_log(client_for, cast, acting_as):
    browser = client_for(cast.mar.head)

    answer = browser.post("/account/", _FORM)

    cast.mar.head.refresh_from_db()
    saved = (cast.mar.head.name, cast.mar.head.language, cast.mar.head.time_zone)
    assert (answer["Location"], saved) == ("/account/", ("Ruth M. Mar", "sv", "Europe/Stockholm"))
    assert '<html lang="sv"' in browser.get("/account/").content.decode()
    with acting_as(cast.mar.head):
        entry = AuditEntry.objects.get(action="account_changed")
        assert entry.details == {"fields": ["name", "language", "time_zone"]}


@pytest.mark.parametrize("wrong", [{"name": ""}, {"language": "xx"}, {"time_zone": "Mars/Olympus"}])
def test_settings_that_make_no_sense_come_back_with_what_was_written(client_for, cast, wrong):
    page = client_for(cast.mar.head).post("/account/", {**_FORM, **wrong})

    cast.mar.head.refresh_from_db()
    assert (page.status_code, cast.mar.head.name) == (200, "Ruth Mar")
    assert 'class="error-summary"' in page.content.decode()


def test_settings_of_a_closed_account_stay(cast):
    cast.mar.head.is_active = False

    with pytest.raises(PermissionDenied):
        people.change_own_settings(by=cast.mar.head, name="X", language="", time_zone="")
    with pytest.raises(PermissionDenied):
        people.choose_language(by=cast.mar.head, language="sv")


def test_language_switch_is_kept_with_the_person(client_for, cast):
    browser = client_for(cast.mar.head)

    browser.post("/i18n/setlang/", {"language": "sv", "next": "/account/"})

    assert Person.objects.get(pk=cast.mar.head.pk).language == "sv"
    assert '<html lang="sv"' in browser.get("/account/").content.decode()


def test_language_switch_of_a_visitor_is_a_cookie_and_stays_within_the_hub(client, db):
    answer = client.post("/i18n/setlang/", {"language": "sv", "next": "https://evil.example/"})

    assert (answer["Location"], answer.cookies["language"].value) == ("/", "sv")
    assert '<html lang="sv"' in client.get("/account/login/").content.decode()


def test_language_switch_takes_a_button(client, db):
    assert client.get("/i18n/setlang/").status_code == 405


def test_new_account_has_a_proved_address(cast):
    assert list(cast.mar.head.emailaddress_set.values_list("email", "verified", "primary")) == [
        ("ruth@mar.example", True, True)
    ]


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("kind", account_messages._LABELS)
def test_every_account_message_can_be_written(cast, kind, language):
    context = {
        "link": "http://localhost/x/",
        "code": "ABC123",
        "to_email": "a@b.example",
        "change": "An app.",
    }

    cast.mar.head.language = language

    message = messages.send(kind, to=cast.mar.head, context=context)

    assert kinds.get(kind).template == f"network/mail/{kind}"
    assert 0 < len(message.subject) < 80
    assert message.text.startswith("H")
    assert "ABC123" in message.html if kind == "email_code" else "http" in message.html


@pytest.fixture
def mails(cast):
    for person in (cast.mar.head, cast.mar.admin, cast.cal.head):
        messages.send("email_code", to=person, context={"code": "ABC123"})
    return OutgoingMessage.objects.order_by("-created_at", "pk")


def test_mail_gallery_lists_newest_first_and_by_recipient(client, mails):
    every = client.get("/gallery/mail/").content.decode()
    one = client.get("/gallery/mail/?to=ALISON").content.decode()

    assert (
        every.index("joanna@cal.example")
        < every.index("alison@mar.example")
        < every.index("ruth@mar.example")
    )
    assert (one.count("row-item"), "alison@mar.example" in one) == (1, True)


@pytest.mark.parametrize("count", [1, 3])
def test_mail_gallery_costs_the_same_for_one_and_three(
    client, mails, count, on_postgres, django_assert_num_queries
):
    OutgoingMessage.objects.exclude(pk__in=[mail.pk for mail in mails[:count]]).delete()

    with django_assert_num_queries(2 + 6 * on_postgres):
        assert client.get("/gallery/mail/").content.decode().count("row-item") == count


def test_mail_is_shown_in_a_frame_that_runs_nothing(client, mails):
    page = client.get(f"/gallery/mail/{mails[0].pk}/").content.decode()
    framed = client.get(f"/gallery/mail/{mails[0].pk}/html/")

    assert f'src="/gallery/mail/{mails[0].pk}/html/" sandbox="allow-popups' in page
    assert "allow-scripts" not in page
    policy = framed["Content-Security-Policy"]
    assert (
        "script-src 'none'" in policy,
        "default-src 'none'" in policy,
        "sandbox allow-popups" in policy,
    ) == (True,) * 3
    assert framed["X-Frame-Options"] == "SAMEORIGIN"


def test_mail_text_has_its_links_and_nothing_that_runs(client, cast):
    cast.mar.head.name = "<script>alert(1)</script>"
    mail = messages.send("password_reset", to=cast.mar.head, context={"link": "http://localhost:8000/x/"})

    page = client.get(f"/gallery/mail/{mail.pk}/").content.decode()

    assert '<a href="http://localhost:8000/x/" rel="nofollow">' in page
    assert "<script>alert" not in page


def test_mail_gallery_knows_no_unknown_mail(client, db):
    assert client.get("/gallery/mail/00000000-0000-0000-0000-000000000000/").status_code == 404


@pytest.mark.parametrize("path", ["/gallery/mail/"])
def test_mail_gallery_is_read_only(client, db, path):
    assert client.post(path).status_code == 405


def test_mail_gallery_does_not_exist_in_production(settings):
    settings.GALLERY_ENABLED = False
    try:
        importlib.reload(urls)
        clear_url_caches()
        with pytest.raises(NoReverseMatch):
            reverse("mail-gallery")
    finally:
        settings.GALLERY_ENABLED = True
        importlib.reload(urls)
        clear_url_caches()
