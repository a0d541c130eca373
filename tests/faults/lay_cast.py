"""Run as a process of its own: the cast, in the database of a hub under faults."""

import django

django.setup()

from django.db import transaction  # noqa: E402 -- app ready

from tests.cast import make_cast  # noqa: E402 -- app ready

with transaction.atomic():
    make_cast()
