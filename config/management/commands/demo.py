"""`manage.py demo`: everything from an empty folder to a served hub; the second time, what is there already is kept."""

import asyncio
import hashlib
import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.catalogues import compile_catalogues
from config.demo.people import ACCOUNTS
from config.management.commands.serve import serve
from network.models import Network


class Command(BaseCommand):
    """Set up the demo network and serve it."""

    help = (
        "Set up the demo network and serve it. FRESH=1 starts over; PORT= and DEMO_PASSWORD= are respected."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--today", type=date.fromisoformat, default=None)
        parser.add_argument("--no-serve", action="store_true", help="Set up only.")

    def handle(self, *args: Any, port: int, today: date | None, no_serve: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is for DEMO=1 only: it opens every account with one password.")
        if os.environ.get("FRESH") == "1":
            self._start_over()
        self._step("Messages", compile_catalogues)
        self._step("Database", self._migrate)
        self._step("Static files", collect_static)
        if not Network.objects.exists():
            self.stdout.write("Demo network …")
            call_command("demo_network", today=today, stdout=self.stdout)
        if not no_serve:
            asyncio.run(serve(host="localhost", port=port, announce=self._announce))

    def _step(self, what: str, act: Any) -> None:
        if act():
            self.stdout.write(f"{what}: done")

    def _start_over(self) -> None:
        connection.close()
        if connection.vendor != "sqlite":
            raise CommandError("FRESH=1 starts an embedded demo over; it does not empty a database server.")
        for path in Path(settings.DATABASES["default"]["NAME"]).parent.glob("hedgerow.sqlite3*"):
            path.unlink()
        for folder in ("media", "broker", "mail"):
            shutil.rmtree(settings.VAR_DIR / folder, ignore_errors=True)
        for name in ("data_folder_in", "control_folder", "processed_folder"):
            Path(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS.get(name, settings.VAR_DIR / "broker"))).mkdir(
                parents=True, exist_ok=True
            )
        (settings.VAR_DIR / "audit-anchors.jsonl").unlink(missing_ok=True)

    def _migrate(self) -> bool:
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        self.stdout.write("Database … (the first time this takes half a minute)")
        call_command("migrate", verbosity=0, interactive=False)
        return True

    def _announce(self) -> None:
        width = max(len(email) for email, _name, _role in ACCOUNTS)
        lines = [f"  {email:<{width}}  {name}, {role}" for email, name, role in ACCOUNTS]
        self.stdout.write(
            "\n".join(
                [
                    "",
                    f"Ready: {settings.BASE_URL}",
                    "",
                    *lines,
                    "",
                    f"Password for all: {settings.DEMO_PASSWORD}",
                    "",
                ]
            )
        )
        self.stdout.flush()


def collect_static() -> bool:
    """Gather static files, when any has changed since the last time; whether that was needed."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}".encode())
    mark = Path(settings.STATIC_ROOT) / ".fingerprint"
    if mark.exists() and mark.read_text() == digest.hexdigest():
        return False
    # Pages that are open while a hub in production is updated still ask for the files they were made with.
    call_command("collectstatic", verbosity=0, interactive=False, clear=not settings.PRODUCTION)
    mark.write_text(digest.hexdigest())
    return True
