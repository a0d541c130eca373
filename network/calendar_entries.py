"""What the network puts into the calendar: terms, and the days on which schools are closed to pupils."""

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.registries import audit_words, calendar, feeds, navigation, today
from core.registries.calendar import CalendarEntry
from core.registries.today import TodayCard
from network.access import Viewer, schools_visible_to, standing_of
from network.models import Closure, Term

SOURCE = "school-year"
#: How far ahead Today looks.
_SOON = timedelta(weeks=5)

_CALENDAR_FEED = feeds.FeedKind(
    code="calendar",
    label=gettext_lazy("Calendar"),
    summary=gettext_lazy(
        "Terms, holidays, inset days and whatever else has a date, in the calendar on your phone or computer."
    ),
    url_name="calendar-feed",
)
_CALENDAR_PAGE = navigation.NavEntry(
    place="together",
    label=gettext_lazy("Calendar"),
    url_name="calendar",
    summary=gettext_lazy("Terms, holidays and inset days of your schools and their partners."),
    order=20,
)
_WORDS = {
    "feed_address_made": gettext_lazy("%(who)s made an address for a feed."),
    "feed_address_revoked": gettext_lazy("%(who)s took back the address of a feed."),
}


def entries(viewer: Viewer, first: date, last: date) -> list[CalendarEntry]:
    """Terms and closures between two days, of the viewer's own schools and of those in their networks; two queries."""
    schools = schools_visible_to(viewer)

    def overlapping(rows: QuerySet) -> QuerySet:
        found = rows.filter(school__in=schools, starts_on__lte=last, ends_on__gte=first)
        return found.select_related("school").order_by("starts_on", "school__name", "pk")

    terms = [_entry(term, "term", term.name) for term in overlapping(Term.objects.all())]
    closures = [
        _entry(closure, "closure", title_of(closure)) for closure in overlapping(Closure.objects.all())
    ]
    return terms + closures


def next_closure(viewer: Viewer, now: datetime) -> list[TodayCard]:
    """The next days without pupils at the viewer's own schools, when they begin within five weeks; one query."""
    day = timezone.localdate(now)
    closure = (
        Closure.objects.filter(
            school_id__in=standing_of(viewer).schools, starts_on__gt=day, starts_on__lte=day + _SOON
        )
        .select_related("school")
        .order_by("starts_on", "school__name", "pk")
        .first()
    )
    if closure is None:
        return []
    begins = datetime.combine(closure.starts_on, time.min, tzinfo=timezone.get_current_timezone())
    words = {"what": title_of(closure), "when": formats.date_format(closure.starts_on, "DATE_FORMAT")}
    url = f"{reverse('calendar')}?month={closure.starts_on:%Y-%m}"
    sentence = _("%(what)s: from %(when)s") % words
    return [TodayCard("next", sentence, url, _("See the calendar"), at=begins, detail=closure.school.name)]


def title_of(closure: Closure) -> str:
    """A holiday under its name; an inset day or local closure says that it is one."""
    kind = closure.get_kind_display()
    if closure.kind == Closure.Kind.HOLIDAY or kind.casefold() in closure.name.casefold():
        return closure.name
    return _("%(kind)s: %(name)s") % {"kind": kind, "name": closure.name}


def _entry(row: Term | Closure, kind: str, title: str) -> CalendarEntry:
    return CalendarEntry(
        uid=f"{kind}-{row.pk}",
        title=title,
        starts=row.starts_on,
        ends=row.ends_on,
        source=SOURCE,
        owner=row.school.code,
    )


def register() -> None:
    """Offer the entries, the page and the feed."""
    today.providers.register("network.next_closure", next_closure)
    calendar.providers.register("network.school_year", entries)
    navigation.entries.register("network.calendar", _CALENDAR_PAGE)
    feeds.kinds.register(_CALENDAR_FEED.code, _CALENDAR_FEED)
    for action, words in _WORDS.items():
        audit_words.sentences.register(action, words)
