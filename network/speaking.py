"""In which language and time zone the hub speaks to somebody: on a page, in a mail, in a feed, over a socket."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone, translation

from network.access import standing_of
from network.models import Person, School


class Speech(NamedTuple):
    """A language, by its code, and an IANA time zone."""

    language: str
    zone: str


#: The hub's own, for whoever has neither an account nor a school.
THE_HUBS = Speech(settings.LANGUAGE_CODE, "Europe/London")


def speech_of(school: School) -> Speech:
    """A school's language and time zone."""
    return Speech(school.language, school.time_zone)


def speech_for(person: Person, *, otherwise: Speech = THE_HUBS) -> Speech:
    """The person's own language and time zone, else their school's, else what is given."""
    language, zone = person.language, person.time_zone
    if not (language and zone):
        schools_language, schools_zone = standing_of(person).speech
        language, zone = language or schools_language, zone or schools_zone
    return Speech(language or otherwise.language, zone or otherwise.zone)


@contextmanager
def speaking(speech: Speech) -> Iterator[None]:
    """Texts and times inside are in this language and zone."""
    with translation.override(speech.language), timezone.override(speech.zone):
        yield


def speaking_to(person: Person) -> AbstractContextManager[None]:
    """Texts and times inside are in the person's language and zone."""
    return speaking(speech_for(person))
