"""`manage.py outbox [--try-again]`: what is still to be sent or done, and what was given up."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import work
from core.registries import outboxes


class Command(BaseCommand):
    """Say how the outboxes stand."""

    help = (
        "Say what waits to be sent or done, and what was given up; --try-again begins with the latter anew."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--try-again", action="store_true", help="Begin anew with work that was given up."
        )

    def handle(self, *args: Any, try_again: bool, **options: Any) -> None:
        if try_again:
            self.stdout.write(f"{work.try_again()} begun anew")
        for name, read in outboxes.readers.items():
            state = read()
            self.stdout.write(
                f"{name}: {state.waiting} wait, the oldest for {state.oldest_seconds:.0f} s; "
                f"{state.given_up} given up"
            )
