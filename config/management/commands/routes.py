"""`manage.py routes [--json]`: every address of the hub with whom it is for."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config.routes import all_routes


class Command(BaseCommand):
    """List the routes."""

    help = "List every route with its audience."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, as_json: bool, **options: Any) -> None:
        routes = all_routes()
        if as_json:
            self.stdout.write(json.dumps([asdict(route) for route in routes], indent=2))
            return
        for route in routes:
            self.stdout.write(f"{route.audience or '???':<12} /{route.pattern}  {route.name}")
