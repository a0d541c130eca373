"""Thousands of write-ups beside those of the demo network: for measuring alone, laid past the services that publish."""

import random
import re
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Model
from django.db.models.sql import InsertQuery
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from config.demo.write_up_files import WriteUpFile, read_write_ups
from core import clock
from network.models import Network, School, Topic
from practice_library.choices import Audience, EvidenceLevel, Language
from practice_library.models import NetworkShelfPage, SchoolShelfPage, WriteUpPage

_BATCH_SIZE = 500
_BOXES = ("for_whom", "tried", "worked", "did_not_work", "would_change", "try_it", "link_to_learning")
_SENTENCES_A_BOX = 4
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_AUDIENCES = (*[Audience.NETWORK] * 6, *[Audience.PUBLIC] * 3, Audience.SCHOOL)
_MINUTES = (1, 5, 10, 15, 20, 30, 45, 60)


class WordsOfTheDemo:
    """Titles, lines and boxes put together anew from the sentences of the demo's write-ups."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._files: dict[str, list[WriteUpFile]] = {}
        for file in read_write_ups():
            self._files.setdefault(file.facts["language"], []).append(file)
        self._sentences = {
            (language, box): [
                sentence for file in files for sentence in _SENTENCE_END.split(file.boxes.get(box, "")) if sentence
            ]
            for language, files in self._files.items()
            for box in _BOXES
        }  # fmt: skip

    def one(self, number: int) -> dict[str, str]:
        """The words of one write-up, in one language: about 300."""
        language = Language.SV if self._chance.random() < 0.15 else Language.EN
        first, second = (self._chance.choice(self._files[language]).facts for _ in range(2))
        return {
            "language": language,
            "title": " ".join([*first["title"].split()[:4], *second["title"].split()[-3:], str(number)]),
            "promise": second["promise"],
            **{box: self._box(language, box) for box in _BOXES},
        }

    def _box(self, language: str, box: str) -> str:
        sentences = self._sentences[language, box]
        return " ".join(self._chance.sample(sentences, min(len(sentences), _SENTENCES_A_BOX)))


class Layer:
    """Lays write-ups onto the shelves of the demo network, with their topics and index entries."""

    def __init__(self, seed: int = 5) -> None:
        self._chance = random.Random(seed)  # noqa: S311 -- for measuring
        self._words = WordsOfTheDemo(self._chance)
        self._network = Network.objects.get(slug="small-steps")
        self._schools = list(School.objects.filter(networks=self._network).order_by("pk"))
        self._topics = [
            list(Topic.objects.filter(kind=kind).order_by("pk"))
            for kind in (Topic.Kind.PHASE, Topic.Kind.SUBJECT, Topic.Kind.THEME, Topic.Kind.LENS)
        ]
        self._shelves = {shelf.school_id: shelf for shelf in SchoolShelfPage.objects.all()}
        self._network_shelf = NetworkShelfPage.objects.get(network=self._network)
        self._type = ContentType.objects.get_for_model(WriteUpPage)
        self._index = get_search_backend().get_index_for_model(WriteUpPage)
        self._children: Counter[int] = Counter()
        self._now = clock.now()

    def lay(self, count: int, say: Callable[[str], object] = print) -> None:
        """Lay so many.

        Args:
            count: how many.
            say: is told every few thousand how many there are.
        """
        for first in range(0, count, _BATCH_SIZE):
            numbers = range(first, min(first + _BATCH_SIZE, count))
            with transaction.atomic():
                self._lay([self._write_up(number) for number in numbers])
            if numbers.stop % 5000 == 0 or numbers.stop == count:
                say(f"  {numbers.stop:,} write-ups")
        for shelf in [self._network_shelf, *self._shelves.values()]:
            Page.objects.filter(pk=shelf.pk).update(numchild=shelf.numchild + self._children[shelf.pk])

    def _write_up(self, number: int) -> WriteUpPage:
        audience = self._chance.choice(_AUDIENCES)
        school = self._chance.choice(self._schools)
        shelf = self._shelves[school.pk] if audience == Audience.SCHOOL else self._network_shelf
        self._children[shelf.pk] += 1
        words = self._words.one(number)
        published = self._now - timedelta(minutes=20 + number * 37)
        return WriteUpPage(
            **words,
            path=WriteUpPage._get_path(
                shelf.path, shelf.depth + 1, shelf.numchild + self._children[shelf.pk]
            ),
            depth=shelf.depth + 1,
            slug=f"measured-{number}",
            draft_title=words["title"],
            content_type=self._type,
            translation_key=uuid.UUID(int=self._chance.getrandbits(128)),
            locale_id=shelf.locale_id,
            live=True,
            first_published_at=published,
            last_published_at=published,
            latest_revision_created_at=published,
            school=school,
            network=None if audience == Audience.SCHOOL else self._network,
            audience=audience,
            author_names="Priya Nair",
            reviewer_name="Kit Rawnsley",
            evidence_level=self._chance.choice(EvidenceLevel.values),
            minutes_needed=self._chance.choice(_MINUTES),
            ages="7–8",
        )

    def _lay(self, write_ups: list[WriteUpPage]) -> None:
        names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
        pages = Page.objects.bulk_create(
            [Page(**{name: getattr(write_up, name) for name in names}) for write_up in write_ups]
        )
        for write_up, page in zip(write_ups, pages, strict=True):
            write_up.pk = write_up.id = page.pk
        # Django's own bulk_create refuses a model with a parent table; the parents are there already.
        query = InsertQuery(WriteUpPage)
        rows: list[Model] = [*write_ups]
        query.insert_values(list(WriteUpPage._meta.local_concrete_fields), rows)
        query.get_compiler(DEFAULT_DB_ALIAS).execute_sql()
        link = WriteUpPage.topics.through
        link.objects.bulk_create(
            link(writeuppage_id=write_up.pk, topic_id=topic.pk)
            for write_up in write_ups
            for topic in self._some_topics()
        )
        self._index.add_items(WriteUpPage, write_ups)

    def _some_topics(self) -> list[Topic]:
        return [self._chance.choice(topics) for topics in self._topics if topics]
