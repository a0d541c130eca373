"""What somebody meant who found nothing: guessed from the titles and promises this reader may read, and no others."""

from django.db import connection

from network.access import Viewer
from practice_library.domain.search_query import Question
from practice_library.domain.spelling import SHORTEST, corrected, ends, vocabulary
from practice_library.models import WriteUpPage
from practice_library.models.write_up import WriteUpQuerySet

_MOST_WORDS = 4
_MOST_TEXTS = 100
_MOST_TEXTS_WITHOUT_INDEX = 2000


def what_was_meant(viewer: Viewer, question: Question) -> str | None:
    """The words put right, or None when nothing alike is known (one query)."""
    asked = {word for term in question.terms for word in term.words if len(word) >= SHORTEST}
    if not asked:
        return None
    write_ups = WriteUpPage.objects.visible_to(viewer).order_by()
    texts = _alike(write_ups, asked) if connection.vendor == "postgresql" else _newest(write_ups)
    return corrected(question, vocabulary(texts))


def _alike(write_ups: WriteUpQuerySet, asked: set[str]) -> list[str]:
    """Titles and promises with a word that begins or ends as one of these, by the trigram indexes.

    A branch a piece and column: joined by OR, PostgreSQL would compare every text instead of asking the indexes.
    """
    pieces = sorted(piece for word in sorted(asked)[:_MOST_WORDS] for piece in ends(word))
    branches = [
        write_ups.filter(**{f"{column}__trigram_word_similar": piece}).values_list(column)[:_MOST_TEXTS]
        for piece in pieces
        for column in ("title", "promise")
    ]
    return [text for (text,) in branches[0].union(*branches[1:], all=True)]


def _newest(write_ups: WriteUpQuerySet) -> list[str]:
    newest = write_ups.order_by("-first_published_at", "-pk").values_list("title", "promise")
    return [text for pair in newest[:_MOST_TEXTS_WITHOUT_INDEX] for text in pair]
