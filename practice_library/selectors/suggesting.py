"""Titles that go on from what somebody is typing."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from network.access import Viewer
from practice_library.domain.search_query import ask
from practice_library.domain.snippets import highlighted
from practice_library.models import WriteUpPage
from practice_library.search_index import Answers

SHORTEST = 2
MOST = 6


@dataclass(frozen=True)
class TitleSuggestion:
    """A write-up this reader may read; its title is HTML that is safe."""

    title: SafeString
    url: str
    language: str


def suggestions(viewer: Viewer, text: str) -> list[TitleSuggestion]:
    """The newest titles with these words, the last of which may be unfinished (two queries at most)."""
    question = ask(text, shortest_unfinished=SHORTEST)
    if not question or len(question.text) < SHORTEST:
        return []
    found = (
        Answers(question, in_title=True)
        .among(WriteUpPage.objects.visible_to(viewer))
        .order_by("-first_published_at", "-pk")
        .values_list("title", "slug", "language")[:MOST]
    )
    return [
        TitleSuggestion(
            mark_safe(highlighted(title, question)),  # noqa: S308 -- escaped there
            reverse("library:write-up", kwargs={"slug": slug}),
            language,
        )
        for title, slug, language in found
    ]
