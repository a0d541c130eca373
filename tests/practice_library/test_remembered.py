"""What the library remembers of its counts: never longer than it holds, never for somebody else."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from network.services.networks import leave_network
from practice_library.domain.wanted import wanted_from
from practice_library.models import WriteUpPage
from practice_library.remembered import remembered
from practice_library.selectors.finding import find
from practice_library.selectors.shown import to_try
from practice_library.services.offering import take_back
from tests.factories.live_write_ups import live_write_up

pytestmark = pytest.mark.django_db

EVERYTHING = wanted_from(lambda name: [])


def total(viewer):
    return find(viewer, EVERYTHING).total


def test_a_count_is_worked_out_once_for_readers_of_the_same_schools_and_networks(cast):
    worked_out = []

    def answer():
        worked_out.append(True)
        return None

    for viewer in (cast.mar.teacher, cast.mar.colleague, cast.mar.teacher):
        assert remembered(viewer, ("a question",), answer) is None
    assert len(worked_out) == 1
    remembered(cast.mar.teacher, ("another question",), answer)
    remembered(cast.cal.teacher, ("a question",), answer)
    remembered(AnonymousUser(), ("a question",), answer)
    assert len(worked_out) == 4


def test_what_is_published_and_taken_back_counts_at_once(cast):
    assert total(cast.cal.teacher) == 0
    write_up = live_write_up(cast.mar.school, network=cast.small_steps)
    assert (total(cast.cal.teacher), total(cast.out.teacher)) == (1, 0)
    take_back(write_up=write_up, by=cast.mar.head)
    assert total(cast.cal.teacher) == 0


def test_a_school_that_leaves_its_network_counts_nothing_of_it_from_then_on(cast):
    live_write_up(cast.mar.school, network=cast.small_steps)
    assert total(cast.cal.teacher) == 1
    leave_network(network=cast.small_steps, school=cast.cal.school, by=None)
    assert total(cast.cal.teacher) == 0


def test_nobody_is_told_to_try_what_they_wrote_themselves(cast):
    live_write_up(cast.mar.school, "Mine", minutes_needed=1, owner=cast.mar.teacher)
    live_write_up(cast.mar.school, "A colleague's", minutes_needed=5, owner=cast.mar.colleague)
    assert [thing.title for thing in to_try(cast.mar.teacher)] == ["A colleague's"]
    assert [thing.title for thing in to_try(cast.mar.colleague)] == ["Mine"]


@pytest.mark.django_db(transaction=True)
def test_a_count_from_before_a_change_was_seen_by_others_is_forgotten(cast):
    """Somebody who counts between a change and its commit counts what was: that must not stay."""
    write_up = live_write_up(cast.mar.school, network=cast.small_steps)
    with transaction.atomic():
        write_up.title = "Changed"
        write_up.save()
        remembered(cast.cal.teacher, ("titles",), lambda: ["as it was"])
    now = remembered(
        cast.cal.teacher, ("titles",), lambda: list(WriteUpPage.objects.values_list("title", flat=True))
    )
    assert now == ["Changed"]
