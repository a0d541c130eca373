"""What the library shows in other rooms: the front page, Today, links, exports, retention."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from core import clock
from core.registries import feeds, retention, subject_access
from core.registries.front_page import highlights
from core.registries.linked_things import resolve
from core.registries.today import suggestions_for
from network.models import MembershipYearGroup, YearGroup
from practice_library.models import WriteUpPage
from practice_library.selectors.shown import asked_again, public_highlights, to_try
from tests.factories.live_write_ups import live_write_up

pytestmark = pytest.mark.django_db


def test_front_page_shows_three_public_ones_in_the_language_of_the_page_first(cast):
    for number in range(4):
        live_write_up(cast.mar.school, f"English {number}", cast.small_steps, audience="public")
    live_write_up(cast.mar.school, "Svenska", cast.small_steps, audience="public", language="sv")

    assert [item.title for item in highlights()] == ["English 3", "English 2", "English 1"]
    with override("sv"):
        assert [item.title for item in highlights()] == ["Svenska", "English 3", "English 2"]


def test_today_suggests_something_for_the_year_groups_one_works_with(cast):
    year_4 = YearGroup.objects.create(school=cast.mar.school, label="Year 4", typical_age=8)
    MembershipYearGroup.objects.create(
        school=cast.mar.school, membership=cast.mar.teacher.memberships.get(), year_group=year_4
    )
    live_write_up(
        cast.cal.school, "For the youngest", cast.small_steps, topics="early_years", minutes_needed=2
    )
    live_write_up(cast.cal.school, "For Year 4", cast.small_steps, topics="ks2", minutes_needed=40)

    (suggestion,) = suggestions_for(cast.mar.teacher)

    assert (suggestion.title, suggestion.detail) == (
        "For Year 4",
        "40 minutes · Calderwick St Anne's Primary School",
    )


def test_suggestions_take_turns_and_are_never_ones_own(cast):
    live_write_up(cast.mar.school, "Mine", cast.small_steps, owner=cast.mar.teacher)
    for number in range(3):
        live_write_up(cast.cal.school, f"Other {number}", cast.small_steps)

    seen = set()
    for day in range(1, 9):
        with clock.at(datetime(2026, 11, day, 8, tzinfo=UTC)):
            seen |= {item.title for item in to_try(cast.mar.teacher)}

    assert seen == {"Other 0", "Other 1", "Other 2"}


@pytest.mark.parametrize("count", [1, 3])
def test_providers_take_as_many_queries_with_1_as_with_3(cast, django_assert_num_queries, acting_as, count):
    for _ in range(count):
        live_write_up(
            cast.mar.school, network=cast.small_steps, audience="public", owner=cast.mar.head,
            reviewed_on=clock.today() - timedelta(days=800),
        )  # fmt: skip

    with acting_as(cast.mar.head):
        for provider, queries in (
            (public_highlights, 1),
            (lambda: to_try(cast.mar.head), 2),
            (lambda: asked_again(cast.mar.head, clock.now()), 1),
        ):
            with django_assert_num_queries(queries):
                provider()


def test_links_lead_to_what_the_viewer_may_read_and_odd_keys_to_nothing(cast):
    page = live_write_up(cast.mar.school, "Linked", cast.small_steps, slug="linked")
    key = ("write_up", str(page.pk))

    assert resolve(cast.cal.teacher, [key])[key].url == "/library/linked/"
    assert resolve(cast.out.teacher, [key]) == {}
    assert resolve(cast.cal.teacher, [("write_up", "x"), ("write_up", "9" * 30), ("write_up", "²")]) == {}


def test_author_is_asked_after_two_years_and_nothing_is_deleted(cast):
    page = live_write_up(cast.mar.school, "Old", cast.small_steps, owner=cast.mar.teacher)
    for days, asked in ((700, []), (740, ["Is “Old” still right?"])):
        WriteUpPage.objects.filter(pk=page.pk).update(reviewed_on=clock.today() - timedelta(days=days))
        assert [card.sentence for card in asked_again(cast.mar.teacher, clock.now())] == asked
        assert asked_again(cast.mar.colleague, clock.now()) == []

    assert retention.rules.get("library").apply is None
    assert WriteUpPage.objects.filter(pk=page.pk).exists()


def test_export_holds_what_a_person_wrote(cast):
    live_write_up(cast.mar.school, "Mine", cast.small_steps, owner=cast.mar.teacher)
    live_write_up(cast.mar.school, "Not mine", cast.small_steps)

    section = subject_access.providers.get("library")(cast.mar.teacher)

    assert [row["Title"] for row in section.rows] == ["Mine"]
    assert subject_access.providers.get("library-reading")(cast.mar.teacher).rows == []


def test_library_has_a_feed_of_ones_own(db):
    assert feeds.kinds.get("library").url_name == "library:feed-mine"
