"""`manage.py move_to_postgres`: carry an embedded hub to PostgreSQL."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backup.errors import CannotRestore
from config.backup.moving import missing_media, move


class Command(BaseCommand):
    help = "Copy an embedded hub (stopped) into the empty, migrated PostgreSQL database of DATABASE_URL. All of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from",
            dest="source",
            type=Path,
            default=settings.VAR_DIR / "hedgerow.sqlite3",
            help="Its database.",
        )
        parser.add_argument(
            "--media-from",
            type=Path,
            help="Its folder of pictures and files, to be copied; without it they stay where they are.",
        )

    def handle(self, *args: Any, source: Path, media_from: Path | None, **options: Any) -> None:
        try:
            compared = move(source, media_from=media_from, say=self._say)
        except CannotRestore as error:
            raise CommandError(str(error)) from error
        for one in compared:
            if one.before.rows:
                self._say(f"{one.table}: {one.before.rows} = {one.after.rows} rows, {one.before.digest[:12]} = {one.after.digest[:12]}")  # fmt: skip
        self._say(
            f"All {len(compared)} tables are the same on both sides, and the audit logs hold. People sign in again."
        )
        if missing := missing_media():
            self._say(
                f"{len(missing)} pictures and files are not in {settings.MEDIA_ROOT}, the first is {missing[0]}: set MEDIA_ROOT "
                "to where they are, or copy them there."
            )

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
