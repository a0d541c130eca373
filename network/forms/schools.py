"""Forms for a school's card, dates, day and year groups."""

from datetime import date, time
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import LongTextField
from network.domain.year_groups import YearGroupRow
from network.models import Closure, School
from network.services.schools import CARD_FIELDS

WEEKDAYS = {1: _("Monday"), 2: _("Tuesday"), 3: _("Wednesday"), 4: _("Thursday"), 5: _("Friday")}
_MOST_YEAR_GROUPS = 24
_BLANK_ROWS = 3


class SchoolCardForm(forms.ModelForm):
    """The card: what colleagues at other schools read about the school."""

    visitor_information = LongTextField(
        max_length=School.LONGEST_VISITOR_INFORMATION,
        rows=4,
        required=False,
        label=_("For visitors"),
        help_text=_("Where to park, which door, where to sign in."),
    )

    class Meta:
        model = School
        fields = CARD_FIELDS
        widgets: ClassVar = {
            "latitude": forms.NumberInput(attrs={"step": "any"}),
            "longitude": forms.NumberInput(attrs={"step": "any"}),
        }
        help_texts: ClassVar = {
            "about": _("For example: mill town, mixed-age classes."),
            "highest_age": _("The age at which the oldest leave."),
            "latitude": _("For the map, such as 53.79. Leave empty if you don’t know it."),
            "longitude": _("Such as -2.25; west of London it begins with a minus."),
            "time_zone": _("Such as Europe/London or Europe/Stockholm."),
            "language": _("The language of the pages for your school, unless a person chooses another."),
            "currency": _("Three letters, such as GBP or SEK."),
        }

    def clean_time_zone(self) -> str:
        """A time zone the clock knows."""
        zone = self.cleaned_data["time_zone"]
        if zone not in available_timezones():
            raise ValidationError(_("We don’t know this time zone. Write it like Europe/London."))
        return zone

    def clean_currency(self) -> str:
        """Three capital letters."""
        currency = self.cleaned_data["currency"].strip().upper()
        if len(currency) != 3 or not currency.isalpha() or not currency.isascii():
            raise ValidationError(_("A currency has three letters, such as GBP."))
        return currency

    def clean(self) -> dict[str, Any]:
        """Ages in order."""
        cleaned = super().clean() or {}
        lowest, highest = cleaned.get("lowest_age"), cleaned.get("highest_age")
        if lowest is not None and highest is not None and lowest > highest:
            self.add_error("highest_age", _("The oldest pupils can’t be younger than the youngest."))
        return cleaned


class BeginSchoolForm(forms.Form):
    """What a head checks when the school joins; the rest of the card is theirs to fill in afterwards."""

    name = forms.CharField(label=_("Name of the school"), max_length=160)
    code = forms.CharField(
        label=_("Short code"),
        max_length=8,
        help_text=_("Two to eight letters people here will know you by, such as MAR. It stays."),
    )
    town = forms.CharField(label=_("Town"), max_length=100, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=School.Country.choices)
    language = forms.ChoiceField(
        label=_("Language of the pages"), choices=[("en", "English"), ("sv", "Svenska")]
    )

    def clean_code(self) -> str:
        """Capital letters and digits."""
        code = self.cleaned_data["code"].strip().upper()
        if not (2 <= len(code) <= 8 and code.isalnum() and code.isascii()):
            raise ValidationError(_("Use two to eight letters or digits."))
        return code


def _date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TermForm(forms.Form):
    """A term or half-term."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("For example: Autumn, first half."))
    starts_on = forms.DateField(label=_("First day"), widget=_date_input())
    ends_on = forms.DateField(label=_("Last day"), widget=_date_input())

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        return _days_in_order(self, super().clean() or {})


class ClosureForm(TermForm):
    """Days without pupils."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Closure.Kind.choices)
    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("For example: Half-term, or Joint inset day.")
    )
    field_order = ("kind", "name", "starts_on", "ends_on")


