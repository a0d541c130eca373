"""Two of the five places that have no room of their own yet, and the page that says what is shared and what never is."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import NoReverseMatch, reverse
from django.views.generic import TemplateView

from core.registries.navigation import entries_of
from network.access import networks_visible_to


class PlaceView(LoginRequiredMixin, TemplateView):
    """What this place holds today, as the rooms have registered it."""

    place = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The pages of the place that this viewer is shown."""
        pages = [
            {"label": entry.label, "summary": entry.summary, "url": url}
            for entry in entries_of(self.place, self.request.user)
            if (url := _address(entry.url_name))
        ]
        return {**super().get_context_data(**kwargs), "pages": pages}


class TogetherView(PlaceView):
    """What schools do together."""

    template_name = "network/places/together.html"
    place = "together"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the viewer's networks."""
        networks = networks_visible_to(self.request.user).order_by("name", "pk")
        return {**super().get_context_data(**kwargs), "networks": networks}


class CompareView(PlaceView):
    """Comparing, once there is something to compare."""

    template_name = "network/places/compare.html"
    place = "compare"


class WhatWeShareView(TemplateView):
    """One page a head can hold up when a governor asks who sees the school's data."""

    template_name = "network/places/what_we_share.html"


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:  # a room that this hub does not have
        return ""
