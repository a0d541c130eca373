"""`manage.py confirm_lost_step ADDRESS`: where nobody else at a school manages people, those who run the hub confirm."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import DomainError
from network.context import system_context
from network.models import Person
from network.services.lost_step import confirm, open_request_of


class Command(BaseCommand):
    help = "Confirm that somebody lost their second step; after a day it is removed unless they stop it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        person = Person.objects.filter(email=address.strip().lower()).first()
        lost = open_request_of(person) if person else None
        if lost is None:
            raise CommandError(
                "Nobody with this address has asked. They ask on the sign-in page, after the password."
            )
        with system_context(schools=[lost.school_id], purpose="confirm_lost_step"):
            try:
                lost = confirm(lost=lost, by=None)
            except DomainError as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"Confirmed. Their second step is removed after {lost.due_at:%Y-%m-%d %H:%M} UTC.")
