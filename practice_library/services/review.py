"""A colleague reads it, and what they said is done: published, or back with a word."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.models import TaskState, Workflow, WorkflowState, WorkflowTask

from core import clock
from core.errors import DomainError
from network.access import colleagues_of
from network.live import tell_people
from network.models import Person
from network.services.audit import record
from network.services.messages import send
from practice_library.domain.write_up_fields import is_named, missing
from practice_library.models import ColleagueReviewTask, ReviewRequest, WriteUpPage
from practice_library.models.review import NotAsked
from practice_library.policies import can_review, require_author
from practice_library.services.offering import put_on_its_shelf, settle_facts, wish_of
from practice_library.services.questions import end_question, workflow_state

Decision = ReviewRequest.Decision


class NotReady(DomainError):
    """Something that must be there is empty; `boxes` names what, in the order of the form."""

    def __init__(self, boxes: list[str]) -> None:
        super().__init__(
            ngettext("%(count)d box is still empty.", "%(count)d boxes are still empty.", len(boxes))
            % {"count": len(boxes)}
        )
        self.boxes = boxes


class NotAColleague(DomainError):
    """Whoever is asked belongs to the same school, may review, and did not write it."""

    def __init__(self) -> None:
        super().__init__(_("Ask a colleague at your school who did not write it with you."))


class NotWaiting(DomainError):
    """A question that is answered, or a second one at the same time."""


def empty_boxes(write_up: WriteUpPage) -> list[str]:
    """The required boxes that the newest draft leaves empty, in the order of the form."""
    return missing(write_up.latest_revision.content)


def possible_readers(write_up: WriteUpPage, *, by: Person) -> list[Person]:
    """The colleagues who may be asked to read it: at the same school, may review, and no authors of it."""
    wrote = set(write_up.revisions.values_list("user_id", flat=True)) | {write_up.owner_id}
    names = write_up.latest_revision.content.get("author_names", "")
    return [
        person
        for person in colleagues_of(by, write_up.school_id)
        if person.pk not in wrote and not is_named(person.display_name, names)
    ]


@transaction.atomic
def ask_colleague(*, write_up: WriteUpPage, reviewer: Person, by: Person, note: str = "") -> ReviewRequest:
    """Ask a colleague to read the newest draft. They are sent a mail; what is written from now on is not in it.

    Raises:
        MayNot: for anybody but the author.
        NotReady: when a required box is empty, "what didn't work" among them.
        NotAColleague: when the reviewer is not one, or wrote it too.
        NotWaiting: when somebody is reading it already.
    """
    require_author(write_up, by=by)
    page = WriteUpPage.objects.select_for_update().get(pk=write_up.pk)
    if page.review_requests.filter(decided_at=None).exists():
        raise NotWaiting(_("A colleague is reading it already. Take that question back first."))
    if boxes := empty_boxes(page):
        raise NotReady(boxes)
    if reviewer not in possible_readers(page, by=by):
        raise NotAColleague
    _colleague_workflow().start(page, by)
    request = ReviewRequest.objects.create(
        write_up=page, author=by, reviewer=reviewer, note=note.strip()[:400], asked_at=clock.now()
    )
    record("review_asked", school_id=page.school_id, by=by, subject=page, details={"reviewer": reviewer.pk})
    title = page.latest_revision.content["title"]
    _tell("review_asked", reviewer, request, title=title, path=reverse("library:review", args=[request.pk]))
    return request


@transaction.atomic
def withdraw_request(*, request: ReviewRequest, by: Person | None) -> ReviewRequest:
    """Take the question back. `by` is the author; None is the system, when the colleague has left.

    Raises:
        MayNot: for anybody but the author.
        NotWaiting: when it is answered already.
    """
    if by is not None:
        require_author(request.write_up, by=by)
    request = _open(request)
    record("review_withdrawn", school_id=request.write_up.school_id, by=by, subject=request.write_up)
    end_question(request, by=by)
    return request


@transaction.atomic
def answer_review(*, request: ReviewRequest, by: Person, decision: str, answer: str = "") -> ReviewRequest:
    """Say what the colleague decided.

    PUBLISH: exactly the revision they were asked to read goes live for the audience it names, on the network's shelf
    when it is offered to one, under both names; the author is told.
    CHANGE: it stays a draft; the author is sent the words.

    Raises:
        NotAsked: for everybody but the colleague who was asked, while they are one.
        NotWaiting: when it was answered or taken back, or CHANGE says no word.
        NotYoursToOffer: when the school has left the network in the meantime.
    """
    if not can_review(by, request) and request.is_open:
        raise NotAsked
    request = _open(request)
    if decision not in (Decision.PUBLISH, Decision.CHANGE):
        raise NotWaiting(_("Choose one of the two answers."))
    if decision == Decision.CHANGE and not answer.strip():
        raise NotWaiting(_("Say in a word what you would change."))
    page = WriteUpPage.objects.select_for_update().get(pk=request.write_up_id)
    state = asked_state(page)
    record(f"review_{decision}", school_id=page.school_id, by=by, subject=page)
    if decision == Decision.PUBLISH:
        _publish(page, state, by, answer)
    else:
        _act(state, by, "reject", answer)
    request.decision, request.decided_at, request.answer = decision, clock.now(), answer.strip()
    request.save(update_fields=["decision", "decided_at", "answer"])
    _tell_author(request, decision)
    return request


def asked_state(write_up: WriteUpPage) -> TaskState:
    """Wagtail's state of the open question; its `revision` is what was asked about.

    Raises:
        NotWaiting: when there is none.
    """
    state = workflow_state(write_up)
    if state is None or state.current_task_state is None:
        raise NotWaiting(_("This question was answered or taken back already."))
    return state.current_task_state


def _publish(page: WriteUpPage, state: TaskState, by: Person, answer: str) -> None:
    content = state.revision.content
    if boxes := missing(content):
        raise NotReady(boxes)
    audience, network = wish_of(content, page)
    settle_facts(page, title=content["title"], audience=audience, network=network, reviewer=by)
    _act(state, by, "approve", answer)
    moment = clock.now()
    WriteUpPage.objects.filter(pk=page.pk).update(
        first_published_at=page.first_published_at or moment, last_published_at=moment
    )
    put_on_its_shelf(WriteUpPage.objects.get(pk=page.pk), by=by)


def _act(state: TaskState, by: Person, action: str, answer: str) -> None:
    state.task.specific.on_action(state, by, action, comment=answer.strip())
    # Back with a word ends the workflow too: Wagtail would keep the page locked until it is resumed.
    WorkflowState.objects.filter(
        pk=state.workflow_state_id, status=WorkflowState.STATUS_NEEDS_CHANGES
    ).update(status=WorkflowState.STATUS_CANCELLED)


def _open(request: ReviewRequest) -> ReviewRequest:
    current = ReviewRequest.objects.select_for_update().get(pk=request.pk)
    if not current.is_open:
        raise NotWaiting(_("This question was answered or taken back already."))
    return current


def _colleague_workflow() -> Workflow:
    """The one workflow, with its one task; made when it is missing."""
    task = ColleagueReviewTask.objects.first() or ColleagueReviewTask.objects.create(
        name="A colleague reads it"
    )
    workflow = Workflow.objects.filter(workflow_tasks__task=task).first()
    if workflow is None:
        workflow = Workflow.objects.create(name="A colleague reads it")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow


def _tell_author(request: ReviewRequest, decision: str) -> None:
    page = WriteUpPage.objects.get(pk=request.write_up_id)
    if decision == Decision.PUBLISH:
        _tell("published", request.author, request, title=page.title, path=page.get_absolute_url())
    else:
        path = reverse("library:write-up-edit", args=[page.pk])
        _tell(
            "review_answered", request.author, request, title=page.latest_revision.content["title"], path=path
        )


def _tell(kind: str, person: Person, request: ReviewRequest, *, title: str | Promise, path: str) -> None:
    context = {
        "title": title,
        "author": request.author.display_name,
        "reviewer": request.reviewer.display_name,
        "note": request.note,
        "answer": request.answer,
        "link": f"{settings.BASE_URL}{path}",
    }
    send(kind, to=person, context=context)
    tell_people([person])
