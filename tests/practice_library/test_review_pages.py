"""The pages of reading for a colleague: the desk, the question, Today, the history."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from core import clock
from practice_library.desk import asked_of, today_cards
from practice_library.models import ReviewRequest, WriteUpPage
from practice_library.services.review import answer_review
from practice_library.services.writing import save_draft
from tests.factories.library import asked, draft, full_fields, offered_to, published
from tests.practice_library.test_writing_pages import form_data

pytestmark = pytest.mark.django_db
Decision = ReviewRequest.Decision


def test_review_page_is_there_for_the_colleague_alone(cast, client_for):
    request = asked(draft(cast.mar.teacher, cast.mar.school), cast.mar.colleague)
    address = reverse("library:review", args=[request.pk])
    people = (
        cast.mar.colleague,
        cast.mar.teacher,
        cast.mar.head,
        cast.cal.teacher,
        cast.out.teacher,
        cast.mar.governor,
    )

    assert [client_for(person).get(address).status_code for person in people] == [
        200,
        404,
        404,
        404,
        404,
        404,
    ]


def test_review_page_shows_what_was_asked_about_and_publishes_it(cast, client_for, acting_as):
    page = draft(cast.mar.teacher, cast.mar.school, offered_to(cast.small_steps, tried="What was asked"))
    request = asked(page, cast.mar.colleague)
    with acting_as(cast.mar.teacher):
        save_draft(
            write_up=page, by=cast.mar.teacher, fields=offered_to(cast.small_steps, tried="Written since")
        )
    browser, address = client_for(cast.mar.colleague), reverse("library:review", args=[request.pk])

    shown = browser.get(address).content.decode()
    answered = browser.post(address, {"decision": "publish", "answer": "I will try it."})

    page = WriteUpPage.objects.get()
    assert ("What was asked" in shown, "Written since" in shown, "Small Steps Network" in shown) == (
        True,
        False,
        True,
    )
    assert (answered.status_code, answered.headers["Location"]) == (302, page.get_absolute_url())
    assert (page.live, page.tried) == (True, "What was asked")


def test_review_page_wants_one_of_the_two_answers(cast, client_for):
    request = asked(draft(cast.mar.teacher, cast.mar.school), cast.mar.colleague)

    answered = client_for(cast.mar.colleague).post(
        reverse("library:review", args=[request.pk]), {"answer": "Hm"}
    )

    assert (answered.status_code, ReviewRequest.objects.get().is_open) == (422, True)


def test_history_names_both_and_keeps_the_words_between_them(cast, client_for, acting_as):
    request = asked(draft(cast.mar.teacher, cast.mar.school), cast.mar.colleague)
    with acting_as(cast.mar.colleague):
        answer_review(
            request=request, by=cast.mar.colleague, decision=Decision.PUBLISH, answer="Our secret word"
        )
    page = WriteUpPage.objects.get()

    seen = {
        who: client_for(person).get(reverse("library:history", args=[page.pk]))
        for who, person in {
            "author": cast.mar.teacher,
            "reader": cast.mar.colleague,
            "head": cast.mar.head,
        }.items()
    }

    names = [
        cast.mar.teacher.name in seen["author"].content.decode(),
        cast.mar.colleague.name in seen["author"].content.decode(),
    ]
    assert names == [True, True]
    words = {who: "Our secret word" in answered.content.decode() for who, answered in seen.items()}
    assert words == {"author": True, "reader": True, "head": False}
    assert client_for(cast.cal.teacher).get(reverse("library:history", args=[page.pk])).status_code == 404


def test_today_says_who_waits_and_what_i_began(cast, acting_as):
    asked(draft(cast.mar.teacher, cast.mar.school), cast.mar.colleague)
    draft(cast.mar.colleague, cast.mar.school, full_fields(title="Mine, half done"))

    with acting_as(cast.mar.colleague):
        cards = today_cards(cast.mar.colleague, clock.now())

    assert [(card.kind, card.detail) for card in cards] == [("waiting", ""), ("agreed", "Mine, half done")]


def test_a_title_nobody_has_read_is_its_author_s_alone_in_the_history(cast, acting_as, client_for):
    page = published(cast.mar.teacher, cast.mar.colleague, cast.mar.school)
    with acting_as(cast.mar.teacher):
        save_draft(write_up=page, by=cast.mar.teacher, fields=full_fields(title="Not for the head yet"))
    address = reverse("library:history", args=[page.pk])

    shown = {
        who: client_for(who).get(address).context["shown_title"] for who in (cast.mar.teacher, cast.mar.head)
    }

    assert shown == {cast.mar.teacher: "Not for the head yet", cast.mar.head: page.title}


def test_desk_shows_the_title_that_was_asked_about(cast, acting_as, client_for):
    page = draft(cast.mar.teacher, cast.mar.school, full_fields(title="As it was asked"))
    other = draft(cast.mar.teacher, cast.mar.school, full_fields(title="Another"))
    asked(page, cast.mar.colleague), asked(other, cast.mar.colleague)
    with acting_as(cast.mar.teacher):
        save_draft(write_up=page, by=cast.mar.teacher, fields=full_fields(title="Written since"))

    shown = client_for(cast.mar.colleague).get(reverse("library:write"))

    with acting_as(cast.mar.colleague):
        titles = [request.asked_title for request in asked_of(cast.mar.colleague)]
    assert titles == ["As it was asked", "Another"]
    assert [title in shown.content.decode() for title in (*titles, "Written since")] == [True, True, False]


def test_desk_shows_what_was_asked_the_second_time(cast, acting_as):
    page = draft(cast.mar.teacher, cast.mar.school, full_fields(title="First"))
    request = asked(page, cast.mar.colleague)
    with acting_as(cast.mar.colleague):
        answer_review(request=request, by=cast.mar.colleague, decision=Decision.CHANGE, answer="Shorter.")
    with acting_as(cast.mar.teacher):
        save_draft(write_up=page, by=cast.mar.teacher, fields=full_fields(title="Second"))
    asked(WriteUpPage.objects.get(), cast.mar.colleague)

    with acting_as(cast.mar.colleague):
        assert [request.asked_title for request in asked_of(cast.mar.colleague)] == ["Second"]


def _said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.mark.parametrize(("audience", "is_taken_back"), [("school", True), ("public", False)])
def test_the_form_says_when_it_takes_the_question_back(cast, client_for, audience, is_taken_back):
    page = draft(cast.mar.teacher, cast.mar.school, offered_to(cast.small_steps))
    asked(page, cast.mar.colleague)
    code = audience if audience == "school" else f"{audience}-{cast.small_steps.pk}"

    answer = client_for(cast.mar.teacher).post(
        reverse("library:write-up-edit", args=[page.pk]), form_data(audience=code)
    )

    words = (
        f"{cast.mar.colleague.display_name} is not asked to read it any more: fewer people are to read it than when "
        "you asked. Ask again when it is ready."
    )
    assert _said(answer) == ([words] if is_taken_back else []) + ["Your words are kept."]


@pytest.mark.parametrize(
    ("name", "data"), [("write-up-audience", {"audience": "school"}), ("write-up-take-back", {})]
)
def test_closing_says_when_it_takes_the_question_back(cast, client_for, name, data):
    page = published(cast.mar.teacher, cast.mar.colleague, cast.mar.school, offered_to(cast.small_steps))
    browser = client_for(cast.mar.teacher)
    asked(page, cast.mar.head)

    answer = browser.post(reverse(f"library:{name}", args=[page.pk]), data)

    assert ReviewRequest.objects.get(reviewer=cast.mar.head).decision == Decision.WITHDRAWN
    assert _said(answer)[0].startswith(f"{cast.mar.head.display_name} is not asked to read it any more")


def test_saving_says_nothing_of_a_question_answered_before(cast, client_for, acting_as):
    page = draft(cast.mar.teacher, cast.mar.school)
    request = asked(page, cast.mar.colleague)
    with acting_as(cast.mar.colleague):
        answer_review(request=request, by=cast.mar.colleague, decision=Decision.CHANGE, answer="Shorter.")

    answer = client_for(cast.mar.teacher).post(reverse("library:write-up-edit", args=[page.pk]), form_data())

    assert _said(answer) == ["Your words are kept."]
