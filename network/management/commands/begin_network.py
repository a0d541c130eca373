"""`manage.py begin_network`: the first network of an empty hub, with an invitation for its first head."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from network.models import Network
from network.services.networks import create_network
from network.services.school_invitations import invite_school


class Command(BaseCommand):
    """Begin a network."""

    help = "Begin a network and invite its first head, who will coordinate it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="The network's name.")
        parser.add_argument("--slug", required=True, help="Its address: /network/<slug>/.")
        parser.add_argument("--kind", choices=Network.Kind.values, default=Network.Kind.ALLIANCE)
        parser.add_argument("--head-email", required=True)
        parser.add_argument("--head-name", required=True)
        parser.add_argument("--school-name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            network = create_network(
                name=options["name"], slug=options["slug"], kind=options["kind"], by=None
            )
            _invitation, link = invite_school(
                network=network,
                email=options["head_email"],
                head_name=options["head_name"],
                by=None,
                school_name=options["school_name"],
            )
        self.stdout.write(f"Invitation for {options['head_name']}, valid for seven days:\n{link}")
