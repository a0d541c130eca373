"""Work that takes time: the table is the truth; nothing is lost, nothing is done twice."""

from datetime import timedelta

import pytest
import time_machine
from celery import current_app
from django.db import connection

from core import breaker, clock, work
from core.models import WorkItem
from core.registries.work import kinds
from core.retries import MOST_TRIES, wait_after
from core.tasks import clear_up, do_work, send_waiting_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch):
    """The ids that a kind of work named "test" was done for; `done.faults` says how often it fails first."""

    class Done(list):
        faults = 0

    done = Done()

    def act(about):
        if done.faults:
            done.faults -= 1
            raise ValueError("not yet")
        done.append(about["id"])

    monkeypatch.setitem(kinds._entries, "test", act)
    return done


@pytest.fixture
def queued(monkeypatch):
    """What was handed to the broker."""
    queued = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, kwargs, **options: queued.append((name, kwargs))
    )
    return queued


def _later(**kwargs):
    return time_machine.travel(clock.now() + timedelta(**kwargs))


def test_work_is_handed_over_on_commit_only(done, queued, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        item = work.add("test", key="1", about={"id": 1})
        assert queued == []

    assert queued == [("core.tasks.do_work", {"item_id": str(item.pk)})]


def test_the_same_work_is_one_item(done, queued, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        items = [work.add("test", key="1", about={"id": 1}) for _ in range(3)]

    assert len({item.pk for item in items}) == len(queued) == 1


def test_a_kind_must_be_registered():
    with pytest.raises(work.UnknownKind):
        work.add("no_such_kind", key="1", about={})


def test_work_is_done_once_however_often_it_is_brought(done):
    item = work.add("test", key="1", about={"id": 7})

    for _ in range(3):
        do_work(item_id=str(item.pk))
    with _later(days=1):
        do_work(item_id=str(item.pk))

    assert done == [7]


def test_work_of_an_item_that_is_gone_is_no_error(done):
    do_work(item_id="00000000-0000-0000-0000-000000000000")

    assert done == []


def test_work_that_failed_is_brought_again_when_it_is_due(done, queued):
    item = work.add("test", key="1", about={"id": 7})
    done.faults = 1
    with pytest.raises(ValueError, match="not yet"):
        do_work(item_id=str(item.pk))

    send_waiting_work()
    assert (queued, done) == ([], [])
    with _later(minutes=3):
        send_waiting_work()
        do_work(item_id=str(item.pk))

    assert (len(queued), done) == (1, [7])


def test_work_that_never_succeeds_is_given_up_and_can_be_begun_anew(done, queued):
    item = work.add("test", key="1", about={"id": 7})
    done.faults = MOST_TRIES
    for number in range(MOST_TRIES):
        with _later(hours=3 * number), pytest.raises(ValueError, match="not yet"):
            do_work(item_id=str(item.pk))

    with _later(days=2):
        do_work(item_id=str(item.pk))
        assert WorkItem.objects.exclude(given_up_at=None).count() == 1
        assert work.send_waiting() == 0
        assert work.try_again() == 1
        do_work(item_id=str(item.pk))

    assert done == [7]


def test_waits_grow():
    assert [wait_after(count).total_seconds() for count in (1, 2, 3, 4, 5)] == [15, 60, 240, 960, 3840]


def test_broker_that_is_away_is_asked_once_and_then_left_alone(
    done, monkeypatch, django_capture_on_commit_callbacks
):
    asked = []

    def send_task(name, **options):
        asked.append(name)
        raise ConnectionRefusedError

    monkeypatch.setattr(current_app, "send_task", send_task)
    monkeypatch.setattr(breaker, "redis", breaker.Breaker())

    with django_capture_on_commit_callbacks(execute=True):
        for number in range(5):
            work.add("test", key=str(number), about={"id": number})

    assert asked == ["core.tasks.do_work"]
    assert WorkItem.objects.filter(done_at=None).count() == 5


def test_work_is_deleted_thirty_days_after_it_was_done(done, queued):
    item = work.add("test", key="1", about={"id": 1})
    work.add("test", key="2", about={"id": 2})
    do_work(item_id=str(item.pk))

    with _later(days=31):
        clear_up()

    assert list(WorkItem.objects.values_list("key", flat=True)) == ["2"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_work_that_somebody_is_doing_is_left_to_them(done):
    item = work.add("test", key="1", about={"id": 7})
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT id FROM core_workitem WHERE id = %s FOR UPDATE", [item.pk])
        do_work(item_id=str(item.pk))
        assert done == []
    finally:
        other.rollback()
        other.close()
    do_work(item_id=str(item.pk))

    assert done == [7]
