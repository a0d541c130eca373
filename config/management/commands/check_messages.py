"""`manage.py check_messages`: every word of the pages is translated, and (with gettext) none is missing from the catalogue."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

_IGNORED = [".venv", "var", "tests", "node_modules"]


class Command(BaseCommand):
    """Check the catalogues."""

    help = (
        "Fail when a message is untranslated, fuzzy, or (where gettext is found) missing from the catalogue."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        problems = []
        for path in sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po")):
            catalogue = _read(path)
            problems += [f"{path.parent.parent.name}: not translated: {message.id!r}" for message in catalogue
                         if message.id and (message.fuzzy or not _is_whole(message))]  # fmt: skip
            if shutil.which("xgettext"):
                problems += _missing(catalogue, path.parent.parent.name)
        for problem in problems[:60]:
            self.stdout.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} messages need attention (make messages, then translate).")
        self.stdout.write("Every message is translated.")


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def _is_whole(message: Any) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def _missing(catalogue: Catalog, language: str) -> list[str]:
    """Messages that the pages use and the catalogue lacks: gathered afresh into a scratch copy of the sources' list."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "hub"
        ignore = shutil.ignore_patterns(*_IGNORED, ".git", "*.mo", "static", "data")
        shutil.copytree(settings.BASE_DIR, copy, ignore=ignore)
        command = [
            "python",
            "-m",
            "django",
            "makemessages",
            "--locale",
            language,
            "--no-obsolete",
            "--no-wrap",
            "--keep-pot",
        ]
        subprocess.run(  # noqa: S603 -- our own command
            [sys.executable, *command[1:]],
            cwd=copy, check=True, capture_output=True,
            env={"DJANGO_SETTINGS_MODULE": "config.settings", "DEMO": "1", "VAR_DIR": scratch, "PATH": "/usr/bin:/bin", "PYTHONPATH": str(copy)},
        )  # fmt: skip
        fresh = _read(copy / "locale" / language / "LC_MESSAGES" / "django.po")
    known = {message.id if isinstance(message.id, str) else tuple(message.id) for message in catalogue}
    used = {message.id if isinstance(message.id, str) else tuple(message.id) for message in fresh}
    return [f"{language}: not in the catalogue: {message!r}" for message in sorted(used - known, key=str)]
