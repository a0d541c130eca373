"""How the hub speaks to somebody outside their own request: in a feed, over a socket."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import timezone, translation

from network.access import current_school
from network.models import Person

_DEFAULT_ZONE = "Europe/London"


def language_and_zone_of(person: Person) -> tuple[str, str]:
    """The person's own language and time zone, else their school's, else the hub's."""
    language, zone = person.language, person.time_zone
    if not (language and zone) and (school := current_school(person)):
        language, zone = language or school.language, zone or school.time_zone
    return language or settings.LANGUAGE_CODE, zone or _DEFAULT_ZONE


@contextmanager
def speaking_to(person: Person) -> Iterator[None]:
    """Texts and times inside are in the person's language and zone."""
    language, zone = language_and_zone_of(person)
    with translation.override(language), timezone.override(zone):
        yield
