"""What is new in the library, as Atom: for everybody, and for one person at an address of their own."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from network.access import Viewer
from network.models import FeedToken
from network.services.feeds import person_for_token
from network.speaking import speaking_to
from practice_library.domain.light_markdown import light_markdown
from practice_library.models import WriteUpPage

MOST_ENTRIES = 50


def _library_feed(viewer: Viewer, address: str) -> str:
    """The newest write-ups this viewer may read, as an Atom feed (one query)."""
    listing = settings.BASE_URL + reverse("library:write-up-list")
    feed = Atom1Feed(
        title=_("New in the library"),
        link=listing,
        description=_("What schools tried, what worked and what didn’t."),
        feed_url=settings.BASE_URL + address,
        feed_guid=listing,
    )
    newest = (
        WriteUpPage.objects.visible_to(viewer)
        .order_by("-first_published_at", "-pk")
        .values(
            "pk",
            "title",
            "slug",
            "promise",
            "try_it",
            "author_names",
            "first_published_at",
            "last_published_at",
        )
    )
    for entry in newest[:MOST_ENTRIES]:
        feed.add_item(
            title=entry["title"],
            link=settings.BASE_URL + reverse("library:write-up", kwargs={"slug": entry["slug"]}),
            description=f"<p>{escape(entry['promise'])}</p>{light_markdown(entry['try_it'])}",
            author_name=entry["author_names"],
            pubdate=entry["first_published_at"],
            updateddate=entry["last_published_at"],
            unique_id=f"{listing}#{entry['pk']}",
        )
    return feed.writeString("utf-8")


def _answer(xml: str) -> HttpResponse:
    return HttpResponse(xml, content_type="application/atom+xml; charset=utf-8")


@require_safe
@conditional_page
def public_feed(request: HttpRequest) -> HttpResponse:
    """What everybody may read, whoever asks."""
    response = _answer(_library_feed(AnonymousUser(), reverse("library:feed")))
    # Asked for again each time, and answered with 304 while nothing changed: what was closed is gone at once.
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def my_feed(request: HttpRequest, token: str) -> HttpResponse:
    """What one person may read now; the key in the address opens this and nothing else.

    Raises:
        Http404: for a key that is unknown or was taken back.
    """
    person = person_for_token(FeedToken.Feed.LIBRARY, token)
    if person is None:
        raise Http404
    with speaking_to(person):
        address = reverse("library:feed-mine", kwargs={"token": token})
        response = _answer(_library_feed(person, address))
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
