"""A token for a program: what it is for, at which school, what it may do, how long."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.registries.api import ApiScope
from network.access import own_schools, standing_of
from network.models import Person, School
from network.services.api_tokens import scopes_for


class ApiTokenForm(forms.Form):
    """Nothing is ticked beforehand: a token is for as little as will do."""

    fields: dict[str, Any]

    name = forms.CharField(
        max_length=60, label=_("What is it for?"), help_text=_("Such as: term dates on our website.")
    )
    school = forms.ChoiceField(label=_("School"))
    scopes = forms.MultipleChoiceField(
        label=_("What may the program do?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what the program may do.")},
    )
    days = forms.TypedChoiceField(
        coerce=int,
        label=_("For how long?"),
        choices=[(7, _("A week")), (30, _("30 days")), (90, _("90 days, the longest there is"))],
        initial=30,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.offered = offered_scopes(person)
        self.schools = {school.code: school for school in own_schools(person) if school.pk in self.offered}
        self.fields["school"].choices = [(school.code, school.name) for school in self.schools.values()]
        if len(self.schools) == 1:
            self.fields["school"].widget = forms.HiddenInput()
            self.fields["school"].initial = next(iter(self.schools))
        known = {scope.code: scope.label for scopes in self.offered.values() for scope in scopes}
        self.fields["scopes"].choices = list(known.items())

    def clean(self) -> dict[str, Any]:
        """What is ticked is theirs to do at the school that was chosen."""
        cleaned = super().clean() or {}
        if (school := self.chosen_school()) and "scopes" in cleaned:
            allowed = {scope.code for scope in self.offered[school.pk]}
            if not set(cleaned["scopes"]) <= allowed:
                words = {"school": school.name}
                self.add_error(
                    "scopes", gettext("At %(school)s your role does not allow all of this.") % words
                )
        return cleaned

    def chosen_school(self) -> School | None:
        """The school that was chosen, or None."""
        return self.schools.get(self.cleaned_data.get("school", ""))


def offered_scopes(person: Person) -> dict[int, list[ApiScope]]:
    """School → what the person may let a program do there; schools without anything are left out."""
    found = {school: scopes_for(person, school) for school in standing_of(person).schools}
    return {school: offered for school, offered in found.items() if offered}
