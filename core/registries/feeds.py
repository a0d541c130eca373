"""The feeds a person can have an address for: each room registers its own."""

from dataclasses import dataclass

from django.utils.functional import Promise

from core.registries.base import Registry


@dataclass(frozen=True)
class FeedKind:
    """A feed: its code, what it is called, the route that takes its `token`, and what one does with it."""

    code: str
    label: str | Promise
    url_name: str
    summary: str | Promise = ""


kinds: Registry[FeedKind] = Registry("feeds")
