"""How a write-up's title stands in the search index."""

from typing import Any

from wagtail.search import index

from practice_library.domain.stems import index_text


class TitleStems(index.SearchField):
    """The stems of the title, in the index's title column beside the title: SQLite weighs by column, and this is the heavy one."""

    def __init__(self) -> None:
        super().__init__("title", boost=2)

    def get_value(self, obj: Any) -> str:
        """What is added to the title column."""
        return index_text(obj.title)
