"""`manage.py backup`: everything the hub keeps, in one sealed file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backup.errors import CannotBackUp
from config.backup.making import keyring, make_backup, throw_away_old


class Command(BaseCommand):
    help = (
        "Write database, pictures and files into one file, sealed with BACKUP_KEY. The hub may go on running."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=settings.VAR_DIR / "backups", help="The folder.")
        parser.add_argument(
            "--keep", type=int, metavar="DAYS", help="Delete backups there older than so many days."
        )

    def handle(self, *args: Any, to: Path, keep: int | None, **options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError("--keep takes a number of days, such as 35.")
        try:
            path = make_backup(to, keys=keyring(), say=self._say)
        except (CannotBackUp, OSError) as error:
            raise CommandError(f"{error}\nNo backup was made; older ones are kept.") from error
        if keep is not None:
            old = throw_away_old(to, keep_days=keep, but=path)
            self._say(f"Older than {keep} days, deleted: {len(old)}.")
        self._say(f"Backup: {path} ({path.stat().st_size / 1e6:.1f} MB)")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
