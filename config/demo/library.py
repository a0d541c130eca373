"""The demo's write-ups: written, read by a colleague and published under their own dates, through the library's services."""

from collections.abc import Callable

from django.core.files import File

from config.demo.built import Demo
from config.demo.write_up_files import FOLDER, WriteUpFile, read_write_ups
from core import clock
from network.access import context_for
from network.context import entered
from network.models import Person, Topic
from practice_library.choices import Audience
from practice_library.domain.write_up_fields import WriteUpFields
from practice_library.models import ReviewRequest, WriteUpPage
from practice_library.services import media, review, writing


class LibraryBuilder:
    """Puts the files of `data/demo` into the library."""

    def __init__(self, demo: Demo, say: Callable[[str], object]) -> None:
        self.demo = demo
        self.say = say
        self.topics = {(topic.kind, topic.code): topic for topic in Topic.objects.all()}
        self.published: dict[tuple[int, str], WriteUpPage] = {}

    def build(self) -> None:
        """All the write-ups, then what is still on its way."""
        for file in read_write_ups():
            self._publish(file)
        self.say(f"  {len(self.published)} write-ups")
        self._on_their_way()

    def _publish(self, file: WriteUpFile) -> None:
        facts, moment = file.facts, self.demo.moment
        author, reviewer = self.demo.people[facts["author"]], self.demo.people[facts["reviewer"]]
        weeks, minute = facts["weeks_ago"], facts["number"]
        with clock.at(moment(weeks_ago=weeks + 1, hour=15, minute=minute)), _acting(author):
            write_up = writing.start_write_up(
                by=author, school=self.demo.schools[facts["school"]], fields=self._fields(file)
            )
            self._add_extras(write_up, file, author)
        with clock.at(moment(weeks_ago=weeks + 0.8, hour=16, minute=minute)), _acting(author):
            request = review.ask_colleague(write_up=write_up, reviewer=reviewer, by=author)
        with clock.at(moment(weeks_ago=weeks, hour=16, minute=minute)), _acting(reviewer):
            review.answer_review(
                request=request, by=reviewer, decision=ReviewRequest.Decision.PUBLISH, answer=""
            )
        self.published[(facts["number"], facts["language"])] = write_up

    def _fields(self, file: WriteUpFile) -> WriteUpFields:
        facts = file.facts
        kinds = {"phase": "phases", "subject": "subjects", "theme": "themes", "lens": "lenses"}
        return WriteUpFields(
            title=facts["title"],
            promise=facts["promise"],
            **file.boxes,
            what_changed=facts.get("what_changed", ""),
            language=facts["language"],
            audience=facts["audience"],
            network_id=self.demo.networks["small-steps"].pk if facts["audience"] != Audience.SCHOOL else None,
            author_names=", ".join([facts["author"], *facts["co_authors"]]),
            evidence_level=facts["evidence_level"],
            evidence_note=facts["evidence_note"],
            minutes_needed=facts["minutes_needed"],
            ages=facts["ages"],
            started_year=facts["started_year"],
            pupils_reached_count=facts["pupils_reached"] or None,
            topic_ids=tuple(
                self.topics[(kind, code)].pk for kind, name in kinds.items() for code in facts[name]
            ),
            adapted_from_id=self._published_id(facts.get("adapted_from", 0)),
            translation_of_id=self._published_id(facts["number"]) if facts["language"] != "en" else None,
        )

    def _published_id(self, number: int) -> int | None:
        original = self.published.get((number, "en"))
        return original.pk if original else None

    def _add_extras(self, write_up: WriteUpPage, file: WriteUpFile, author: Person) -> None:
        for picture in file.facts["pictures"]:
            with (FOLDER / "pictures" / picture["file"]).open("rb") as opened:
                media.add_picture(
                    write_up=write_up, by=author, file=File(opened, name=picture["file"]),
                    alt=picture["alt"], caption=picture["caption"],
                )  # fmt: skip
        for each in file.facts["files"]:
            with (FOLDER / "files" / each["file"]).open("rb") as opened:
                media.add_file(
                    write_up=write_up, by=author, file=File(opened, name=each["file"]), title=each["title"]
                )

    def _on_their_way(self) -> None:
        """A draft, and one that waits for a colleague: what Today has to show."""
        kit, ellen = self.demo.people["Kit Rawnsley"], self.demo.people["Ellen Varga"]
        with clock.at(self.demo.moment(weeks_ago=0.6, hour=16)), _acting(kit):
            waiting = writing.start_write_up(by=kit, school=self.demo.schools["HES"], fields=_FOUR_SECONDS)
            review.ask_colleague(
                write_up=waiting, reviewer=ellen, by=kit, note="Is this worth anybody's time?"
            )
        hannah = self.demo.people["Hannah Kershaw-Lee"]
        with clock.at(self.demo.moment(weeks_ago=0.4, hour=20)), _acting(hannah):
            writing.start_write_up(by=hannah, school=self.demo.schools["MAR"], fields=_STEMS_IN_SCIENCE)


def _acting(person: Person):
    return entered(context_for(person, purpose="demo_network"))


_FOUR_SECONDS = WriteUpFields(
    title="The four-second wait",
    promise="Count to four after a question before you say anything, and see who starts.",
    for_whom="My Year 5 class of 26, in whole-class talk. Anybody who fills silences, as I do.",
    tried="After Priya's visit I put a sticky note on my desk: ask once, count to four in my head, look at the back row. Two weeks, in guided reading only.",
    worked="On most days two or three children began again after stopping. I heard from six children I had not heard from since September.",
    did_not_work="On Fridays after lunch four seconds is long enough for a conversation about football. I gave up on those days.",
    would_change="I would tell the class what I am doing. When I did, in the second week, they counted with me.",
    try_it="1. Choose one lesson tomorrow.\n2. Ask one question, once.\n3. Count to four without moving.\n4. Rephrase once if nobody starts.",
    link_to_learning="Children need time to turn a thought into words; the wait gives it to those who are slower to speak, not slower to think.",
    evidence_note="One class, two weeks",
    minutes_needed=1,
    ages="9–10",
)
_STEMS_IN_SCIENCE = WriteUpFields(
    title="Do two stems work in science?",
    tried="Same two stems as in fractions, for predicting which ice cube melts first.",
    did_not_work="",
)