def _days_in_order(form: forms.Form, cleaned: dict[str, Any]) -> dict[str, Any]:
    first: date | None = cleaned.get("starts_on")
    last: date | None = cleaned.get("ends_on")
    if first and last and last < first:
        form.add_error("ends_on", _("The last day is before the first."))
    return cleaned


class SchoolDayForm(forms.Form):
    """When the school opens and closes, Monday to Friday."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in WEEKDAYS.items():
            for edge, words in (("opens", _("%(day)s, opens")), ("closes", _("%(day)s, closes"))):
                self.fields[f"{edge}_{number}"] = forms.TimeField(
                    label=words % {"day": name},
                    required=False,
                    widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                )

    def rows(self) -> list[dict[str, Any]]:
        """A line a weekday, for the page."""
        return [
            {"name": name, "opens": self[f"opens_{number}"], "closes": self[f"closes_{number}"]}
            for number, name in WEEKDAYS.items()
        ]

    def clean(self) -> dict[str, Any]:
        """Both times or none, in their order."""
        cleaned = super().clean() or {}
        for number in WEEKDAYS:
            opens, closes = cleaned.get(f"opens_{number}"), cleaned.get(f"closes_{number}")
            if (opens is None) != (closes is None):
                missing = "closes" if closes is None else "opens"
                self.add_error(f"{missing}_{number}", _("Write both times, or none."))
            elif opens is not None and closes <= opens:
                self.add_error(f"closes_{number}", _("The day closes after it opens."))
        return cleaned

    def days(self) -> dict[int, tuple[time, time]]:
        """ISO weekday → (opens, closes), as the service wants it."""
        data = self.cleaned_data
        return {
            number: (data[f"opens_{number}"], data[f"closes_{number}"])
            for number in WEEKDAYS
            if data.get(f"opens_{number}")
        }


class YearGroupsForm(forms.Form):
    """Year groups in rows: the school's own label and the typical age. An emptied label takes the row away."""

    def __init__(self, *args: Any, rows: list[YearGroupRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows = rows
        wanted = len(rows) + _BLANK_ROWS
        if self.is_bound:
            wanted = max(wanted, sum(1 for name in self.data if name.startswith("label_")))
        self._count = min(wanted, _MOST_YEAR_GROUPS)
        for number in range(self._count):
            row = rows[number] if number < len(rows) else None
            self.fields[f"label_{number}"] = forms.CharField(
                label=_("Year group %(number)s") % {"number": number + 1},
                max_length=40,
                required=False,
                initial=row.label if row else "",
            )
            self.fields[f"age_{number}"] = forms.IntegerField(
                label=_("Age in year group %(number)s") % {"number": number + 1},
                min_value=0,
                max_value=20,
                required=False,
                initial=row.typical_age if row else None,
            )

    def rows(self) -> list[dict[str, Any]]:
        """A line a year group, for the page."""
        return [
            {"label": self[f"label_{number}"], "age": self[f"age_{number}"]} for number in range(self._count)
        ]

    def clean(self) -> dict[str, Any]:
        """A label has an age, and no label stands twice."""
        cleaned = super().clean() or {}
        seen: set[str] = set()
        for number in range(self._count):
            label = (cleaned.get(f"label_{number}") or "").strip()
            if not label:
                continue
            if cleaned.get(f"age_{number}") is None and f"age_{number}" not in self.errors:
                self.add_error(f"age_{number}", _("Write the age most of them are on 1 September."))
            if label.casefold() in seen:
                self.add_error(f"label_{number}", _("Another year group has this name."))
            seen.add(label.casefold())
        return cleaned

    def groups(self) -> list[YearGroupRow]:
        """The rows that were filled in; one that was there before keeps its key."""
        found = []
        for number in range(self._count):
            if label := (self.cleaned_data.get(f"label_{number}") or "").strip():
                pk = self._rows[number].pk if number < len(self._rows) else None
                found.append(YearGroupRow(label, self.cleaned_data[f"age_{number}"], pk))
        return found
