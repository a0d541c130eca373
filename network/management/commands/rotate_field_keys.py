"""`manage.py rotate_field_keys`: seal every stored secret anew under the first key of FIELD_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand

from network.services.sealing import keys_in_use, reseal_everything


class Command(BaseCommand):
    help = "Seal stored secrets anew under the first key of FIELD_KEYS. May be stopped and run again."
    _said = 0

    def handle(self, *args: Any, **options: Any) -> None:
        done = reseal_everything(report=self._report)
        self.stdout.write(f"Sealed anew: {done}.")
        for name, number in sorted(keys_in_use().items()):
            self.stdout.write(f"Key {name} has sealed {number}.")
        self.stdout.write(
            "Keys not named here can leave FIELD_KEYS once all sessions are younger, in 12 hours."
        )

    def _report(self, done: int) -> None:
        if done >= self._said + 10_000:
            self._said = done
            self.stdout.write(f"{done} …")
