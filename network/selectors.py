"""Reads of the network that are used in more than one place."""

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from network.domain.register_rows import search_words
from network.models import OutgoingMessage, RegisteredSchool

_MOST_WORDS = 8
_MOST_FOUND = 50


def find_registered_schools(text: str, limit: int = 20) -> "QuerySet[RegisteredSchool]":
    """The schools a joining head may choose from: every word begins a word of the name or town, the postcode or the URN.

    The order of the words is free, and case, accents and apostrophes do not count. Those whose name begins as typed come first.

    Args:
        text: what was typed; under two letters or digits, nothing is found.
        limit: how many at most, 50 or fewer.
    """
    words = search_words(text)[:_MOST_WORDS]
    if len("".join(words)) < 2:
        return RegisteredSchool.objects.none()
    wanted = Q()
    for word in words:
        wanted &= Q(search_text__contains=f" {word}")
    begins_so = When(name__istartswith=text.strip(), then=Value(0))
    return (
        RegisteredSchool.objects.offered()
        .filter(wanted)
        .order_by(Case(begins_so, default=Value(1), output_field=IntegerField()), "name", "town", "pk")[
            : max(0, min(limit, _MOST_FOUND))
        ]
    )


def demo_mail(to: str = "") -> "QuerySet[OutgoingMessage]":
    """Every message a demo sent, newest first, or those to addresses that hold `to`. Only the gallery asks."""
    return OutgoingMessage.objects.filter(email__icontains=to).order_by("-created_at", "pk")
