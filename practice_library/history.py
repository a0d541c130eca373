"""What happened to a write-up: who wrote, who was asked, who answered, who published."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry

from network.models import Person
from practice_library.models import ReviewRequest, WriteUpPage

Decision = ReviewRequest.Decision


@dataclass(frozen=True)
class Happened:
    """One thing that happened, as the history shows it."""

    at: datetime
    text: str

    @property
    def when(self) -> str:
        """The day and the time, as people say them."""
        return formats.date_format(timezone.localtime(self.at), "DATETIME_FORMAT")

    @property
    def datetime(self) -> str:
        """The same for machines."""
        return self.at.isoformat()


def history_of(write_up: WriteUpPage, *, viewer: Person) -> list[Happened]:
    """What happened, newest first; three queries. The words of an answer are for the two it was between."""
    found = [*_written(write_up), *_asked(write_up, viewer), *_unpublished(write_up)]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _written(write_up: WriteUpPage) -> list[Happened]:
    """The revisions; what one person kept several times in a row is one entry, under its last moment."""
    rows = list(
        write_up.revisions.order_by("created_at", "pk").values_list("created_at", "user_id", "user__name")
    )
    found = []
    for spot, (at, user_id, name) in enumerate(rows):
        is_last = spot + 1 == len(rows) or rows[spot + 1][1] != user_id
        if is_last:
            words = (
                _("%(name)s wrote.")
                if user_id == write_up.owner_id
                else _("%(name)s edited it for the network.")
            )
            found.append(Happened(at, words % {"name": name or _("Somebody who has left")}))
    return found


def _asked(write_up: WriteUpPage, viewer: Person) -> list[Happened]:
    found = []
    for request in write_up.review_requests.select_related("author", "reviewer"):
        names = {"author": request.author.display_name, "reviewer": request.reviewer.display_name}
        found.append(Happened(request.asked_at, _("%(author)s asked %(reviewer)s to read it.") % names))
        if request.decided_at is not None:
            found.append(Happened(request.decided_at, _answer(request, names, viewer)))
    return found


def _answer(request: ReviewRequest, names: dict[str, str], viewer: Person) -> str:
    sentences = {
        Decision.PUBLISH: _("%(reviewer)s read it and published it. Written by %(author)s."),
        Decision.CHANGE: _("%(reviewer)s read it and asked for a change."),
        Decision.WITHDRAWN: _("The question to %(reviewer)s was taken back."),
    }
    sentence = sentences[Decision(request.decision)] % names
    if request.answer and viewer.pk in (request.author_id, request.reviewer_id):
        return _("%(sentence)s “%(answer)s”") % {"sentence": sentence, "answer": request.answer}
    return sentence


def _unpublished(write_up: WriteUpPage) -> list[Happened]:
    rows = PageLogEntry.objects.filter(page=write_up.pk, action="wagtail.unpublish").values_list(
        "timestamp", "user__name"
    )
    return [
        Happened(at, _("%(name)s took it out of the library.") % {"name": name or _("The hub")})
        for at, name in rows
    ]
