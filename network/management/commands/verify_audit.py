"""`manage.py verify_audit`: check every school's audit chain."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from network.models import School
from network.services.audit import verify


class Command(BaseCommand):
    """Verify the audit log."""

    help = "Check the audit chain of every school (or of one) against its key, its head and its anchors."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--school", help="The short code of one school.")

    def handle(self, *args: Any, school: str | None, **options: Any) -> None:
        schools = School.objects.order_by("code")
        if school:
            schools = schools.filter(code=school)
        faults = 0
        for each in schools:
            if fault := verify(each):
                faults += 1
                self.stdout.write(f"{each.code}: entry {fault.number}: {fault.what}")
            else:
                self.stdout.write(f"{each.code}: all well")
        if faults:
            raise CommandError(f"{faults} chains do not hold.")
