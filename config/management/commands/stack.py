"""`manage.py stack`: pages, worker and clock as processes of their own, looked after."""

import os
import shutil
import socket
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.demo.people import ACCOUNTS
from config.env import BASE_DIR
from config.management.commands.prepare import prepare
from config.supervisor import Part, Supervisor

PARTS = ("web", "worker", "clock")
_BACKLOG = 1024


class Command(BaseCommand):
    """Run the hub's processes."""

    help = "Run pages, worker and clock as processes of their own on DATABASE_URL and REDIS_URL, and start again what dies."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="Where to listen.")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--only", choices=PARTS, help="One part alone, as a unit or container runs it.")
        parser.add_argument("--no-prepare", action="store_true", help="`manage.py prepare` has run already.")

    def handle(
        self, *args: Any, host: str, port: int, only: str | None, no_prepare: bool, **options: Any
    ) -> None:
        if not settings.REDIS_URL or settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
            raise CommandError(
                "Several processes need PostgreSQL (DATABASE_URL) and Redis (REDIS_URL). One is enough? `make demo`."
            )
        if not no_prepare:
            prepare()
        wanted = [only] if only else list(PARTS)
        with socket.create_server((host, port), backlog=_BACKLOG) as shared:
            self.say(f"process {os.getpid()} looks after these; Ctrl-C stops them")
            if settings.DEMO and not only:
                self._say_who()
            if "web" in wanted:
                self.say(f"{settings.BASE_URL} on {host}:{port}")
            else:
                shared.close()
            Supervisor(_parts(wanted, shared), self.say).run()

    def say(self, line: str) -> None:
        """A line for whoever started it."""
        self.stdout.write(line)
        self.stdout.flush()

    def _say_who(self) -> None:
        for email, name, role in ACCOUNTS:
            self.say(f"  {email:<24} {name}, {role}")
        self.say(f"Password for all: {settings.DEMO_PASSWORD}")


def _parts(wanted: list[str], shared: socket.socket) -> list[Part]:
    celery = [sys.executable, "-m", "celery", "-A", "config", "--quiet"]
    quiet = ["--loglevel", "WARNING"]
    parts = []
    if "web" in wanted:
        serve = [sys.executable, str(BASE_DIR / "manage.py"), "serve", "--fd", str(shared.fileno())]
        environment = _environment("web")
        parts += [
            Part(f"web-{number}", serve, environment, pass_fds=(shared.fileno(),))
            for number in range(1, settings.WEB_PROCESSES + 1)
        ]
    if "worker" in wanted:
        alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        parts.append(Part("worker", [*celery, "worker", *quiet, *alone], _environment("worker")))
    if "clock" in wanted:
        beat = [*celery, "beat", *quiet, "--pidfile", ""]
        parts.append(Part("clock", beat, _environment("clock")))
    return parts


def _environment(part: str) -> dict[str, str]:
    """What a part may know: not the owner's address; and where it leaves its numbers."""
    folder = Path(settings.METRICS_DIR) / part
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    known = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
    return {
        **known,
        "PROMETHEUS_MULTIPROC_DIR": str(folder),
        "PYTHONPATH": str(BASE_DIR),
        "WORK_IN_PROCESS": "0",
    }
