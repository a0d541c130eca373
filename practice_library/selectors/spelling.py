"""What somebody meant who found nothing: guessed from the titles and promises this reader may read, and no others."""

from django.db import connection
from django.db.models import Q

from network.access import Viewer
from practice_library.domain.search_query import Question
from practice_library.domain.spelling import SHORTEST, corrected, pieces, vocabulary
from practice_library.models import WriteUpPage
from practice_library.models.write_up import WriteUpQuerySet

_MOST_TEXTS = 200
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
    """Titles and promises with a word like one of these, or like its beginning or its end, by the trigram indexes."""
    in_title, in_promise = Q(), Q()
    for piece in sorted(piece for word in asked for piece in pieces(word)):
        in_title |= Q(title__trigram_word_similar=piece)
        in_promise |= Q(promise__trigram_word_similar=piece)
    titles = write_ups.filter(in_title).values_list("title")[:_MOST_TEXTS]
    promises = write_ups.filter(in_promise).values_list("promise")[:_MOST_TEXTS]
    return [text for (text,) in titles.union(promises, all=True)]


def _newest(write_ups: WriteUpQuerySet) -> list[str]:
    newest = write_ups.order_by("-first_published_at", "-pk").values_list("title", "promise")
    return [text for pair in newest[:_MOST_TEXTS_WITHOUT_INDEX] for text in pair]
