"""The calendar: a month, as a list on a phone and as a grid on a wide screen."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from core import clock
from core.registries.calendar import entries_for
from network.access import schools_visible_to
from network.domain.month import Month, lay_out, month_of
from network.models import School


class CalendarView(LoginRequiredMixin, TemplateView):
    """`?month=2026-11` chooses the month, `?school=MAR` one school's entries; without them: now, and all."""

    template_name = "network/calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The month laid out, the months beside it, and the schools to narrow it by."""
        viewer = self.request.user
        month, present = self._month(), month_of(f"{clock.today():%Y-%m}")
        schools = list(schools_visible_to(viewer).order_by("name", "pk"))
        school = self._school(schools)
        entries = [
            entry
            for entry in entries_for(viewer, month.first, month.last)
            if school is None or entry.owner == school.code
        ]
        page = lay_out(month, entries, zone=timezone.get_current_timezone(), today=clock.today())
        shown_codes = {code for line in _lines(page) for code in line.owners}
        return super().get_context_data(
            page=page,
            school=school,
            before=_address(month.before, school),
            after=_address(month.after, school),
            this_month=_address(present, school) if present != month else "",
            choices=_choices(month, schools, school),
            legend=[item for item in schools if item.code in shown_codes],
            **kwargs,
        )

    def _month(self) -> Month:
        try:
            return month_of(self.request.GET.get("month") or f"{clock.today():%Y-%m}")
        except ValueError as error:
            raise Http404 from error

    def _school(self, schools: list[School]) -> School | None:
        code = self.request.GET.get("school")
        if not code:
            return None
        found = [school for school in schools if school.code == code]
        if not found:
            raise Http404
        return found[0]


def _lines(page: Any) -> list[Any]:
    return [*page.going_on, *(line for day in page.days for line in day.shown)]


def _address(month: Month | None, school: School | None) -> str:
    if month is None:
        return ""
    query = {"month": month.code} | ({"school": school.code} if school else {})
    return f"{reverse('calendar')}?{urlencode(query)}"


def _choices(month: Month, schools: list[School], chosen: School | None) -> list[dict[str, Any]]:
    """A chip for each school; none with one school, where there is nothing to choose."""
    if len(schools) < 2:
        return []
    return [
        {
            "label": school.name,
            "href": _address(month, None if school == chosen else school),
            "count": None,
            "selected": school == chosen,
        }
        for school in schools
    ]
