"""What stands around a page."""

from core.gallery.examples.base import Example, Family

FAMILY = Family(
    "frame",
    "Around the page",
    "Where am I, how do I get back, what is the one thing to do here.",
    (
        Example("way_back", {"href": "#frame", "label": "Library"}),
        Example("search_box", {"action": "#frame", "box_id": "example-search", "value": "fractions"}),
        Example("language_switch"),
        Example("theme_switch"),
        Example(
            "tabs",
            {
                "label": "Visits",
                "tabs": [
                    {"label": "Coming up", "href": "#frame", "count": 3, "is_current": True},
                    {"label": "Happened", "href": "#frame", "count": 12, "is_current": False},
                    {"label": "Rounds", "href": "#frame", "count": None, "is_current": False},
                ],
            },
        ),
    ),
)
