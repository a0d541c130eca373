"""Which pages are measured, and what each may cost: the budgets of `docs/measuring.md`."""

from dataclasses import dataclass
from urllib.parse import quote_plus

#: Asked one after the other, so that an answer kept from the last time does not stand for all.
QUESTIONS = ("fractions", "talk partners", "exit tickets", "reading aloud", "feedback", "playground", "spelling", "marking",
             "seating plan", "vocabulary", "Year 4", "homework", "assembly", "writing stamina", "wait time", "bråk",
             "högläsning", "retrieval", "manipulatives", "parents evening")  # fmt: skip


@dataclass(frozen=True)
class MeasuredPage:
    """A page and its budget.

    Attributes:
        name: as in the table.
        paths: asked for in turn.
        signed_in: whether a teacher asks, or a visitor.
        queries: at most so many questions to the database; BEGIN and the context's own are not counted.
        ratio: at least so many requests for each of the bare page, or None.
        html_kb: at most.
        cpu_ms: milliseconds of processor time in the application at most, or None.
    """

    name: str
    paths: tuple[str, ...]
    signed_in: bool
    queries: int
    ratio: float | None
    html_kb: int
    cpu_ms: float | None = None


def measured_pages(write_up_slug: str) -> list[MeasuredPage]:
    """All of them; `write_up_slug` is a public write-up's."""
    reading = (f"/library/{write_up_slug}/",)
    listing = ("/library/", "/library/?page=2", "/library/?page=3")
    facet = ("/library/?phase=primary", "/library/?subject=mathematics", "/library/?evidence=first_try")
    search = tuple(f"/library/?q={quote_plus(question)}" for question in QUESTIONS)
    return [
        MeasuredPage("front page, visitor", ("/",), False, 4, 0.40, 30),
        MeasuredPage("write-up, visitor", reading, False, 8, 0.25, 40, 10),
        MeasuredPage("write-up", reading, True, 10, 0.20, 40, 10),
        MeasuredPage("library list", listing, True, 10, 0.15, 60, 15),
        MeasuredPage("library list, facet", facet, True, 10, 0.15, 60, 15),
        MeasuredPage("search", search, True, 10, 0.05, 60, 20),
        MeasuredPage("Today", ("/",), True, 12, 0.12, 60),
    ]


#: Addresses a first visit to which is weighed, and how much it may weigh over the wire.
WEIGHED = ("/", "/library/")
FIRST_VISIT_KB = 180
FIRST_VISIT_REQUESTS = 12
