"""`manage.py hold`: keep what is held about a person, as a school's data protection officer asks."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import DomainError
from network.models import Person, School
from network.services.holds import lift_hold, place_hold


class Command(BaseCommand):
    help = "Place or lift a legal hold: while one lasts, nothing about the person is deleted by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="Whose data are kept.")
        parser.add_argument("--school", required=True, metavar="CODE")
        parser.add_argument(
            "--by", required=True, metavar="EMAIL", help="The head or data protection officer who asks."
        )
        parser.add_argument(
            "--reference", default="", help="Such as a case number. No account of what happened."
        )
        parser.add_argument("--lift", action="store_true", help="End it.")

    def handle(
        self, *args: Any, email: str, school: str, by: str, reference: str, lift: bool, **options: Any
    ) -> None:
        try:
            person, asking = (Person.objects.get_by_natural_key(address) for address in (email, by))
            where = School.objects.get(code=school.upper())
            if lift:
                was_there = lift_hold(person=person, school=where, by=asking)
                self.stdout.write("Lifted." if was_there else "There was none.")
            elif not reference:
                raise CommandError("--reference says why, such as a case number.")
            else:
                place_hold(person=person, school=where, reference=reference, by=asking)
                self.stdout.write(f"What is held about {person.email} is kept until the hold is lifted.")
        except (Person.DoesNotExist, School.DoesNotExist, DomainError) as error:
            raise CommandError(str(error)) from error
