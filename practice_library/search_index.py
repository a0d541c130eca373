"""What the search index answers. The two databases are asked in their own language here, and nowhere else.

The index knows words and nothing of readers: whoever asks it starts from the write-ups the reader may see.
"""

from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import BigIntegerField, F, FloatField, Func, Lookup, QuerySet
from django.db.models.functions import Cast
from wagtail.search.models import IndexEntry

from practice_library.domain.search_query import Question
from practice_library.models.write_up import WriteUpQuerySet

#: A word in the title counts as much as so many in the text.
TITLE_WEIGHT = 5
#: Among more answers than these the title alone decides, then the date: to weigh each whole text would take
#: PostgreSQL a second, and nobody turns so many pages.
MOST_WEIGHED = 1000
_MOST_ANSWERS = 50_000


class Answers:
    """What answers a question, whoever asks.

    The index is asked once and its answer goes along with what follows; to ask it again in each part of a statement
    would cost as much as the rest together.
    """

    def __init__(self, question: Question, *, in_title: bool = False) -> None:
        self.question = question
        self.in_title = in_title

    @cached_property
    def _keys(self) -> list[int]:
        return list(self._index.values_list("page", flat=True)[:_MOST_ANSWERS])

    @cached_property
    def _array(self) -> str:
        # As each database writes it: the driver would look at each number, for each part of a statement again.
        keys = ",".join(map(str, self._keys))
        return f"{{{keys}}}" if connection.vendor == "postgresql" else f"[{keys}]"

    @property
    def is_empty(self) -> bool:
        """Whether nothing answers."""
        return not self._keys

    def among(self, write_ups: WriteUpQuerySet) -> WriteUpQuerySet:
        """Those of these write-ups that answer."""
        return write_ups.filter(_AnyOf(F("pk"), self._array))

    def best(self, write_ups: WriteUpQuerySet, count: int, first: int, last: int) -> list[int]:
        """The keys of the best of these write-ups from `first` to `last`; of equals the newer.

        Args:
            write_ups: in which to look.
            count: how many of them answer, at least.
            first: from 0.
            last: not included.
        """
        if connection.vendor == "postgresql":
            vector = F("title") if count > MOST_WEIGHED else F("body")
            weights = [1 / TITLE_WEIGHT, 1.0, 1.0, 1.0]
            scored = self._index.annotate(score=SearchRank(vector, self._tsquery, weights=weights))
        else:
            scored = self._index.annotate(score=_Score())
        best = scored.filter(page__in=write_ups.values("pk")).order_by("-score", "-page")
        return list(best.values_list("page", flat=True)[first:last])

    @property
    def _tsquery(self) -> SearchQuery:
        return SearchQuery(self.question.as_tsquery(), search_type="raw", config="simple")

    @property
    def _index(self) -> QuerySet:
        return self._postgres if connection.vendor == "postgresql" else self._sqlite

    @property
    def _postgres(self) -> QuerySet:
        # `body` holds the stems of the title as well, under a heavier weight than the text's.
        vector = "title" if self.in_title else "body"
        return IndexEntry.objects.filter(content_type_id=_content_type(), **{vector: self._tsquery}).annotate(
            page=Cast("object_id", BigIntegerField())
        )

    @property
    def _sqlite(self) -> QuerySet:
        from wagtail.search.models import SQLiteFTSIndexEntry  # noqa: PLC0415 -- exists on SQLite alone

        # "+ 0" keeps SQLite from looking up every write-up by its type and asking the index about each of them.
        return (
            SQLiteFTSIndexEntry.objects.annotate(type_id=F("index_entry__content_type_id") + 0)
            .filter(_Match(self.question, self.in_title), type_id=_content_type())
            .annotate(page=Cast("index_entry__object_id", BigIntegerField()))
        )


def _content_type() -> int:
    """As a number, which each process asks for once: joined by name, PostgreSQL guesses wrong how many rows there are."""
    return ContentType.objects.get_by_natural_key("practice_library", "writeuppage").pk


class _AnyOf(Lookup):
    """`IN` with thousands of keys as one parameter: an array in PostgreSQL's own writing, JSON for SQLite."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """The condition."""
        sql, params = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{sql} = ANY(%s::int[])", [*params, self.rhs]
        return f"{sql} IN (SELECT value FROM json_each(%s))", [*params, self.rhs]  # noqa: S608 -- a column of ours


class _Match(Lookup):
    """`MATCH`, which SQLite wants as a condition by itself."""

    lookup_name = "match"

    def __init__(self, question: Question, in_title: bool) -> None:
        self.question = question
        self.columns = "title" if in_title else "title body"
        super().__init__(None, None)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """The condition; `title` and `body` are the columns with whole words."""
        return "wagtailsearch_indexentry_fts MATCH %s", [f"{{{self.columns}}} : ({self.question.as_fts5()})"]


class _Score(Func):
    """How well a row answers; SQLite counts down from zero, so it is turned round."""

    output_field = FloatField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        """The columns stand in the order autocomplete, body, title."""
        return f"(-bm25(wagtailsearch_indexentry_fts, 0, 1, {TITLE_WEIGHT}))", []
