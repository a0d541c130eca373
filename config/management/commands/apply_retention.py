"""`manage.py apply_retention`: delete what has been kept long enough."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import clock, retention


class Command(BaseCommand):
    help = "Delete what has been kept long enough, by the rules of every room. The hub does it by itself every hour."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only say what would go.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        for outcome in retention.apply_rules(clock.now(), dry_run=dry_run):
            if outcome.taken is None:
                took = "not deleted by itself"
            else:
                took = f"{outcome.taken} {'would go' if dry_run else 'deleted'}"
            kept_for = str(outcome.rule.kept_for).rstrip(".")
            self.stdout.write(f"{outcome.rule.what}: {took}. Kept: {kept_for}.")
