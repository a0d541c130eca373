"""Tasks of the ground floor: they take ids, call one function, and may run twice."""

from uuid import UUID

from celery import shared_task

from core import clock, retention, work


@shared_task(name="core.tasks.do_work")
def do_work(*, item_id: str) -> None:
    """Do one piece of work, as soon as it was decided."""
    work.perform(item_id=UUID(item_id))


@shared_task(name="core.tasks.send_waiting_work")
def send_waiting_work() -> None:
    """Send again what was not done."""
    work.send_waiting()


@shared_task(name="core.tasks.clear_up")
def clear_up() -> None:
    """Delete what has been kept long enough, room by room."""
    for _outcome in retention.apply_rules(clock.now()):
        pass
