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


#: In PostgreSQL's `body` stand the stems of the title too. Which heavier weight they have depends on the boosts of
#: other models; the text always has the lightest, D.
_TITLE_LABEL = ":ABC"


def matches(question: Question, *, in_title: bool = False) -> QuerySet:
    """The index entries that answer a question, each with `page` (a write-up's key) and `score` (more is better)."""
    return (_postgres if connection.vendor == "postgresql" else _sqlite)(question, in_title)


def _postgres(question: Question, in_title: bool) -> QuerySet:
    words = question.as_tsquery(_TITLE_LABEL if in_title else "")
    query = SearchQuery(words, search_type="raw", config="simple")
    rank = SearchRank(F("body"), query, weights=[1 / TITLE_WEIGHT, 1, 1, 1])
    return IndexEntry.objects.filter(
        content_type__app_label="practice_library", content_type__model="writeuppage", body=query
    ).annotate(page=Cast("object_id", BigIntegerField()), score=rank)


def _sqlite(question: Question, in_title: bool) -> QuerySet:
    from wagtail.search.models import SQLiteFTSIndexEntry  # noqa: PLC0415 -- exists on SQLite alone

    return SQLiteFTSIndexEntry.objects.filter(
        _Match(question, in_title),
        index_entry__content_type__app_label="practice_library",
        index_entry__content_type__model="writeuppage",
    ).annotate(page=Cast("index_entry__object_id", BigIntegerField()), score=_Score())


class _Match(Lookup):
    """`MATCH`, which SQLite wants as a condition by itself."""

    lookup_name = "match"

    def __init__(self, question: Question, in_title: bool) -> None:
        self.question = question
        self.columns = "title" if in_title else "title body"
        super().__init__(None, None)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        """The condition; `title` and `body` are the columns with whole words."""
        return "wagtailsearch_indexentry_fts MATCH %s", [f"{{{self.columns}}} : ({self.question.as_fts5()})"]


class _Score(Func):
    """How well a row answers; SQLite counts down from zero, so it is turned round."""

    output_field = FloatField()

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[str]]:  # type: ignore[override]
        """The columns stand in the order autocomplete, body, title."""
        return f"(-bm25(wagtailsearch_indexentry_fts, 0, 1, {TITLE_WEIGHT}))", []
