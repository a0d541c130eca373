"""What the network puts into the calendar: terms, and the days on which schools are closed to pupils."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.registries import audit_words, calendar, feeds, navigation
from core.registries.calendar import CalendarEntry
from network.access import Viewer, schools_visible_to
from network.models import Closure, Term

SOURCE = "school-year"

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
    calendar.providers.register("network.school_year", entries)
    navigation.entries.register("network.calendar", _CALENDAR_PAGE)
    feeds.kinds.register(_CALENDAR_FEED.code, _CALENDAR_FEED)
    for action, words in _WORDS.items():
        audit_words.sentences.register(action, words)
