"""Published write-ups for tests of finding and reading, put on the shelf without the way through review."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from network.models import Network, School, Topic
from practice_library.choices import Audience
from practice_library.models import WriteUpPage
from practice_library.services.shelves import shelf_for_school

PUBLISHED_AT = datetime(2026, 9, 1, 8, tzinfo=UTC)
_numbers = count(1)

WORDS = {
    "promise": "A ten-minute starter that makes a lesson arguable",
    "for_whom": "Year 4 teachers.",
    "tried": "A pair looks at two bars and says a sentence aloud.",
    "worked": "B used “because” twice without being asked.",
    "did_not_work": "Fourteen stems on the wall: not one was spoken.",
    "would_change": "Two stems from the start.",
    "try_it": "1. Show two bars.\n2. One minute each.",
    "link_to_learning": "Who has said a reason aloud has something to write down.",
    "author_names": "Hannah Kershaw-Lee",
    "reviewer_name": "Alison Prewett",
}


def live_write_up(
    school: School, title: str = "", network: Network | None = None, topics: str = "", **fields: Any
) -> WriteUpPage:
    """A published write-up: for its school, or with `network` for that network, or with `audience="public"` for everybody.

    `topics` are codes of phases, subjects, themes or lenses, with spaces between.
    """
    number = next(_numbers)
    audience = fields.pop("audience", Audience.NETWORK if network else Audience.SCHOOL)
    page = WriteUpPage(
        title=title or f"Write-up {number}",
        slug=fields.pop("slug", f"write-up-{number}"),
        school=school,
        network=network,
        audience=audience,
        live=fields.pop("live", True),
        first_published_at=fields.pop("first_published_at", PUBLISHED_AT + timedelta(minutes=number)),
        last_published_at=fields.pop("last_published_at", PUBLISHED_AT + timedelta(minutes=number)),
        **{**WORDS, **fields},
    )
    page.topics = list(Topic.objects.filter(code__in=topics.split()))
    shelf_for_school(school).add_child(instance=page)
    return page
