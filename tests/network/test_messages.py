"""Messages: the table is the truth; nothing is lost, nothing is sent twice, nothing can be slipped into a header."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
import time_machine
from celery import Celery, current_app
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.test import override_settings

from core import breaker, clock, work
from core.registries.retention import rules
from network.models import OutgoingMessage
from network.services import messages
from network.speaking import Speech
from network.tasks import send_message, send_waiting_messages

_SWEDISH = Speech("sv", "Europe/Stockholm")


class AwayBackend(BaseEmailBackend):
    """A mail server that is not there."""

    tries = 0

    def send_messages(self, email_messages):
        """Cut the line."""
        AwayBackend.tries += 1
        raise SMTPServerDisconnected("gone")


class RefusingBackend(BaseEmailBackend):
    """A mail server that does not know anybody."""

    tries = 0

    def send_messages(self, email_messages):
        """Refuse each recipient."""
        RefusingBackend.tries += 1
        raise SMTPRecipientsRefused({"nobody@mar.example": (550, b"unknown")})


def _send(to, **context):
    return messages.send("email_code", to=to, context={"code": "ABC123", **context})


def test_message_is_written_in_the_language_of_the_person(cast):
    cast.mar.head.language = "sv"

    message = _send(cast.mar.head)

    assert (message.language, message.recipient, message.email) == ("sv", cast.mar.head, "ruth@mar.example")


def test_message_falls_back_to_the_language_of_the_school(cast):
    cast.mar.school.language = "sv"
    cast.mar.school.save()
    cast.mar.head.language = ""

    message = _send(cast.mar.head)

    assert message.language == "sv"


def test_message_to_an_address_takes_the_language_given(db):
    message = messages.send(
        "email_code", to="new@mar.example", context={"code": "ABC123"}, otherwise=_SWEDISH
    )

    assert (message.language, message.recipient) == ("sv", None)


def test_language_given_gives_way_to_the_persons_own(cast):
    cast.mar.head.language = "en"

    message = messages.send("email_code", to=cast.mar.head, context={"code": "ABC123"}, otherwise=_SWEDISH)

    assert message.language == "en"


def test_message_kind_must_be_registered(cast):
    with pytest.raises(messages.UnknownKind):
        messages.send("no_such_kind", to=cast.mar.head, context={})


@pytest.mark.parametrize(
    "address", ["a@b.example\nBcc: c@d.example", "two@a.example, three@b.example", "plain"]
)
def test_message_goes_to_one_address_only(db, address):
    with pytest.raises(ValidationError):
        _send(address)


def test_subject_is_one_line_whatever_stands_in_it(cast):
    subject, text, html = messages._rendered(
        messages.kinds.get("email_code"), cast.mar.head, {"code": "A\r\nBcc: x@y.example"}
    )

    assert subject == "Your code for a new address"
    assert "\r\nBcc" in text
    assert "<" in html


def test_names_are_plain_in_text_and_escaped_in_html(cast):
    cast.mar.head.name = "O'Brien<b>"

    message = _send(cast.mar.head)

    assert message.text.splitlines()[0] == "Hello O'Brien<b>,"
    assert "Hello O&#x27;Brien&lt;b&gt;," in message.html


def test_message_is_queued_on_commit_only(cast, django_capture_on_commit_callbacks, monkeypatch):
    queued = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, kwargs, **options: queued.append((name, kwargs))
    )

    with django_capture_on_commit_callbacks(execute=True):
        message = _send(cast.mar.head)
        assert queued == []

    assert queued == [("network.tasks.send_message", {"message_id": str(message.pk)})]


_AWAY = {
    "nothing listens": {"broker_url": "redis://127.0.0.1:1"},
    "the folder is gone": {
        "broker_url": "filesystem://",
        "broker_transport_options": {
            "data_folder_out": "/nowhere/at/all",
            "data_folder_in": "/nowhere/at/all",
        },
    },
}


@pytest.mark.parametrize("how", _AWAY)
def test_broker_that_is_away_loses_nothing(cast, django_capture_on_commit_callbacks, monkeypatch, how):
    broken = Celery("away", set_as_current=False)
    broken.conf.update(_AWAY[how], task_publish_retry_policy={"max_retries": 1, "interval_start": 0})
    monkeypatch.setattr(work, "current_app", broken)
    monkeypatch.setattr(breaker, "redis", breaker.Breaker())

    with django_capture_on_commit_callbacks(execute=True):
        message = _send(cast.mar.head)
    assert mail.outbox == []
    send_waiting_messages()

    message.refresh_from_db()
    assert message.sent_at is not None
    assert [sent.to for sent in mail.outbox] == [["ruth@mar.example"]]


def test_sending_twice_makes_one_mail_under_one_id(cast, settings):
    settings.BASE_URL = "https://hub.example"
    message = _send(cast.mar.head)

    send_message(message_id=str(message.pk))
    send_message(message_id=str(message.pk))

    assert len(mail.outbox) == 1
    assert mail.outbox[0].message()["Message-ID"] == f"<{message.pk}@hub.example>"
    assert [kind for _, kind in mail.outbox[0].alternatives] == ["text/html"]


def test_message_that_another_worker_is_sending_is_left_to_it(cast):
    message = _send(cast.mar.head)
    messages._claimed(message.pk)

    send_message(message_id=str(message.pk))
    send_waiting_messages()

    assert mail.outbox == []


def test_worker_that_dies_while_sending_leaves_the_message_due_again(cast):
    message = _send(cast.mar.head)
    messages._claimed(message.pk)

    with time_machine.travel(clock.now() + timedelta(minutes=1, seconds=1)):
        send_waiting_messages()

    assert len(mail.outbox) == 1


def test_message_that_is_gone_is_no_error(db):
    send_message(message_id="00000000-0000-0000-0000-000000000000")

    assert mail.outbox == []


def test_mail_server_that_is_away_is_tried_again_later(cast):
    first, second = _send(cast.mar.head), _send(cast.mar.admin)
    AwayBackend.tries = 0

    with override_settings(EMAIL_BACKEND=f"{__name__}.AwayBackend"):
        send_waiting_messages()
        send_waiting_messages()

    # One message a sweep finds out that nobody is there; the second sweep tries the other.
    assert AwayBackend.tries == 2
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        send_waiting_messages()
    assert OutgoingMessage.objects.filter(pk__in=[first.pk, second.pk], sent_at=None).count() == 0


def test_recipient_who_is_refused_holds_up_nobody_else(cast):
    _send(cast.mar.head), _send(cast.mar.admin)
    RefusingBackend.tries = 0

    with override_settings(EMAIL_BACKEND=f"{__name__}.RefusingBackend"):
        send_waiting_messages()

    assert RefusingBackend.tries == 2


def test_sent_message_forgets_its_links_outside_a_demo(cast, settings):
    settings.GALLERY_ENABLED = False
    message = _send(cast.mar.head)

    send_message(message_id=str(message.pk))

    message.refresh_from_db()
    assert (message.text, message.html) == ("", "")
    assert "ABC123" in mail.outbox[0].body


def test_messages_are_deleted_after_thirty_days(cast):
    _send(cast.mar.head)

    kept = rules.get("network.messages").apply(clock.now() + timedelta(days=29))
    gone = rules.get("network.messages").apply(clock.now() + timedelta(days=31))

    assert (kept, gone) == (0, 1)
