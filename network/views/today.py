"""The front page for a visitor; Today for a member."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import clock
from core.registries.front_page import highlights
from core.registries.today import TodayCard, cards_for, suggestions_for
from network.access import standing_of


def today(request: HttpRequest) -> HttpResponse:
    """One address for both: what matters now."""
    if not request.user.is_authenticated:
        return render(request, "network/today/front.html", {"highlights": highlights()})
    now = clock.now()
    cards = [_shown(card) for card in cards_for(request.user, now)]
    context = {
        "today": timezone.localtime(now),
        "first": cards[0] if cards else None,
        "cards": cards[1:],
        "suggestions": suggestions_for(request.user),
        "has_school": bool(standing_of(request.user).schools),
    }
    return render(request, "network/today/today.html", context)


def _shown(card: TodayCard) -> dict[str, Any]:
    """A card as the component wants it."""
    at = timezone.localtime(card.at) if card.at else None
    return {
        "day": _day(card.at) if card.at else _("When it suits"),
        "has_day": card.at is not None,
        "time": date_format(at, "TIME_FORMAT")
        if at and (at.hour or at.minute) and card.kind == "next"
        else "",
        "text": card.sentence,
        "detail": card.detail,
        "href": card.url,
        "action": card.action,
        "kind": card.kind,
        "waiting": _("Waiting for you") if card.kind == "waiting" else "",
    }


def _day(moment: Any) -> str:
    day = timezone.localtime(moment).date()
    return _("Today") if day == clock.today() else date_format(day, "MONTH_DAY_FORMAT")
