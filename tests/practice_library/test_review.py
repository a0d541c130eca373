"""A colleague reads it: who may be asked, what they are asked about, what their answer does."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import TaskState

from network.access import MayNot
from network.models import AuditEntry, NetworkPlace, OutgoingMessage
from practice_library.models import NetworkShelfPage, ReviewRequest, SchoolShelfPage, WriteUpPage
from practice_library.models.review import NotAsked
from practice_library.services.review import (
    NotAColleague,
    NotReady,
    NotWaiting,
    answer_review,
    ask_colleague,
    withdraw_request,
)
from practice_library.services.writing import NotYoursToOffer, save_draft
from tests.factories.library import asked, draft, full_fields, offered_to, published

pytestmark = pytest.mark.django_db
Decision = ReviewRequest.Decision


def answer(acting_as, request, by, decision=Decision.PUBLISH, words=""):
    with acting_as(by):
        return answer_review(request=request, by=by, decision=decision, answer=words)


@pytest.mark.parametrize("box", ["title", "promise", "for_whom", "tried", "worked", "did_not_work", "try_it",
                                 "link_to_learning"])  # fmt: skip
def test_nobody_is_asked_while_a_required_box_is_empty(cast, acting_as, box):
    page = draft(cast.mar.teacher, cast.mar.school, full_fields(**{box: "  "}))

    with acting_as(cast.mar.teacher), pytest.raises(NotReady) as refused:
        ask_colleague(write_up=page, reviewer=cast.mar.colleague, by=cast.mar.teacher)

    assert refused.value.boxes == [box]


@pytest.mark.parametrize("who", ["teacher", "governor", "dpo", "guest"])
def test_the_author_and_those_who_may_not_review_are_not_asked(cast, acting_as, who):
    page = draft(cast.mar.teacher, cast.mar.school)

    with acting_as(cast.mar.teacher), pytest.raises(NotAColleague):
        ask_colleague(write_up=page, reviewer=cast.mar.everybody[who], by=cast.mar.teacher)


def test_a_partner_school_s_teacher_is_no_colleague(cast, acting_as):
    page = draft(cast.mar.teacher, cast.mar.school)

    with acting_as(cast.mar.teacher), pytest.raises(NotAColleague):
        ask_colleague(write_up=page, reviewer=cast.cal.teacher, by=cast.mar.teacher)


def test_somebody_named_as_an_author_is_not_asked(cast, acting_as):
    names = f"{cast.mar.teacher.name}, {cast.mar.colleague.name}"
    page = draft(cast.mar.teacher, cast.mar.school, full_fields(author_names=names))

    with acting_as(cast.mar.teacher), pytest.raises(NotAColleague):
        ask_colleague(write_up=page, reviewer=cast.mar.colleague, by=cast.mar.teacher)


def test_asking_sends_one_mail_to_the_colleague_and_none_of_wagtail_s(
    cast, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=False):
        request = asked(draft(cast.mar.teacher, cast.mar.school), cast.mar.colleague)

    message = OutgoingMessage.objects.get()
    assert (message.kind, message.email) == ("review_asked", cast.mar.colleague.email)
    assert reverse("library:review", args=[request.pk]) in message.text
    assert mail.outbox == []


def test_only_one_colleague_is_asked_at_a_time(cast, acting_as):
    request = asked(draft(cast.mar.teacher, cast.mar.school), cast.mar.colleague)

    with acting_as(cast.mar.teacher), pytest.raises(NotWaiting):
        ask_colleague(write_up=request.write_up, reviewer=cast.mar.head, by=cast.mar.teacher)


def test_publishing_puts_it_on_the_network_s_shelf_under_both_names(cast, acting_as):
    page = published(cast.mar.teacher, cast.mar.colleague, cast.mar.school, offered_to(cast.small_steps))

    assert (page.live, page.audience, page.network) == (True, "network", cast.small_steps)
    assert (page.author_names, page.reviewer_name) == (cast.mar.teacher.name, cast.mar.colleague.name)
    assert page.get_parent().specific == NetworkShelfPage.objects.get(network=cast.small_steps)
    seen = [WriteUpPage.objects.visible_to(person).filter(pk=page.pk).exists()
            for person in (cast.mar.head, cast.cal.teacher, cast.out.teacher, cast.cal.governor)]  # fmt: skip
    assert seen == [True, True, False, False]


def test_publishing_for_my_school_stays_on_its_shelf(cast):
    page = published(cast.mar.teacher, cast.mar.colleague, cast.mar.school)

    assert page.get_parent().specific == SchoolShelfPage.objects.get(school=cast.mar.school)
    assert list(WriteUpPage.objects.visible_to(cast.cal.teacher)) == []
    assert list(WriteUpPage.objects.visible_to(cast.mar.colleague)) == [page]


@pytest.mark.parametrize("decision", [Decision.PUBLISH, Decision.CHANGE])
def test_nobody_else_answers(cast, acting_as, decision):
    request = asked(draft(cast.mar.teacher, cast.mar.school), cast.mar.colleague)

    for other in (cast.mar.teacher, cast.mar.head, cast.cal.teacher, cast.out.teacher, cast.mar.governor):
        with pytest.raises(NotAsked):
            answer(acting_as, request, other, decision, "words")
    assert ReviewRequest.objects.get(pk=request.pk).is_open


def test_the_task_itself_refuses_whoever_was_not_asked(cast, acting_as):
    request = asked(draft(cast.mar.teacher, cast.mar.school), cast.mar.colleague)
    state = TaskState.objects.get()

    for other in (cast.mar.teacher, cast.mar.head, cast.editor):
        with acting_as(other), pytest.raises(NotAsked):
            state.task.specific.on_action(state, other, "approve")

    assert WriteUpPage.objects.get(pk=request.write_up_id).live is False


def test_a_colleague_who_has_left_answers_no_more(cast, acting_as):
    request = asked(draft(cast.mar.teacher, cast.mar.school), cast.mar.colleague)
    cast.mar.colleague.memberships.update(ends_at="2026-01-01T00:00Z")

    with pytest.raises(NotAsked):
        answer(acting_as, request, cast.mar.colleague)


def test_what_was_read_is_published_not_what_was_written_since(cast, acting_as):
    page = draft(cast.mar.teacher, cast.mar.school, full_fields(tried="What Kit read"))
    request = asked(page, cast.mar.colleague)
    with acting_as(cast.mar.teacher):
        save_draft(write_up=page, by=cast.mar.teacher, fields=full_fields(tried="Written since"))

    answer(acting_as, request, cast.mar.colleague)

    page = WriteUpPage.objects.get(pk=page.pk)
    assert (page.tried, page.has_unpublished_changes) == ("What Kit read", True)
    assert page.get_newest_draft().tried == "Written since"


def test_asking_for_a_change_leaves_a_draft_and_sends_the_words(cast, acting_as):
    request = asked(draft(cast.mar.teacher, cast.mar.school), cast.mar.colleague)

    answer(acting_as, request, cast.mar.colleague, Decision.CHANGE, "Say more about B.")

    assert WriteUpPage.objects.get().live is False
    message = OutgoingMessage.objects.get(kind="review_answered")
    assert (message.email, "Say more about B." in message.text) == (cast.mar.teacher.email, True)


def test_asking_again_after_a_change_is_one_step(cast, acting_as):
    request = asked(draft(cast.mar.teacher, cast.mar.school), cast.mar.colleague)
    answer(acting_as, request, cast.mar.colleague, Decision.CHANGE, "More, please.")

    again = asked(WriteUpPage.objects.get(), cast.mar.head)
    answer(acting_as, again, cast.mar.head)

    assert WriteUpPage.objects.get().reviewer_name == cast.mar.head.name


def test_a_change_without_a_word_is_refused(cast, acting_as):
    request = asked(draft(cast.mar.teacher, cast.mar.school), cast.mar.colleague)

    with pytest.raises(NotWaiting):
        answer(acting_as, request, cast.mar.colleague, Decision.CHANGE, " ")


def test_answering_twice_changes_nothing(cast, acting_as):
    request = asked(draft(cast.mar.teacher, cast.mar.school), cast.mar.colleague)
    answer(acting_as, request, cast.mar.colleague)

    with pytest.raises(NotWaiting):
        answer(acting_as, request, cast.mar.colleague, Decision.CHANGE, "Wait")
    assert ReviewRequest.objects.get().decision == Decision.PUBLISH


def test_a_question_taken_back_cannot_be_answered(cast, acting_as):
    request = asked(draft(cast.mar.teacher, cast.mar.school), cast.mar.colleague)
    with acting_as(cast.mar.teacher):
        withdraw_request(request=request, by=cast.mar.teacher)

    with pytest.raises(NotWaiting):
        answer(acting_as, ReviewRequest.objects.get(), cast.mar.colleague)
    assert WriteUpPage.objects.get().live is False


def test_only_the_author_takes_the_question_back(cast, acting_as):
    request = asked(draft(cast.mar.teacher, cast.mar.school), cast.mar.colleague)

    for other in (cast.mar.colleague, cast.mar.head, cast.cal.teacher):
        with acting_as(other), pytest.raises(MayNot):
            withdraw_request(request=request, by=other)


def test_a_network_the_school_has_left_meanwhile_gets_nothing(cast, acting_as):
    request = asked(
        draft(cast.mar.teacher, cast.mar.school, offered_to(cast.small_steps)), cast.mar.colleague
    )
    NetworkPlace.objects.filter(school=cast.mar.school).update(left_at="2026-01-01T00:00Z")

    with pytest.raises(NotYoursToOffer):
        answer(acting_as, request, cast.mar.colleague)
    assert WriteUpPage.objects.get().live is False


def test_going_through_all_of_it_is_in_the_school_s_log(cast, acting_as):
    published(cast.mar.teacher, cast.mar.colleague, cast.mar.school)

    with acting_as(cast.mar.head):
        actions = list(AuditEntry.objects.order_by("number").values_list("action", "actor_id"))
    author, reader = cast.mar.teacher.pk, cast.mar.colleague.pk
    assert actions == [("write_up_started", author), ("review_asked", author), ("review_publish", reader)]


def test_a_question_is_taken_back_when_its_author_wants_fewer_readers(cast, acting_as):
    page = draft(cast.mar.teacher, cast.mar.school, offered_to(cast.small_steps, "public"))
    request = asked(page, cast.mar.colleague)

    with acting_as(cast.mar.teacher):
        save_draft(write_up=page, by=cast.mar.teacher, fields=full_fields())

    with pytest.raises(NotWaiting):
        answer(acting_as, ReviewRequest.objects.get(pk=request.pk), cast.mar.colleague)
    assert WriteUpPage.objects.get().live is False


def test_a_question_stays_when_its_author_wants_more_readers(cast, acting_as):
    page = draft(cast.mar.teacher, cast.mar.school)
    request = asked(page, cast.mar.colleague)

    with acting_as(cast.mar.teacher):
        save_draft(write_up=page, by=cast.mar.teacher, fields=offered_to(cast.small_steps, "public"))
    answer(acting_as, ReviewRequest.objects.get(pk=request.pk), cast.mar.colleague)

    assert WriteUpPage.objects.get().audience == "school"
