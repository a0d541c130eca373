"""The five places, and what each holds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.registries.base import Registry


@dataclass(frozen=True)
class Place:
    """One of the five places of the hub, always in the same order."""

    code: str
    label: str | Promise
    icon: str
    url_name: str
    anonymous: bool = False


@dataclass(frozen=True)
class NavEntry:
    """A page within a place: its words, its address, and whom it is shown to (None: everybody who sees the place)."""

    place: str
    label: str | Promise
    url_name: str
    summary: str | Promise = ""
    order: int = 100
    shown_to: Callable[[Any], bool] | None = None


PLACES = (
    Place("today", _("Today"), "sun", "today"),
    Place("library", _("Library"), "book-open", "library:write-up-list", anonymous=True),
    Place("together", _("Together"), "users", "together"),
    Place("our_school", _("Our school"), "school", "our-school"),
    Place("compare", _("Compare"), "scale", "compare"),
)

entries: Registry[NavEntry] = Registry("navigation entries")


def entries_of(place: str, viewer: Any) -> list[NavEntry]:
    """The entries of a place that this viewer is shown, in order."""
    shown = [
        entry for entry in entries if entry.place == place and (not entry.shown_to or entry.shown_to(viewer))
    ]
    return sorted(shown, key=lambda entry: entry.order)
