"""The pages of writing: the desk, the form, the preview, asking."""

import pytest
from django.urls import reverse

from network.models import Topic
from practice_library.domain.write_up_fields import LONGEST_BOX
from practice_library.forms.writing import WriteUpForm
from practice_library.models import ReviewRequest, WriteUpPage
from tests import queries
from tests.factories.library import asked, draft, full_fields, offered_to, published

pytestmark = pytest.mark.django_db


def form_data(**changes):
    fields = full_fields()
    names = ("title", "promise", "for_whom", "tried", "worked", "did_not_work", "would_change", "try_it",
             "link_to_learning", "language", "author_names", "evidence_level", "minutes_needed")  # fmt: skip
    return {**{name: getattr(fields, name) for name in names}, "audience": "school", **changes}


def test_desk_lists_what_is_mine(cast, client_for):
    draft(cast.mar.teacher, cast.mar.school, full_fields(title="Half a draft"))
    asked(draft(cast.mar.teacher, cast.mar.school, full_fields(title="Being read")), cast.mar.colleague)
    published(cast.mar.teacher, cast.mar.colleague, cast.mar.school, full_fields(title="Out there"))
    draft(cast.mar.colleague, cast.mar.school, full_fields(title="Somebody else’s"))

    page = client_for(cast.mar.teacher).get(reverse("library:write")).content.decode()

    assert [title in page for title in ("Half a draft", "Being read", "Out there", "Somebody else’s")] == [
        True, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_desk_takes_as_many_queries_for_three_as_for_one(cast, client_for, count):
    for number in range(count):
        draft(cast.mar.teacher, cast.mar.school, full_fields(title=f"Draft {number}"))
        asked(draft(cast.mar.teacher, cast.mar.school), cast.mar.colleague)
        published(cast.mar.teacher, cast.mar.colleague, cast.mar.school)
        asked(draft(cast.mar.colleague, cast.mar.school), cast.mar.teacher)
    browser = client_for(cast.mar.teacher)
    browser.get(reverse("library:write"))

    with queries.asked(8):
        browser.get(reverse("library:write"))


def test_start_makes_an_empty_draft_and_opens_it(cast, client_for):
    answer = client_for(cast.mar.teacher).post(reverse("library:write"), {"school": cast.mar.school.pk})

    page = WriteUpPage.objects.get()
    assert answer.headers["Location"] == reverse("library:write-up-edit", args=[page.pk])
    assert (page.owner, page.school, page.live) == (cast.mar.teacher, cast.mar.school, False)


def test_start_at_another_school_is_refused(cast, client_for):
    answer = client_for(cast.mar.teacher).post(reverse("library:write"), {"school": cast.cal.school.pk})

    assert (answer.status_code, WriteUpPage.objects.count()) == (422, 0)


@pytest.mark.parametrize("who", ["governor", "dpo", "guest"])
def test_desk_is_refused_to_those_who_may_not_write(cast, client_for, who):
    assert client_for(cast.mar.everybody[who]).get(reverse("library:write")).status_code == 403


def test_visitors_are_sent_to_sign_in(cast, client):
    page = draft(cast.mar.teacher, cast.mar.school)

    for name in ("write-up-edit", "write-up-preview", "write-up-ask", "write-up-audience", "history"):
        address = reverse(f"library:{name}", args=[page.pk])
        assert client.get(address).headers["Location"] == f"{reverse('account_login')}?next={address}"


PAGES = ["write-up-edit", "write-up-preview", "write-up-extras", "write-up-ask", "write-up-audience",
         "write-up-take-back", "write-up-delete", "history"]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_is_there_for_its_author_alone(cast, client_for, name):
    page = draft(cast.mar.teacher, cast.mar.school)
    address = reverse(f"library:{name}", args=[page.pk])

    seen = {
        who: client_for(person).get(address).status_code
        for who, person in {
            "author": cast.mar.teacher,
            "colleague": cast.mar.colleague,
            "head": cast.mar.head,
            "partner": cast.cal.teacher,
            "editor": cast.editor,
            "outsider": cast.out.teacher,
            "governor": cast.mar.governor,
        }.items()
    }

    # A governor writes nowhere: these pages say so before looking whether there is such a draft.
    governor = 403 if name in ("write-up-preview", "history") else 404
    assert seen == {
        "author": 200, "colleague": 404, "head": 404, "partner": 404, "editor": 404, "outsider": 404, "governor": governor,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["write-up-edit", "write-up-extras", "write-up-ask", "write-up-delete"])
def test_readers_of_what_is_published_may_not_change_it(cast, client_for, name):
    page = published(cast.mar.teacher, cast.mar.colleague, cast.mar.school, offered_to(cast.small_steps))
    address = reverse(f"library:{name}", args=[page.pk])

    seen = [
        client_for(person).get(address).status_code
        for person in (cast.cal.teacher, cast.mar.head, cast.out.teacher)
    ]

    assert seen == [403, 403, 404]


def test_saving_keeps_what_is_there_although_something_is_missing(cast, client_for):
    page = draft(cast.mar.teacher, cast.mar.school)

    answer = client_for(cast.mar.teacher).post(
        reverse("library:write-up-edit", args=[page.pk]),
        form_data(title="New title", did_not_work="", worked=""),
    )

    newest = WriteUpPage.objects.get(pk=page.pk).get_newest_draft()
    assert answer.status_code == 302
    assert (newest.title, newest.did_not_work, newest.worked) == ("New title", "", "")


def test_saving_shows_what_does_not_fit_and_keeps_the_words_on_the_page(cast, client_for):
    page = draft(cast.mar.teacher, cast.mar.school)

    answer = client_for(cast.mar.teacher).post(
        reverse("library:write-up-edit", args=[page.pk]),
        form_data(title="Kept on the page", minutes_needed="ten"),
    )

    assert answer.status_code == 422
    assert "Kept on the page" in answer.content.decode()
    assert page.get_newest_draft().title == full_fields().title


@pytest.mark.parametrize("box", WriteUpForm.WORDS[2:9])
def test_a_box_that_is_too_long_is_refused_with_everything_still_on_the_page(cast, client_for, box):
    page = draft(cast.mar.teacher, cast.mar.school)
    words = form_data(**{box: "å" * (LONGEST_BOX + 1), "title": "Kept on the page"})

    answer = client_for(cast.mar.teacher).post(reverse("library:write-up-edit", args=[page.pk]), words)

    form = answer.context["form"]
    assert (answer.status_code, set(form.errors)) == (422, {box})
    assert {name: form[name].value() for name in words} == {name: str(value) for name, value in words.items()}
    assert page.get_newest_draft().title == full_fields().title


def test_a_box_may_be_filled_to_its_limit(cast, client_for):
    page = draft(cast.mar.teacher, cast.mar.school)
    full = dict.fromkeys(WriteUpForm.WORDS[2:9], "å" * LONGEST_BOX)

    answer = client_for(cast.mar.teacher).post(
        reverse("library:write-up-edit", args=[page.pk]), form_data(**full)
    )

    assert (answer.status_code, WriteUpPage.objects.get().get_newest_draft().tried) == (302, full["tried"])


def test_another_network_cannot_be_chosen(cast, client_for):
    page = draft(cast.mar.teacher, cast.mar.school)

    answer = client_for(cast.mar.teacher).post(
        reverse("library:write-up-edit", args=[page.pk]), form_data(audience=f"network-{cast.elsewhere.pk}")
    )

    assert answer.status_code == 422
    assert page.get_newest_draft().audience == "school"


def test_fields_that_are_not_in_the_form_cannot_be_set(cast, client_for):
    page = draft(cast.mar.teacher, cast.mar.school)

    client_for(cast.mar.teacher).post(
        reverse("library:write-up-edit", args=[page.pk]),
        form_data(
            live="on", school=cast.cal.school.pk, owner=cast.mar.head.pk, reviewer_name="Me", slug="mine"
        ),
    )

    after = WriteUpPage.objects.get(pk=page.pk)
    newest = after.get_newest_draft()
    assert (after.live, after.school_id, after.owner_id, after.slug) == (
        False,
        page.school_id,
        page.owner_id,
        page.slug,
    )
    assert (newest.school_id, newest.reviewer_name, newest.slug) == (page.school_id, "", page.slug)


def test_a_second_window_does_not_overwrite_the_first(cast, client_for):
    page = draft(cast.mar.teacher, cast.mar.school)
    browser, address = client_for(cast.mar.teacher), reverse("library:write-up-edit", args=[page.pk])
    began = page.latest_revision_id
    browser.post(address, form_data(title="First window", based_on=began))

    answer = browser.post(address, form_data(title="Second window", based_on=began))

    assert answer.status_code == 409
    assert "Second window" in answer.content.decode()
    assert WriteUpPage.objects.get(pk=page.pk).get_newest_draft().title == "First window"


def test_preview_shows_the_draft_with_its_topics(cast, client_for):
    topic = Topic.objects.get(kind="phase", code="ks2")
    page = draft(cast.mar.teacher, cast.mar.school, full_fields(topic_ids=(topic.pk,)))

    shown = (
        client_for(cast.mar.teacher).get(reverse("library:write-up-preview", args=[page.pk])).content.decode()
    )

    assert (full_fields().title in shown, "Key stage 2" in shown) == (True, True)


def test_asking_says_what_is_missing(cast, client_for):
    page = draft(cast.mar.teacher, cast.mar.school, full_fields(did_not_work="", link_to_learning=" "))
    browser, address = client_for(cast.mar.teacher), reverse("library:write-up-ask", args=[page.pk])

    shown = browser.get(address).content.decode()
    answer = browser.post(address, {"reviewer": cast.mar.colleague.pk, "note": ""})

    assert ("What didn’t work" in shown, "Link to learning" in shown) == (True, True)
    assert (answer.status_code, ReviewRequest.objects.count()) == (422, 0)


def test_asking_offers_colleagues_and_nobody_else(cast, client_for):
    page = draft(cast.mar.teacher, cast.mar.school)

    answer = client_for(cast.mar.teacher).get(reverse("library:write-up-ask", args=[page.pk]))

    offered = {value for value, _label in answer.context["form"].fields["reviewer"].choices}
    assert offered == {cast.mar.head.pk, cast.mar.admin.pk, cast.mar.colleague.pk}


@pytest.mark.parametrize("name", ["write-up-withdraw", "write-up-extra-move", "write-up-extra-remove"])
def test_buttons_do_nothing_on_get(cast, client_for, name):
    page = draft(cast.mar.teacher, cast.mar.school)

    assert client_for(cast.mar.teacher).get(reverse(f"library:{name}", args=[page.pk])).status_code == 405
