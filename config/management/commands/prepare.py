"""`manage.py prepare`: everything between new code and starting it."""

import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.catalogues import compile_catalogues
from config.env import BASE_DIR
from config.management.commands.demo import collect_static

#: Each in a process of its own: `migrate` runs as the role that owns the tables, the others do not.
_MIGRATE = ["migrate", "--verbosity", "0", "--no-input"]
_CHECK = ["check", "--deploy", "--database", "default", "--fail-level", "ERROR"]
_DEMO = ["demo", "--no-serve"]


class Command(BaseCommand):
    """Prepare the hub."""

    help = "Migrate as the owner, compile the catalogues, gather static files, check the settings; with DEMO=1 load the demo."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        prepare()


def prepare() -> None:
    """Take every step.

    Raises:
        CommandError: naming the step that failed; its own words are above.
    """
    _run(_MIGRATE)
    compile_catalogues()
    collect_static()
    _run(_DEMO if settings.DEMO else _CHECK)


def _run(command: list[str]) -> None:
    done = subprocess.run(  # noqa: S603 -- our own commands
        [sys.executable, str(BASE_DIR / "manage.py"), *command], env=_environment(command[0]), check=False
    )
    if done.returncode:
        raise CommandError(f"manage.py {command[0]} failed; nothing was started.")


def _environment(command: str) -> dict[str, str]:
    owner = {"DATABASE_OWNER_URL"} if command != "migrate" else set()
    return {name: value for name, value in os.environ.items() if name not in owner}
