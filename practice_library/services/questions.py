"""The open question to a colleague, in our row and in Wagtail's workflow."""

from wagtail.models import WorkflowState

from core import clock
from network.models import Person
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
