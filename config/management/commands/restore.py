"""`manage.py restore FILE`: put a backup in place."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backup import archive
from config.backup.errors import CannotBackUp, CannotRestore
from config.backup.making import keyring
from config.backup.restoring import refuse_unfit, restore


class Command(BaseCommand):
    help = "Put a backup in place of an empty hub, after proving that it is whole. Stop the hub before."
    requires_system_checks = []  # the database may be empty
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="Only prove that it could be restored here.")
        parser.add_argument("--replace", action="store_true", help="Throw away what is here.")

    def handle(self, *args: Any, file: Path, check: bool, replace: bool, **options: Any) -> None:
        try:
            if check:
                self._check(file)
            else:
                self._restore(file, replace)
        except (CannotBackUp, CannotRestore) as error:
            raise CommandError(str(error)) from error

    def _check(self, file: Path) -> None:
        whole = archive.read_to_the_end(file, keyring())
        rows = sum(content.rows for _table, content in whole.manifest.contents())
        self._say(
            f"Whole: made {whole.manifest.made_at:.16} by version {whole.manifest.version} on {whole.manifest.database}, "
            f"sealed with {whole.key_name}: {rows} rows in {len(whole.manifest.tables)} tables, "
            f"{whole.media_count} pictures and files ({whole.media_bytes / 1e6:.1f} MB)."
        )
        refuse_unfit(whole.manifest)
        self._say("It can be restored here.")

    def _restore(self, file: Path, replace: bool) -> None:
        done = restore(file, keys=keyring(), replace=replace, say=self._say)
        self._say(
            f"Restored and compared: {done.rows} rows in {done.tables} tables, {done.media} pictures and files; the audit "
            f"logs of {done.schools} schools hold. People sign in again."
        )
        if done.erased_again:
            self._say(
                f"Erased again: {done.erased_again} people, who had been erased since the backup was made."
            )

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
