"""Take a public register of schools into the hub."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from network.models import RegisterImport
from network.services.register_file import RegisterUnreadable
from network.services.register_import import import_register

_PROBLEMS_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Take a register of schools (GIAS, or the England file with figures; .csv, .csv.gz or .csv.xz) into the hub. "
        "It may be repeated; rows that cannot be taken are named, the others are kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--encoding",
            default="",
            help="What the file is written in; by default its mark decides, else UTF-8.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            run = import_register(
                options["file"], encoding=options["encoding"], on_progress=self._show_progress
            )
        except RegisterUnreadable as error:
            self._show_problems(RegisterImport.objects.latest("pk"))
            raise CommandError(str(error)) from error
        self._show_problems(run)
        self.stdout.write(
            f"{run.rows_read:,} rows in {time.monotonic() - began:.1f} s: {run.rows_added:,} added, "
            f"{run.rows_changed:,} changed, {run.rows_unchanged:,} unchanged, {run.rows_refused:,} refused."
        )

    def _show_progress(self, run: RegisterImport, percent: int) -> None:
        self.stdout.write(f"{run.rows_read:,} rows, {percent} %")

    def _show_problems(self, run: RegisterImport) -> None:
        for problem in run.problems.order_by("pk")[:_PROBLEMS_SHOWN]:
            self.stdout.write(f"Row {problem.row_number:,}: {problem.reason}")
        if (more := run.rows_refused - _PROBLEMS_SHOWN) > 0:
            self.stdout.write(f"… and {more:,} rows more; run {run.pk} keeps the reason for each.")
