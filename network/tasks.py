"""Tasks of the network: they take ids, load, call one service, and may run twice."""

from uuid import UUID

from celery import shared_task

from network.services import lost_step, messages
from network.services.audit import anchor_chains


@shared_task(name="network.tasks.anchor_audit_chains")
def anchor_audit_chains() -> None:
    """Note outside the database how far each audit chain has come."""
    anchor_chains()


@shared_task(name="network.tasks.settle_lost_steps")
def settle_lost_steps() -> None:
    """Remove the second steps that are lost, confirmed, and have waited for a day."""
    lost_step.settle_due()


@shared_task(name="network.tasks.send_message")
def send_message(*, message_id: str) -> None:
    """Send one message, as soon as it was decided."""
    messages.deliver(message_id=UUID(message_id))


@shared_task(name="network.tasks.send_waiting_messages")
def send_waiting_messages() -> None:
    """Send what could not be sent before."""
    messages.deliver_waiting()
