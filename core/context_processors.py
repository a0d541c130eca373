"""What every page knows."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from core.registries.navigation import PLACES, Place


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


def _shown(place: Place, path: str) -> ShownPlace | None:
    try:
        url = reverse(place.url_name)
    except NoReverseMatch:  # a room that this hub does not have
        return None
    is_current = path == url if url == "/" else path.startswith(url)
    return ShownPlace(place.code, str(place.label), place.icon, url, is_current)


def hub(request: HttpRequest) -> dict[str, Any]:
    """The navigation, where search is, and whether the gallery exists."""
    signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
    places = [_shown(place, request.path) for place in PLACES if signed_in or place.anonymous]
    return {
        "nav_places": [place for place in places if place],
        "search_url": "/library/",
        "account_url": _url("account") if signed_in else "",
        "gallery_enabled": settings.GALLERY_ENABLED,
        "is_demo": settings.DEMO,
    }
