"""What the library does when something happens in the network, and what Wagtail would do and shall not."""

from typing import Any

from django.db import transaction
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from network.models import Membership, Network, NetworkRoleGrant, Person, School
from network.roles import NetworkRole
from network.signals import membership_ended, network_role_changed, school_left_hub, school_left_network
from practice_library.choices import Audience
from practice_library.models import ReviewRequest, WriteUpPage
from practice_library.services.offering import change_audience, take_back
from practice_library.services.review import withdraw_request
from practice_library.services.shelves import align_editor, sync_editors

#: Wagtail's mails about workflows: signal, sender, and the name under which Wagtail connects its own receiver. They
#: give operators the titles of every school's pages and send authors to the Wagtail admin; ours go to those concerned.
WAGTAIL_MAILS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def no_mail(sender: Any, **kwargs: Any) -> None:
    """Takes the place of one of Wagtail's mails."""


def connect() -> None:
    """Called once, when the apps are ready.

    A signal keeps the first receiver of a name, and Wagtail's admin gets ready after this app: taking its names keeps
    its mails out. A system check (practice_library.E002) sees to it that the order stays so.
    """
    for signal, sender, name in WAGTAIL_MAILS:
        signal.connect(no_mail, sender=sender, dispatch_uid=name)
    network_role_changed.connect(editors_changed, dispatch_uid="library.editors_changed")
    membership_ended.connect(colleague_left, dispatch_uid="library.colleague_left")
    school_left_network.connect(close_to_network, dispatch_uid="library.close_to_network")
    school_left_hub.connect(take_all_back, dispatch_uid="library.take_all_back")


@transaction.atomic
def editors_changed(sender: Any, *, network: Network, person: Person, role: str, **kwargs: Any) -> None:
    """Somebody edits for a network now, or no longer."""
    if role == NetworkRole.EDITOR:
        sync_editors(network)


@transaction.atomic
def colleague_left(sender: Any, *, membership: Membership, **kwargs: Any) -> None:
    """Whoever left a school reads nothing of its any more: questions to them end, and so does their editing."""
    waiting = ReviewRequest.objects.filter(
        reviewer_id=membership.person_id, write_up__school_id=membership.school_id, decided_at=None
    )
    for request in waiting.select_related("write_up"):
        withdraw_request(request=request, by=None)
    if NetworkRoleGrant.objects.filter(person_id=membership.person_id, role=NetworkRole.EDITOR).exists():
        align_editor(membership.person)


@transaction.atomic
def close_to_network(sender: Any, *, network: Network, school: School, **kwargs: Any) -> None:
    """What the school offered through this network goes back to its own shelf; its own people still read it."""
    for write_up in WriteUpPage.objects.filter(network=network, school=school):
        if write_up.live:
            change_audience(write_up=write_up, audience=Audience.SCHOOL, network=None, by=None)
        else:
            take_back(write_up=write_up, by=None)


@transaction.atomic
def take_all_back(sender: Any, *, school: School, **kwargs: Any) -> None:
    """A school that left the hub has nothing in the library."""
    for write_up in WriteUpPage.objects.filter(school=school, live=True):
        take_back(write_up=write_up, by=None)
