"""Prints the description of the API, as `docs/openapi.json` keeps it."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from core.api.schema import openapi


class Command(BaseCommand):
    help = "Print the description of the API (OpenAPI), without the address of a server."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps({**openapi(), "servers": []}, ensure_ascii=False, indent=1))
