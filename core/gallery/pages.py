"""Whole pages made of components, so that a change can be seen where it matters."""

from dataclasses import dataclass
from typing import Any

from core.context_processors import ShownPlace
from core.gallery.examples.forms import FAMILY as FORMS
from core.gallery.examples.lists import FAMILY as LISTS
from core.gallery.examples.reading import FAMILY as READING
from core.gallery.examples.things import FAMILY as THINGS
from core.registries.navigation import PLACES

#: page → the place it stands in, or None for a visitor's page.
PAGES: dict[str, str | None] = {
    "front": None,
    "today": "today",
    "list": "library",
    "reading": "library",
    "flow": "our_school",
    "writing": "library",
    "not-found": "today",
}


@dataclass(frozen=True)
class ExampleMember:
    """Somebody signed in, for the pages of the gallery alone."""

    display_name: str = "Kit Rawnsley"
    email: str = "kit@hes.example"
    is_authenticated: bool = True


#: What a page names although not every example has it.
_UNSAID: dict[str, Any] = {"lang": "", "time": "", "waiting": "", "detail": "", "done": False}


def _contexts(component: str) -> list[dict[str, Any]]:
    return [
        _UNSAID | example.context
        for family in (FORMS, LISTS, READING, THINGS)
        for example in family.examples
        if example.component == component
    ]


def _places(current: str | None) -> list[ShownPlace]:
    shown = [place for place in PLACES if current or place.anonymous]
    return [
        ShownPlace(place.code, str(place.label), place.icon, "#", place.code == current) for place in shown
    ]


def page_context(page: str) -> dict[str, Any]:
    """What a sample page is drawn with."""
    (facet,) = _contexts("facet")
    return {
        "nav_places": _places(PAGES[page]),
        "account_url": "#",
        "notes": _contexts("note"),
        "facets": [facet, {"title": "Subject", "chips": facet["chips"][1:]}],
        "results": _contexts("result_row"),
        "cards": _contexts("today_card"),
        "facts": _contexts("facts")[0]["facts"],
        "try_it": _contexts("try_it")[0],
        "both": _contexts("both_sides")[0],
        "tree": _contexts("tree")[0]["branches"],
        "steps": _contexts("steps")[0]["steps"],
        "history": _contexts("history")[0]["entries"],
        "form": _contexts("form")[0]["form"],
    }
