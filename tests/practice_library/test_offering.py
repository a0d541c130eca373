"""Who may read it: closing at once, opening through a colleague, taking back; what happens when a school leaves."""

import pytest
from django.urls import reverse

from network.access import MayNot
from network.signals import membership_ended, school_left_hub, school_left_network
from practice_library.models import NetworkShelfPage, ReviewRequest, SchoolShelfPage, WriteUpPage
from practice_library.services.offering import change_audience, take_back
from practice_library.services.review import answer_review
from practice_library.services.writing import NotYoursToOffer
from tests.factories.library import asked, draft, full_fields, offered_to, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def public_page(cast):
    return published(
        cast.mar.teacher, cast.mar.colleague, cast.mar.school, offered_to(cast.small_steps, "public")
    )


def change(acting_as, page, by, audience, network=None):
    with acting_as(by):
        return change_audience(write_up=page, audience=audience, network=network, by=by)


def test_public_addresses_are_plain_and_others_end_in_chance(cast, public_page):
    closed = published(cast.mar.teacher, cast.mar.colleague, cast.mar.school, offered_to(cast.small_steps))
    second = published(
        cast.cal.teacher, cast.cal.colleague, cast.cal.school, offered_to(cast.small_steps, "public")
    )

    assert public_page.slug == "partner-talk-before-pencils"
    assert (closed.slug[:28], len(closed.slug)) == ("partner-talk-before-pencils-", 36)
    assert second.slug == "partner-talk-before-pencils-2"


def test_a_title_never_takes_a_fixed_address(cast):
    page = published(
        cast.mar.teacher,
        cast.mar.colleague,
        cast.mar.school,
        offered_to(cast.small_steps, "public", title="Write"),
    )

    assert page.slug == "write-write-up"


@pytest.mark.parametrize(("audience", "offered"), [("network", True), ("school", False)])
def test_closing_acts_at_once_under_a_new_address(cast, acting_as, public_page, client, audience, offered):
    old = public_page.get_absolute_url()

    page = change(acting_as, public_page, cast.mar.teacher, audience, cast.small_steps if offered else None)

    assert (page.live, page.audience, page.slug != public_page.slug) == (True, audience, True)
    assert client.get(old).status_code == 404
    assert client.get(page.get_absolute_url()).status_code == 404
    assert WriteUpPage.objects.visible_to(cast.cal.teacher).exists() == offered


def test_closing_moves_it_back_to_its_school(cast, acting_as, public_page):
    page = change(acting_as, public_page, cast.mar.teacher, "school")

    assert page.get_parent().specific == SchoolShelfPage.objects.get(school=cast.mar.school)


def test_closing_ends_an_open_question_and_the_wish_in_it(cast, acting_as, public_page):
    request = asked(public_page, cast.mar.head)

    page = change(acting_as, public_page, cast.mar.teacher, "school")

    assert ReviewRequest.objects.get(pk=request.pk).decision == "withdrawn"
    assert page.get_newest_draft().audience == "school"


def test_opening_waits_for_a_colleague(cast, acting_as):
    page = published(cast.mar.teacher, cast.mar.colleague, cast.mar.school)

    waiting = change(acting_as, page, cast.mar.teacher, "public", cast.small_steps)
    assert (waiting.audience, waiting.get_newest_draft().audience, waiting.slug) == (
        "school",
        "public",
        page.slug,
    )

    request = asked(waiting, cast.mar.head)
    with acting_as(cast.mar.head):
        answer_review(request=request, by=cast.mar.head, decision="publish")
    opened = WriteUpPage.objects.get(pk=page.pk)
    assert (opened.audience, opened.slug) == ("public", "partner-talk-before-pencils")
    assert opened.get_parent().specific == NetworkShelfPage.objects.get(network=cast.small_steps)


def test_the_school_s_managers_may_close_and_not_open(cast, acting_as, public_page):
    page = change(acting_as, public_page, cast.mar.head, "school")

    with pytest.raises(MayNot):
        change(acting_as, page, cast.mar.head, "public", cast.small_steps)


