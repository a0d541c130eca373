"""Finding and listing."""

from django.core.paginator import Paginator
from django.utils.safestring import mark_safe

from core.gallery.examples.base import Example, Family

_ROW = {
    "title": "Partner talk before pencils: stems that made fractions arguable",
    "href": "#lists",
    "summary": mark_safe(
        "Year 4 could get <mark>fractions</mark> right and not say why. Two sentence stems and a minute of talk in "
        "pairs changed that; fourteen stems on the wall had not."
    ),
    "facts": ["Key stage 2", "Maths", "10 minutes", "Tried by 3 schools"],
    "audience": "network",
}
_SWEDISH = {
    "title": "Lugna korridorer: så fick vi studieron tillbaka",
    "href": "#lists",
    "summary": "Enkelriktad korridor, samma hälsning vid dörren och vuxna på bestämda platser.",
    "facts": ["Årskurs 7–9", "Nordsund International School"],
    "audience": "public",
    "lang": "sv",
}
_PHASES = [
    {"label": "Key stage 2", "href": "#lists", "count": 14, "selected": True},
    {"label": "Key stage 1", "href": "#lists", "count": 9, "selected": False},
    {"label": "Early years", "href": "#lists", "count": 4, "selected": False},
    {"label": "Tried by 3 schools", "href": "#lists", "count": None, "selected": False},
]
_MINUTES = [
    {"label": "Up to 10", "href": "#lists", "count": 6, "selected": False},
    {"label": "A lesson", "href": "#lists", "count": 11, "selected": False},
]

FAMILY = Family(
    "lists",
    "Finding",
    "The search box is the page: chips for what people ask by, results as plain rows.",
    (
        Example("chip", {"label": "Maths", "href": "#lists", "count": 14, "selected": False}),
        Example("chip", {"label": "Maths", "href": "#lists", "count": 14, "selected": True}),
        Example("facet", {"title": "Phase", "chips": _PHASES}),
        Example("filters", {"facets": [{"title": "Minutes", "chips": _MINUTES}]}),
        Example("result_row", _ROW, inside="rows"),
        Example("result_row", _SWEDISH, inside="rows"),
        Example("pagination", {"page": Paginator(range(70), 10).page(3)}),
    ),
)
