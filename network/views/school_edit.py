"""Changing one's own school: its card, its year, its day, its year groups. For whoever manages the school."""

from copy import copy
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from django.views.generic.edit import FormMixin, ProcessFormView

from core import clock
from network.directory import dates_of, school_days_of, year_groups_of, year_of
from network.domain.year_groups import YearGroupRow, suggested_year_groups
from network.forms.schools import ClosureForm, SchoolCardForm, SchoolDayForm, TermForm, YearGroupsForm
from network.models import Closure, Term
from network.roles import Permission
from network.services.school_dates import (
    add_closure,
    add_term,
    remove_dates,
    set_school_days,
    set_year_groups,
)
from network.services.schools import update_card
from network.views.base import ActionView, DomainErrorMixin, OwnSchoolMixin


class _ManagesSchool(OwnSchoolMixin):
    permission = Permission.MANAGE_SCHOOL


class CardView(_ManagesSchool, DomainErrorMixin, FormView):
    """The card."""

    template_name = "network/our_school/card.html"
    form_class = SchoolCardForm
    done_message = _("Your school’s card is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form is about a copy: the service compares with what is stored."""
        return {**super().get_form_kwargs(), "instance": copy(self.school)}

    def perform(self, form: Any) -> Any:
        """Save it."""
        return update_card(school=self.school, by=self.actor, **form.cleaned_data)

    def get_success_url(self) -> str:
        """The school's page."""
        return self.link("our-school")


class DatesView(_ManagesSchool, TemplateView):
    """Terms, holidays and closures, with a form for one more of each."""

    template_name = "network/our_school/dates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Those that are not over yet."""
        return {
            "year": year_of(self.school, clock.today()),
            "term_form": TermForm(prefix="term"),
            "closure_form": ClosureForm(prefix="closure"),
            **super().get_context_data(**kwargs),
        }


class _AddDates(DomainErrorMixin, FormMixin, ProcessFormView, DatesView):
    """One more; the page of dates comes back with what is wrong, if something is."""

    http_method_names = ("post",)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page of dates, with this form as it was filled in."""
        context = super().get_context_data(**kwargs)
        return {**context, f"{self.prefix}_form": context["form"]}

    def get_success_url(self) -> str:
        """The page of dates."""
        return self.link("our-school-dates")


class AddTermView(_AddDates):
    """A term more."""

    form_class = TermForm
    prefix = "term"
    done_message = _("The term is in the calendar.")

    def perform(self, form: Any) -> Term:
        """Add it."""
        return add_term(school=self.school, by=self.actor, **form.cleaned_data)


class AddClosureView(_AddDates):
    """A holiday, inset day or closure more."""

    form_class = ClosureForm
    prefix = "closure"
    done_message = _("The days are in the calendar.")

    def perform(self, form: Any) -> Closure:
        """Add it."""
        return add_closure(school=self.school, by=self.actor, **form.cleaned_data)


class RemoveDatesView(_ManagesSchool, ActionView):
    """Take a term or a closure of this school away; which of the two, its address says."""

    done_message = _("Taken out of the calendar.")
    model: type[Term] | type[Closure] = Term

    def perform(self) -> None:
        """Remove it; what this school does not have is not there."""
        remove_dates(
            dates=get_object_or_404(dates_of(self.school, self.model), pk=self.kwargs["pk"]), by=self.actor
        )

    def get_success_url(self) -> str:
        """The page of dates."""
        return self.link("our-school-dates")


class SchoolDayView(_ManagesSchool, DomainErrorMixin, FormView):
    """When the school opens and closes."""

    template_name = "network/our_school/day.html"
    form_class = SchoolDayForm
    done_message = _("The school day is saved.")

    def get_initial(self) -> dict[str, Any]:
        """What is stored."""
        initial = {}
        for day in school_days_of(self.school):
            initial[f"opens_{day.iso_weekday}"] = day.opens_at
            initial[f"closes_{day.iso_weekday}"] = day.closes_at
        return initial

    def perform(self, form: Any) -> Any:
        """Save it; a weekend day that is stored stays."""
        weekend = {
            day.iso_weekday: (day.opens_at, day.closes_at)
            for day in school_days_of(self.school).filter(iso_weekday__gt=5)
        }
        return set_school_days(school=self.school, by=self.actor, days={**weekend, **form.days()})

    def get_success_url(self) -> str:
        """The school's page."""
        return self.link("our-school")


class YearGroupsView(_ManagesSchool, DomainErrorMixin, FormView):
    """The school's year groups; one that has none yet is offered what schools of its kind have."""

    template_name = "network/our_school/year_groups.html"
    form_class = YearGroupsForm
    done_message = _("The year groups are saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The rows to begin with."""
        stored = [
            YearGroupRow(group.label, group.typical_age, group.pk) for group in year_groups_of(self.school)
        ]
        self.is_suggestion = not stored
        return {**super().get_form_kwargs(), "rows": stored or self._suggested()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds whether the rows are an offer."""
        return {**super().get_context_data(**kwargs), "is_suggestion": self.is_suggestion}

    def perform(self, form: Any) -> Any:
        """Save them."""
        return set_year_groups(school=self.school, by=self.actor, groups=form.groups())

    def get_success_url(self) -> str:
        """The school's page."""
        return self.link("our-school")

    def _suggested(self) -> list[YearGroupRow]:
        return suggested_year_groups(
            language=self.school.language,
            lowest_age=self.school.lowest_age,
            highest_age=self.school.highest_age,
            phase=self.school.phase,
        )
