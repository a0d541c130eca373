"""Drafts: begun, kept, thrown away."""

import pytest

from network.access import MayNot
from practice_library.models import SchoolShelfPage, WriteUpPage
from practice_library.services.writing import (
    DoesNotFit,
    NotYoursToOffer,
    StillPublished,
    delete_draft,
    save_draft,
    start_write_up,
)
from tests.factories.library import draft, full_fields, offered_to, published

pytestmark = pytest.mark.django_db


def test_draft_stands_on_its_school_shelf_and_nobody_reads_it(cast, acting_as):
    page = draft(cast.mar.teacher, cast.mar.school)

    assert page.live is False
    assert page.get_parent().specific == SchoolShelfPage.objects.get(school=cast.mar.school)
    assert list(WriteUpPage.objects.visible_to(cast.mar.colleague)) == []
    assert list(WriteUpPage.objects.workable_by(cast.mar.teacher)) == [page]


def test_draft_may_leave_everything_empty(cast):
    page = draft(
        cast.mar.teacher, cast.mar.school, full_fields(title="", promise="", tried="", did_not_work="")
    )

    newest = page.get_newest_draft()
    assert (newest.title, newest.promise, newest.tried) == ("", "", "")
    assert page.slug.startswith("draft-")


def test_draft_keeps_the_wish_and_the_row_stays_closed(cast):
    page = draft(cast.mar.teacher, cast.mar.school, offered_to(cast.small_steps, "public"))

    assert (page.audience, page.network_id) == ("school", None)
    newest = page.get_newest_draft()
    assert (newest.audience, newest.network_id) == ("public", cast.small_steps.pk)


def test_saving_adds_a_revision_in_the_author_s_name(cast, acting_as):
    page = draft(cast.mar.teacher, cast.mar.school)

    with acting_as(cast.mar.teacher):
        page = save_draft(write_up=page, by=cast.mar.teacher, fields=full_fields(title="Second thoughts"))

    assert page.get_newest_draft().title == "Second thoughts"
    assert list(page.revisions.values_list("user_id", flat=True)) == [cast.mar.teacher.pk] * 2


def test_saving_leaves_what_is_published_as_it_is(cast, acting_as):
    page = published(cast.mar.teacher, cast.mar.colleague, cast.mar.school)

    with acting_as(cast.mar.teacher):
        page = save_draft(
            write_up=page, by=cast.mar.teacher, fields=full_fields(title="Unread", tried="Unread")
        )

    page = WriteUpPage.objects.get(pk=page.pk)
    assert (page.title, page.live, page.has_unpublished_changes) == (
        "Partner talk before pencils",
        True,
        True,
    )
    assert page.tried == full_fields().tried


@pytest.mark.parametrize("who", ["colleague", "head", "admin", "governor", "dpo", "guest"])
def test_nobody_else_writes_on_it(cast, acting_as, who):
    page = draft(cast.mar.teacher, cast.mar.school)
    other = cast.mar.everybody[who]

    with acting_as(other), pytest.raises(MayNot):
        save_draft(write_up=page, by=other, fields=full_fields())
    with acting_as(other), pytest.raises(MayNot):
        delete_draft(write_up=page, by=other)


@pytest.mark.parametrize("who", ["governor", "dpo", "guest"])
def test_only_those_who_may_write_begin_one(cast, acting_as, who):
    person = cast.mar.everybody[who]

    with acting_as(person), pytest.raises(MayNot):
        start_write_up(by=person, school=cast.mar.school, fields=full_fields())


def test_writing_at_another_school_is_refused(cast, acting_as):
    with acting_as(cast.mar.teacher), pytest.raises(MayNot):
        start_write_up(by=cast.mar.teacher, school=cast.cal.school, fields=full_fields())


def test_offering_to_a_network_the_school_is_not_in_is_refused(cast, acting_as):
    with acting_as(cast.mar.teacher), pytest.raises(NotYoursToOffer):
        start_write_up(by=cast.mar.teacher, school=cast.mar.school, fields=offered_to(cast.elsewhere))


@pytest.mark.parametrize(("audience", "network"), [("network", False), ("school", True)])
def test_audience_and_network_belong_together(cast, acting_as, audience, network):
    fields = full_fields(audience=audience, network_id=cast.small_steps.pk if network else None)

    with acting_as(cast.mar.teacher), pytest.raises(NotYoursToOffer):
        start_write_up(by=cast.mar.teacher, school=cast.mar.school, fields=fields)


def test_an_adaptation_of_what_one_may_not_read_is_refused(cast, acting_as):
    hidden = published(cast.out.teacher, cast.out.colleague, cast.out.school)

    with acting_as(cast.mar.teacher), pytest.raises(DoesNotFit) as refused:
        start_write_up(
            by=cast.mar.teacher, school=cast.mar.school, fields=full_fields(adapted_from_id=hidden.pk)
        )
    with acting_as(cast.mar.teacher), pytest.raises(DoesNotFit) as absent:
        start_write_up(
            by=cast.mar.teacher, school=cast.mar.school, fields=full_fields(adapted_from_id=999999)
        )
    assert str(refused.value) == str(absent.value)


@pytest.mark.parametrize(
    "changes",
    [{"promise": "x" * 141}, {"minutes_needed": 601}, {"language": "xx"}, {"evidence_level": "best"}],
)
def test_what_does_not_fit_its_box_is_refused(cast, acting_as, changes):
    with acting_as(cast.mar.teacher), pytest.raises(DoesNotFit):
        start_write_up(by=cast.mar.teacher, school=cast.mar.school, fields=full_fields(**changes))


def test_throwing_a_draft_away_leaves_nothing(cast, acting_as):
    page = draft(cast.mar.teacher, cast.mar.school)

    with acting_as(cast.mar.teacher):
        delete_draft(write_up=page, by=cast.mar.teacher)

    assert WriteUpPage.objects.count() == 0


def test_throwing_away_what_is_published_is_refused(cast, acting_as):
    page = published(cast.mar.teacher, cast.mar.colleague, cast.mar.school)

    with acting_as(cast.mar.teacher), pytest.raises(StillPublished):
        delete_draft(write_up=page, by=cast.mar.teacher)
