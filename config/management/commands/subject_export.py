"""`manage.py subject_export EMAIL --to FOLDER`: what the hub holds about a person."""

import os
import shutil
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from network.models import Person
from network.services.subject_export import export_subject


class Command(BaseCommand):
    help = "Write a copy of everything held about a person into a folder: a page to read and JSON for programs, in one zip."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--to", type=Path, required=True, help="The folder.")

    def handle(self, *args: Any, email: str, to: Path, **options: Any) -> None:
        try:
            person = Person.objects.get_by_natural_key(email)
        except Person.DoesNotExist as error:
            raise CommandError(f"Nobody has an account under {email}.") from error
        to.mkdir(parents=True, exist_ok=True)
        path = to / f"hedgerow-person-{person.pk}-{clock.now():%Y%m%dT%H%M%SZ}.zip"
        with export_subject(person, by=None) as package, _private(path) as file:
            shutil.copyfileobj(package, file)
        self.stdout.write(f"{path}: hand it over in a way that only they can open, then delete it.")


def _private(path: Path) -> Any:
    """A new file that its owner alone reads."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
