"""`manage.py compile_catalogues`: the message catalogues, without gettext."""

from typing import Any

from django.core.management.base import BaseCommand

from config.catalogues import compile_catalogues


class Command(BaseCommand):
    """Compile message catalogues."""

    help = "Compile the message catalogues with Babel."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        compile_catalogues()
