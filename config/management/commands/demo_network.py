"""`manage.py demo_network [--today DATE]`: the demo network, the same for the same date."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from config.demo.build import build
from core import clock
from network.models import Network


class Command(BaseCommand):
    """Build the demo network."""

    help = "Build the demo network: schools, people, terms and write-ups, all of them invented."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--today", type=date.fromisoformat, default=None, help="The day on which it stands."
        )

    def handle(self, *args: Any, today: date | None, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is for DEMO=1 only: it opens every account with one password.")
        if Network.objects.exists():
            raise CommandError(
                "There are networks here already; the demo network wants an empty hub (FRESH=1)."
            )
        with transaction.atomic():
            build(today or clock.today(), say=self.stdout.write)
