"""How a write-up's title stands in the search index."""

from typing import Any

from wagtail.search import index

from practice_library.domain.stems import index_text


class TitleWithStems(index.SearchField):
    """The title, followed by its stems: SQLite weighs by column, and this column is the heavy one."""

    def __init__(self) -> None:
        super().__init__("title", boost=2)

    def get_value(self, obj: Any) -> str:
        """What the index's title column holds."""
        return f"{obj.title} {index_text(obj.title)}"


def with_stemmed_title(fields: list[index.BaseField]) -> list[index.BaseField]:
    """The search fields of a page, the plain title replaced."""
    others = [
        field
        for field in fields
        if not (isinstance(field, index.SearchField) and field.field_name == "title")
    ]
    return [TitleWithStems(), *others]
