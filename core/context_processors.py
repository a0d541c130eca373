"""What every page knows."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from core.registries.navigation import PLACES, Place, entries


@dataclass(frozen=True)
class ShownPlace:
    """A place as the navigation bar shows it."""

    code: str
    label: str
    icon: str
    url: str
    is_current: bool


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:  # a room that this hub does not have
        return ""


def _shown(place: Place, current: str) -> ShownPlace | None:
    url = _url(place.url_name)
    if not url:
        return None
    return ShownPlace(place.code, str(place.label), place.icon, url, place.code == current)


def _place_of(path: str) -> str:
    """The place a page stands in: that of the longest address, of a place or of a page within one, that it begins with."""
    known = [(_url(place.url_name), place.code) for place in PLACES]
    known += [(_url(entry.url_name), entry.place) for entry in entries]
    fitting = [
        (len(url), code)
        for url, code in known
        if url and (path == url or (url != "/" and path.startswith(url)))
    ]
    return max(fitting)[1] if fitting else ""


def hub(request: HttpRequest) -> dict[str, Any]:
    """The navigation, where search is, and whether the gallery exists."""
    signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
    current = _place_of(request.path)
    places = [_shown(place, current) for place in PLACES if signed_in or place.anonymous]
    return {
        "nav_places": [place for place in places if place],
        "search_url": "/library/",
        "account_url": _url("account") if signed_in else "",
        "gallery_enabled": settings.GALLERY_ENABLED,
        "is_demo": settings.DEMO,
    }
