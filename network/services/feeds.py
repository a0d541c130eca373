"""Addresses of feeds: made by their owner, shown once, taken back at any time."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError, NotAllowed
from core.registries.feeds import kinds
from network.access import load_standing, standing_of
from network.domain.secrets import hash_of, new_secret
from network.models import FeedToken, Person
from network.services.people import record_for_schools


class NoSuchFeed(DomainError):
    """No room offers this feed."""

    def __init__(self) -> None:
        super().__init__(_("There is no such feed. Nothing was changed."))


@transaction.atomic
def make_feed_address(person: Person, feed: str) -> str:
    """Make the key of a person's own feed; the one before stops working at once.

    Returns:
        The key, for the address. Only its hash is kept: it cannot be shown again.

    Raises:
        NotAllowed: for somebody who belongs to no school.
        NoSuchFeed: when no room has registered the feed.
    """
    _require_member(person)
    _require_kind(feed)
    token = new_secret()
    FeedToken.objects.update_or_create(
        person=person, feed=feed, defaults={"token_hash": hash_of(token), "created_at": clock.now()}
    )
    record_for_schools("feed_address_made", by=person, details={"feed": feed})
    return token


@transaction.atomic
def revoke_feed_address(person: Person, feed: str) -> bool:
    """Make the address of a person's own feed stop working at once; whether there was one.

    Somebody who has left may do this too: it only ever closes something.
    """
    deleted, _rows = FeedToken.objects.filter(person=person, feed=feed).delete()
    if deleted:
        record_for_schools("feed_address_revoked", by=person, details={"feed": feed})
    return bool(deleted)


def person_for_token(feed: str, token: str) -> Person | None:
    """Whose feed this key opens now; None when it is unknown, taken back, or its owner belongs to no school any more."""
    found = (
        FeedToken.objects.select_related("person")
        .filter(feed=feed, token_hash=hash_of(token), person__is_active=True)
        .first()
    )
    if found is None or not load_standing(found.person, clock.now()).schools:
        return None
    return found.person


def _require_member(person: Person) -> None:
    if not standing_of(person).schools:
        raise NotAllowed(_("Feeds are for people who belong to a school. Nothing was changed."))


def _require_kind(feed: str) -> None:
    if kinds.get(feed) is None:
        raise NoSuchFeed


def addresses_since(person: Person) -> dict[str, datetime]:
    """The feeds a person has an address for, with the moment it was made."""
    return dict(FeedToken.objects.filter(person=person).values_list("feed", "created_at"))
