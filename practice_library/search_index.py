"""What the search index answers: which pages, and how well. The two databases are asked in their own language here, nowhere else.

The index knows words and nothing of readers: whoever asks it starts from the write-ups the reader may see.
"""

from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import BigIntegerField, F, FloatField, Func, Lookup, QuerySet
from django.db.models.functions import Cast
from wagtail.search.models import IndexEntry

from practice_library.domain.search_query import Question

#: A word in the title counts as much as so many in the text.
TITLE_WEIGHT = 5


def matches(question: Question) -> QuerySet:
    """The index entries that answer a question, each with `page` (a write-up's key) and `score` (more is better)."""
    return _postgres(question) if connection.vendor == "postgresql" else _sqlite(question)


def _postgres(question: Question) -> QuerySet:
    query = SearchQuery(question.as_tsquery(), search_type="raw", config="simple")
    # `body` holds the stems of the title as well, under the heaviest weight: D, C, B, A.
    rank = SearchRank(F("body"), query, weights=[1 / TITLE_WEIGHT, 1 / TITLE_WEIGHT, 0.5, 1])
    return IndexEntry.objects.filter(
        content_type__app_label="practice_library", content_type__model="writeuppage", body=query
    ).annotate(page=Cast("object_id", BigIntegerField()), score=rank)


def _sqlite(question: Question) -> QuerySet:
    from wagtail.search.models import SQLiteFTSIndexEntry  # noqa: PLC0415 -- exists on SQLite alone

    return SQLiteFTSIndexEntry.objects.filter(
        _Match(question),
        index_entry__content_type__app_label="practice_library",
        index_entry__content_type__model="writeuppage",
    ).annotate(page=Cast("index_entry__object_id", BigIntegerField()), score=_Score())


class _Match(Lookup):
    """`MATCH`, which SQLite wants as a condition by itself."""

    lookup_name = "match"

    def __init__(self, question: Question) -> None:
        self.question = question
        super().__init__(None, None)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        """The condition; `title` and `body` are the columns with whole words."""
        return "wagtailsearch_indexentry_fts MATCH %s", [f"{{title body}} : ({self.question.as_fts5()})"]


class _Score(Func):
    """How well a row answers; SQLite counts down from zero, so it is turned round."""

    output_field = FloatField()

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[str]]:  # type: ignore[override]
        """The columns stand in the order autocomplete, body, title."""
        return f"(-bm25(wagtailsearch_indexentry_fts, 0, 1, {TITLE_WEIGHT}))", []