@pytest.mark.parametrize("who", ["colleague", "governor", "dpo"])
def test_others_may_neither_close_nor_take_back(cast, acting_as, public_page, who):
    other = cast.mar.everybody[who]

    with pytest.raises(MayNot):
        change(acting_as, public_page, other, "school")
    with acting_as(other), pytest.raises(MayNot):
        take_back(write_up=public_page, by=other)
    for stranger in (cast.cal.head, cast.out.head):
        with acting_as(stranger), pytest.raises(MayNot):
            take_back(write_up=public_page, by=stranger)


def test_a_network_the_school_is_not_in_is_refused(cast, acting_as, public_page):
    with pytest.raises(NotYoursToOffer):
        change(acting_as, public_page, cast.mar.teacher, "network", cast.elsewhere)


def test_an_old_revision_does_not_open_again_what_was_closed(cast, acting_as, public_page):
    once_public = public_page.live_revision
    page = change(acting_as, public_page, cast.mar.teacher, "school")

    once_public.refresh_from_db()
    once_public.content["audience"] = "public"
    once_public.publish(skip_permission_checks=True)

    after = WriteUpPage.objects.get(pk=page.pk)
    assert (after.audience, after.network, after.slug) == ("school", None, page.slug)


def test_taking_back_leaves_a_draft_that_nobody_finds(cast, acting_as, public_page, client):
    old = public_page.get_absolute_url()

    with acting_as(cast.mar.teacher):
        page = take_back(write_up=public_page, by=cast.mar.teacher)

    assert (page.live, page.audience, page.slug[:6]) == (False, "school", "draft-")
    assert page.get_newest_draft().tried == full_fields().tried
    assert client.get(old).status_code == 404
    assert list(WriteUpPage.objects.visible_to(cast.mar.colleague)) == []


def test_the_page_of_the_audience_closes_and_leads_to_the_new_address(cast, client_for, public_page):
    browser = client_for(cast.mar.teacher)

    answer = browser.post(reverse("library:write-up-audience", args=[public_page.pk]), {"audience": "school"})

    assert answer.headers["Location"] == WriteUpPage.objects.get().get_absolute_url()


def test_the_page_of_the_audience_leads_to_a_colleague_when_it_opens(cast, client_for):
    page = published(cast.mar.teacher, cast.mar.colleague, cast.mar.school)

    answer = client_for(cast.mar.teacher).post(
        reverse("library:write-up-audience", args=[page.pk]), {"audience": f"network-{cast.small_steps.pk}"}
    )

    assert answer.headers["Location"] == reverse("library:write-up-ask", args=[page.pk])
    assert WriteUpPage.objects.get().audience == "school"


def test_taking_back_on_the_page_needs_the_button(cast, client_for, public_page):
    browser, address = client_for(cast.mar.head), reverse("library:write-up-take-back", args=[public_page.pk])

    assert (browser.get(address).status_code, WriteUpPage.objects.get().live) == (200, True)
    assert (browser.post(address).status_code, WriteUpPage.objects.get().live) == (302, False)


def test_a_school_that_leaves_a_network_takes_what_it_offered_there(cast, public_page):
    school_left_network.send(sender=None, network=cast.small_steps, school=cast.mar.school, by=None)

    page = WriteUpPage.objects.get()
    assert (page.live, page.audience, page.network) == (True, "school", None)
    assert list(WriteUpPage.objects.visible_to(cast.cal.teacher)) == []


def test_a_school_that_leaves_the_hub_has_nothing_in_the_library(cast, public_page):
    published(cast.mar.teacher, cast.mar.colleague, cast.mar.school)

    school_left_hub.send(sender=None, school=cast.mar.school, by=None)

    assert list(WriteUpPage.objects.filter(live=True)) == []


def test_questions_to_a_colleague_who_leaves_end(cast):
    request = asked(draft(cast.mar.teacher, cast.mar.school), cast.mar.colleague)

    membership_ended.send(sender=None, membership=cast.mar.colleague.memberships.get(), by=None)

    assert ReviewRequest.objects.get(pk=request.pk).decision == "withdrawn"
