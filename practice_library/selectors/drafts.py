"""What a person writes, with the newest words, for programs; the pages of writing read one at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from django.db.models import QuerySet

from network.models import Network, Person, Topic
from practice_library.desk import my_write_ups
from practice_library.domain.write_up_fields import WriteUpFields
from practice_library.models import WriteUpPage

#: How the latest revision names what the fields name.
_IN_REVISION = {
    "network_id": "network", "adapted_from_id": "adapted_from", "translation_of_id": "translation_of",
    "topic_ids": "topics",
}  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """The newest words of a write-up of one's own.

    Attributes:
        write_up: the row; its `open_questions` are loaded.
        words: as its author left them.
        topics: kind → the codes of its topics, in their order.
        network: address of the network it is to be offered to, or None.
        adapted_from: address of the write-up it grew from, while its author may read it; or None.
        translation_of: the same of the one it translates.
    """

    write_up: WriteUpPage
    words: WriteUpFields
    topics: dict[str, list[str]]
    network: str | None
    adapted_from: str | None
    translation_of: str | None


def own_write_ups(person: Person) -> "QuerySet[WriteUpPage]":
    """What the person wrote and still may, newest first, with what `newest` needs of each."""
    return my_write_ups(person).select_related("school", "network", "latest_revision")


def newest(person: Person, write_ups: Iterable[WriteUpPage]) -> list[Draft]:
    """The newest words of write-ups from `own_write_ups`: three queries, however many there are."""
    rows = [(write_up, _words(write_up)) for write_up in write_ups]
    origins = {pk for _row, words in rows for pk in (words.adapted_from_id, words.translation_of_id) if pk}
    slugs = dict(WriteUpPage.objects.visible_to(person).filter(pk__in=origins).values_list("pk", "slug"))
    networks = dict(
        Network.objects.filter(pk__in={words.network_id for _row, words in rows}).values_list("pk", "slug")
    )
    topics = {topic.pk: topic for topic in Topic.objects.order_by("position", "pk")}
    return [
        Draft(
            write_up,
            words,
            _codes(words.topic_ids, topics),
            networks.get(words.network_id or 0),
            slugs.get(words.adapted_from_id or 0),
            slugs.get(words.translation_of_id or 0),
        )
        for write_up, words in rows
    ]


def _words(write_up: WriteUpPage) -> WriteUpFields:
    content = write_up.latest_revision.content
    values = {
        field.name: content.get(_IN_REVISION.get(field.name, field.name)) for field in fields(WriteUpFields)
    }
    return WriteUpFields(**{**values, "topic_ids": tuple(values["topic_ids"] or ())})


def _codes(keys: Iterable[int], topics: dict[int, Topic]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pk, topic in topics.items():
        if pk in keys:
            found.setdefault(topic.kind, []).append(topic.code)
    return found


def topic_ids_of(codes: Mapping[str, list[str]]) -> tuple[int, ...]:
    """The ids of topics named by kind → codes: one query."""
    return tuple(
        topic.pk
        for topic in Topic.objects.order_by("position", "pk")
        if topic.code in codes.get(topic.kind, ())
    )
