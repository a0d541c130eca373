"""Tasks of the network: they take ids, load, call one service, and may run twice."""

from celery import shared_task

from network.services.audit import anchor_chains


@shared_task(name="network.tasks.anchor_audit_chains")
def anchor_audit_chains() -> None:
    """Note outside the database how far each audit chain has come."""
    anchor_chains()
