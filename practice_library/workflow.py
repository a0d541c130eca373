"""What Wagtail does at the end of a review (`WAGTAIL_FINISH_WORKFLOW_ACTION`); imported by Wagtail's models, imports none."""

from typing import Any


def publish_what_was_read(workflow_state: Any, user: Any = None) -> None:
    """Publish the revision that the colleague read.

    Wagtail's own function publishes the latest one, which the author may have written since and nobody has read.
    Who may say so was checked by `ColleagueReviewTask.on_action`; the reviewer needs no permission in the Wagtail admin.
    """
    workflow_state.current_task_state.revision.publish(user=user, skip_permission_checks=True)
