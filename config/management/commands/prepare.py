"""`manage.py prepare`: everything between new code and starting it."""

import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.env import BASE_DIR

#: In their order, each in a process of its own: `migrate` runs as the role that owns the tables, the others do not.
_STEPS = (
    ["migrate", "--verbosity", "0", "--no-input"],
    ["compile_catalogues"],
    ["collectstatic", "--verbosity", "0", "--no-input"],
    ["check", "--deploy", "--database", "default", "--fail-level", "ERROR"],
)
_DEMO_STEPS = (_STEPS[0], ["demo", "--no-serve"])


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
    for step in _DEMO_STEPS if settings.DEMO else _STEPS:
        done = subprocess.run(  # noqa: S603 -- our own commands
            [sys.executable, str(BASE_DIR / "manage.py"), *step], env=_environment(step[0]), check=False
        )
        if done.returncode:
            raise CommandError(f"manage.py {step[0]} failed; nothing was started.")


def _environment(command: str) -> dict[str, str]:
    owner = {"DATABASE_OWNER_URL"} if command != "migrate" else set()
    return {name: value for name, value in os.environ.items() if name not in owner}
