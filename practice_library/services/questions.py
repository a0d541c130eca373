"""The open question to a colleague, in our row and in Wagtail's workflow."""

from wagtail.models import WorkflowState

from core import clock
from network.models import Person
from network.services.audit import record
from practice_library.domain.audiences import needs_reading
from practice_library.models import ReviewRequest, WriteUpPage


def workflow_state(write_up: WriteUpPage) -> WorkflowState | None:
    """Wagtail's state of the open question, or None."""
    return WorkflowState.objects.active().for_instance(write_up).select_related("current_task_state").first()


def end_question(request: ReviewRequest, *, by: Person | None) -> None:
    """Close an open question without an answer; the caller has asked whether it may be, and records it."""
    if (state := workflow_state(request.write_up)) is not None:
        state.cancel(user=by)
    request.decision, request.decided_at = ReviewRequest.Decision.WITHDRAWN, clock.now()
    request.save(update_fields=["decision", "decided_at"])


def end_questions_about(write_up: WriteUpPage, *, by: Person | None) -> None:
    """Close the open question about a write-up, if there is one."""
    for request in ReviewRequest.objects.filter(write_up=write_up, decided_at=None):
        end_question(request, by=by)


def end_question_if_closed(
    write_up: WriteUpPage, *, audience: str, network_id: int | None, by: Person
) -> None:
    """Take the open question back when its author no longer wants everybody to read it who would once it is answered."""
    state = workflow_state(write_up)
    if state is None or state.current_task_state is None:
        return
    asked = state.current_task_state.revision.content
    if needs_reading(
        now=audience, now_network=network_id, then=asked["audience"], then_network=asked["network"]
    ):
        record("review_withdrawn", school_id=write_up.school_id, by=by, subject=write_up)
        end_questions_about(write_up, by=by)
