"""Rules of retention are applied in turn, noted when they took something, and tried without taking anything."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from core import clock, retention
from core.models import RetentionRun
from core.registries.base import Registry
from core.registries.retention import RetentionRule, rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_rules(monkeypatch) -> list[int]:
    """One that takes what is in this list, one that a person decides on."""
    waiting = [1, 2, 3]

    def take(now):
        taken = len(waiting)
        RetentionRun.objects.create(rule="made by the rule", ran_at=now, taken_count=0)
        return taken

    only: Registry[RetentionRule] = Registry("rules of the test")
    only.register("notes", RetentionRule("Notes", "a day", take))
    only.register("stories", RetentionRule("Stories", "until somebody decides", None))
    monkeypatch.setattr(retention, "rules", only)
    return waiting


def _noted() -> list[tuple[str, int]]:
    return list(RetentionRun.objects.order_by("pk").values_list("rule", "taken_count"))


def test_what_was_taken_is_noted(two_rules):
    outcomes = [(outcome.name, outcome.taken) for outcome in retention.apply_rules(clock.now())]

    assert outcomes == [("notes", 3), ("stories", None)]
    assert _noted() == [("made by the rule", 0), ("notes", 3)]


def test_dry_run_leaves_everything(two_rules, capsys):
    call_command("apply_retention", "--dry-run")

    assert _noted() == []
    assert capsys.readouterr().out.splitlines() == [
        "Notes: 3 would go. Kept: a day.",
        "Stories: not deleted by itself. Kept: until somebody decides.",
    ]


def test_nothing_taken_is_not_noted(two_rules):
    two_rules.clear()
    list(retention.apply_rules(clock.now()))

    assert _noted() == [("made by the rule", 0)]


def test_notes_go_after_two_years(db):
    now = clock.now()
    for days in (729, 731):
        RetentionRun.objects.create(rule=str(days), ran_at=now - timedelta(days=days), taken_count=1)

    assert retention.delete_due_runs(now) == 1
    assert _noted() == [("729", 1)]


def test_every_room_has_rules():
    assert {name.partition(".")[0] for name in rules.names()} == {"core", "network", "library"}
