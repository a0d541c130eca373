"""A person's feeds: the calendar's own, and the page where addresses are made and taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from core import clock
from core.registries.feeds import FeedKind, kinds
from network.access import context_for
from network.context import entered
from network.models import Person
from network.services.calendar_feed import calendar_feed
from network.services.feeds import addresses_since, make_feed_address, person_for_token, revoke_feed_address
from network.speaking import speaking_to


def feed_answer(content: bytes, content_type: str) -> HttpResponse:
    """A feed as it leaves: kept by nobody in between, found by no search engine."""
    response = HttpResponse(content, content_type=content_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def calendar_feed_view(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of whom this address was made for; absent once it was taken back or they have left."""
    if (person := person_for_token("calendar", token)) is None:
        raise Http404
    with entered(context_for(person, purpose="calendar feed")), speaking_to(person):
        content = calendar_feed(person, now=clock.now())
    response = feed_answer(content, "text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="hedgerow.ics"'
    return response


@dataclass(frozen=True)
class ShownFeed:
    """A feed on the page: since when its address exists (None: it has none), and the address just made."""

    kind: FeedKind
    made_at: datetime | None
    address: str = ""


class FeedsView(LoginRequiredMixin, TemplateView):
    """Your feeds. An address is shown once, on the answer to the button that made it."""

    template_name = "network/account_feeds.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The feeds of all rooms, and which of them have an address."""
        made = kwargs.pop("made", {})
        since = addresses_since(cast(Person, self.request.user))
        feeds = [ShownFeed(kind, since.get(kind.code), made.get(kind.code, "")) for kind in kinds]
        return super().get_context_data(feeds=feeds, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make a new address, or take one back."""
        person = request.user
        if not isinstance(person, Person):
            raise Http404
        if kind := kinds.get(request.POST.get("make", "")):
            token = make_feed_address(person, kind.code)
            address = settings.BASE_URL + reverse(kind.url_name, kwargs={"token": token})
            return self.render_to_response(self.get_context_data(made={kind.code: address}))
        if kind := kinds.get(request.POST.get("revoke", "")):
            revoke_feed_address(person, kind.code)
            messages.success(request, _("The address no longer works."))
            return HttpResponseRedirect(reverse("account-feeds"))
        raise Http404
