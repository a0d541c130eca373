"""Messages: written when something is decided, sent after commit, repeated until they are gone."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPSenderRefused
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.template import Context
from django.template.loader import get_template

from core import clock
from core.claims import claimed_for, unclaimed, while_locked
from core.registries.messages import MessageKind, kinds
from core.registries.outboxes import OutboxState
from core.work import publish
from network.domain.retries import GIVE_UP_AFTER, wait_after
from network.models import OutgoingMessage, Person
from network.services.holds import held_people
from network.speaking import THE_HUBS, Speech, speaking, speech_for

logger = logging.getLogger(__name__)

_TASK = "network.tasks.send_message"
#: Where no lock says that somebody is sending it, a claim lasts longer than sending may take.
_UNLOCKED_CLAIM = timedelta(minutes=1)
#: One run of the sweep; the next comes seconds later.
_SWEEP_SIZE = 50
_KEPT_FOR = timedelta(days=30)
#: What concerns one message; after any other error the server is not there, and the rest would fail as well.
_ONE_MESSAGE = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError)


class UnknownKind(LookupError):
    """No room has registered this kind of message: a programming error, never a person's."""


@transaction.atomic
def send(
    kind: str, *, to: Person | str, context: Mapping[str, Any], otherwise: Speech = THE_HUBS
) -> OutgoingMessage:
    """Write a message and send it once the transaction is committed.

    The row is the truth: when the broker is away, the sweep finds it. Whoever calls this has asked whether it may be
    sent; the message names nobody but what its context holds.

    Args:
        kind: a code in `core.registries.messages.kinds`.
        to: a person, or an address that belongs to nobody yet.
        context: what the templates need, besides `base_url` and `recipient`. Addresses in it are paths or begin with
            `settings.BASE_URL`, never with what a request said its host was.
        otherwise: the language and time zone for somebody with neither their own nor a school's.

    Raises:
        UnknownKind: when no such kind is registered.
        ValidationError: when the address is none, or carries more than an address.
    """
    if (message_kind := kinds.get(kind)) is None:
        raise UnknownKind(kind)
    recipient = to if isinstance(to, Person) else None
    email = recipient.email if recipient else str(to)
    validate_email(email)
    speech = speech_for(recipient, otherwise=otherwise) if recipient else otherwise
    with speaking(speech):
        subject, text, html = _rendered(message_kind, recipient, context)
    now = clock.now()
    message = OutgoingMessage.objects.create(
        kind=kind,
        recipient=recipient,
        email=email,
        language=speech.language,
        subject=subject,
        text=text,
        html=html,
        created_at=now,
        next_attempt_at=now,
    )
    transaction.on_commit(partial(publish, _TASK, message_id=str(message.pk)))
    return message


def _rendered(
    kind: MessageKind, recipient: Person | None, context: Mapping[str, Any]
) -> tuple[str, str, str]:
    known = {"base_url": settings.BASE_URL, "recipient": recipient, **context}
    subject, text, html = (
        # Names are written as they are in plain text, and escaped in HTML.
        get_template(f"{kind.template}.{ending}").template.render(Context(known, autoescape=ending == "html"))  # type: ignore[attr-defined]
        for ending in ("subject.txt", "txt", "html")
    )
    # One line: nothing in a name or a title can begin another header.
    return " ".join(subject.split())[:200], text.strip() + "\n", html.strip()


def deliver(*, message_id: UUID) -> bool:
    """Hand one message to the mail server, unless it is gone, sent or being sent; safe to repeat.

    The attempt is counted and committed first, with when the message is due again. On PostgreSQL the row stays locked
    while it is sent, so that nobody else takes it, and a worker that dies lets go of it. Every attempt carries the
    same Message-ID, so that a connection cut after the server accepted it makes no second mail in a reader's box.

    Returns:
        False when the mail server was not there, so that a sweep need not try the others.
    """
    if not _claimed(message_id):
        return True
    with while_locked():
        message = unclaimed(_waiting(message_id)).first()
        return True if message is None else _sent(message)


def _sent(message: OutgoingMessage) -> bool:
    try:
        _mail(message).send()
    except _ONE_MESSAGE as error:
        logger.warning("message %s was refused: %s", message.pk, type(error).__name__)
    except (SMTPException, OSError) as error:
        count, kind = message.attempts_count, type(error).__name__
        logger.warning("message %s not sent, attempt %d: %s", message.pk, count, kind)
        return False
    else:
        _note_sent(message)
    return True


def _waiting(message_id: UUID) -> "QuerySet[OutgoingMessage]":
    return OutgoingMessage.objects.filter(pk=message_id, sent_at=None)


@transaction.atomic
def _claimed(message_id: UUID) -> bool:
    now = clock.now()
    message = unclaimed(_waiting(message_id).filter(next_attempt_at__lte=now)).first()
    if message is None:
        return False
    message.attempts_count += 1
    message.next_attempt_at = now + claimed_for(wait_after(message.attempts_count), at_least=_UNLOCKED_CLAIM)
    message.save(update_fields=["attempts_count", "next_attempt_at"])
    return True


def _mail(message: OutgoingMessage) -> EmailMultiAlternatives:
    host = urlsplit(settings.BASE_URL).hostname
    mail = EmailMultiAlternatives(
        message.subject,
        message.text,
        to=[message.email],
        headers={
            "Message-ID": f"<{message.pk}@{host}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def _note_sent(message: OutgoingMessage) -> None:
    message.sent_at = clock.now()
    if not settings.GALLERY_ENABLED:
        # Links in it open things: once it has left, only the recipient has them.
        message.text = message.html = ""
    message.save(update_fields=["sent_at", "text", "html"])


def deliver_waiting() -> int:
    """Send what is due and could not be sent before; returns how many were tried."""
    now = clock.now()
    due = OutgoingMessage.objects.filter(
        sent_at=None, next_attempt_at__lte=now, created_at__gt=now - GIVE_UP_AFTER
    ).order_by("next_attempt_at", "pk")
    tried = 0
    for message_id in list(due.values_list("pk", flat=True)[:_SWEEP_SIZE]):
        tried += 1
        if not deliver(message_id=message_id):
            break
    return tried


def state() -> OutboxState:
    """How the mail stands: what waits, for how long the oldest, and what was given up within the last 30 days."""
    now = clock.now()
    unsent = OutgoingMessage.objects.filter(sent_at=None)
    waiting = unsent.filter(created_at__gt=now - GIVE_UP_AFTER)
    oldest = waiting.aggregate(oldest=Min("created_at"))["oldest"]
    return OutboxState(
        waiting=waiting.count(),
        oldest_seconds=(now - oldest).total_seconds() if oldest else 0.0,
        given_up=unsent.filter(created_at__lte=now - GIVE_UP_AFTER).count(),
    )


def delete_due(now: datetime) -> int:
    """Delete messages 30 days after they were sent, or after they were written and never could be; returns how many."""
    before = now - _KEPT_FOR
    old = OutgoingMessage.objects.filter(Q(sent_at__lt=before) | Q(sent_at=None, created_at__lt=before))
    return old.exclude(recipient_id__in=held_people()).delete()[0]
