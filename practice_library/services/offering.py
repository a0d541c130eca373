"""Who may read it, and on whose shelf it stands. Closing acts at once; opening waits for a colleague."""

from typing import Any

from django.db import transaction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Revision

from core import clock
from network.models import Network, Person
from network.services.audit import record
from practice_library.choices import Audience
from practice_library.domain.audiences import needs_reading
from practice_library.domain.slugs import closed_slug, draft_slug, open_slug
from practice_library.models import LibraryHomePage, WriteUpPage
from practice_library.policies import require_author, require_take_back
from practice_library.services.media import throw_away_unused
from practice_library.services.questions import end_question_if_closed, end_questions_about
from practice_library.services.shelves import ensure_library_home, shelf_for_network, shelf_for_school
from practice_library.services.writing import NotYoursToOffer, keep_revision


@transaction.atomic
def change_audience(
    *, write_up: WriteUpPage, audience: str, network: Network | None, by: Person | None
) -> WriteUpPage:
    """Say who is to read it.

    What is published and closed to somebody is closed at once, everywhere, under a new address; the old one finds
    nothing, and an open question to a colleague is taken back with it. What would be opened to somebody is noted in
    the draft: a colleague reads it again before it happens.

    Args:
        write_up: whose audience.
        audience: one of `choices.Audience`.
        network: the network it is offered to, or through which it is offered to everybody; None for "school".
        by: for closing the author or whoever manages the school, for opening the author; None is the system.

    Returns:
        The page as it is now: `audience` tells whether it happened or waits.

    Raises:
        MayNot: for others.
        NotYoursToOffer: when the school is not in that network.
    """
    if by is not None:
        require_take_back(write_up, by=by)
    page = WriteUpPage.objects.select_for_update().get(pk=write_up.pk)
    _check_place(page, audience, network)
    network_id = network.pk if network else None
    waits = not page.live or needs_reading(
        now=page.audience, now_network=page.network_id, then=audience, then_network=network_id
    )
    if waits and by is not None:
        require_author(page, by=by)
        _wish(page, audience, network_id, by)
    else:
        record(
            "audience_changed", school_id=page.school_id, by=by, subject=page, details={"audience": audience}
        )
        end_questions_about(page, by=by)
        settle_facts(page, title=page.title, audience=audience, network=network)
        _forget_wish(page)
        put_on_its_shelf(page, by=by)
    return WriteUpPage.objects.get(pk=page.pk)


@transaction.atomic
def take_back(*, write_up: WriteUpPage, by: Person | None) -> WriteUpPage:
    """Take a write-up out of the library: it is a draft on its school's shelf again, and its old address finds nothing.

    Args:
        write_up: which one.
        by: the author or whoever manages the school; None is the system, when the school leaves.

    Raises:
        MayNot: for others.
    """
    if by is not None:
        require_take_back(write_up, by=by)
    page = WriteUpPage.objects.select_for_update().get(pk=write_up.pk)
    record("write_up_taken_back", school_id=page.school_id, by=by, subject=page)
    end_questions_about(page, by=by)
    if page.live:
        UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)
    page.audience, page.network, page.slug = Audience.SCHOOL, None, draft_slug()
    page.save(clean=False)
    _forget_wish(page)
    put_on_its_shelf(page, by=by)
    return WriteUpPage.objects.get(pk=page.pk)


def wish_of(content: dict[str, Any], page: WriteUpPage) -> tuple[str, Network | None]:
    """Who is to read it, as a revision's content says.

    Raises:
        NotYoursToOffer: when the school is not in that network (any more).
    """
    audience, network_id = content.get("audience", Audience.SCHOOL), content.get("network")
    network = Network.objects.filter(pk=network_id).first() if network_id else None
    _check_place(page, audience, network)
    return audience, network


def settle_facts(
    page: WriteUpPage, *, title: str, audience: str, network: Network | None, reviewer: Person | None = None
) -> None:
    """Write to the row who may read it, at which address, and who read it first. A plain address stays as it is."""
    LibraryHomePage.objects.select_for_update().get(pk=ensure_library_home().pk)  # one new address at a time
    changed = not page.live or (page.audience, page.network_id) != (audience, network.pk if network else None)
    page.audience, page.network = audience, network
    if changed:
        page.slug = _free_slug(page, title) if audience == Audience.PUBLIC else closed_slug(title)
    if reviewer is not None:
        page.reviewer_name, page.reviewed_on = reviewer.display_name, clock.today()
    page.save(clean=False)


def put_on_its_shelf(page: WriteUpPage, *, by: Person | None) -> None:
    """Move a page to its network's shelf when it is offered, else to its school's; what nothing shows is thrown away."""
    network = page.network if page.is_offered else None
    shelf = shelf_for_network(network) if network else shelf_for_school(page.school)
    if page.get_parent().pk != shelf.pk:
        # Nobody needs a permission in the Wagtail admin for what the service has allowed.
        MovePageAction(page, shelf, pos="last-child", user=by).execute(skip_permission_checks=True)
    throw_away_unused(WriteUpPage.objects.get(pk=page.pk))


def _free_slug(page: WriteUpPage, title: str) -> str:
    others = WriteUpPage.objects.exclude(pk=page.pk)
    taken = set(others.filter(slug__startswith=open_slug(title, set())).values_list("slug", flat=True))
    return open_slug(title, taken)


def _check_place(page: WriteUpPage, audience: str, network: Network | None) -> None:
    if (audience == Audience.SCHOOL) != (network is None):
        raise NotYoursToOffer
    if network and not page.school.network_places.filter(network=network, left_at=None).exists():
        raise NotYoursToOffer


def _wish(page: WriteUpPage, audience: str, network_id: int | None, by: Person) -> None:
    record("audience_wished", school_id=page.school_id, by=by, subject=page, details={"audience": audience})
    draft = page.get_newest_draft()
    draft.audience, draft.network_id = audience, network_id
    keep_revision(draft, by=by)
    end_question_if_closed(page, audience=audience, network_id=network_id, by=by)


def _forget_wish(page: WriteUpPage) -> None:
    """The newest draft wishes for what is: an old wish must not open again what was just closed."""
    revision = Revision.objects.select_for_update().filter(pk=page.latest_revision_id).first()
    if revision is not None:
        revision.content = {**revision.content, "audience": page.audience, "network": page.network_id}
        revision.save(update_fields=["content"])
