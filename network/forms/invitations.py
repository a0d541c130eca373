"""Forms for inviting people and schools, and for saying yes."""

import re
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from core.forms import LongTextField, SeveralField
from network.directory import offered_school, year_groups_of
from network.forms.people import role_in_words
from network.models import Person, RegisteredSchool, School
from network.passwords import refuse_predictable
from network.roles import Role

MOST_AT_ONCE = 40
_ADDRESS = re.compile(r"[^\s<>,;()]+@[^\s<>,;()]+")


class InvitePeopleForm(forms.Form):
    """One person a line; all of them get the same roles."""

    people = LongTextField(
        max_length=MOST_AT_ONCE * 400,
        label=_("Whom do you invite?"),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_(
            "One person a line: the name, then the address, such as: Kit Rawnsley kit@hestbeck.example. "
            "Up to 40 lines; everybody here gets the same roles."
        ),
    )
    roles = forms.MultipleChoiceField(label=_("Their roles"), widget=forms.CheckboxSelectMultiple)
    job_title = forms.CharField(
        label=_("What they do here"),
        max_length=80,
        required=False,
        help_text=_("The same for all of them. You can change it for each later."),
    )
    year_groups: SeveralField = SeveralField(
        label=_("Year groups they work with"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, school: School, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [(role.value, role_in_words(role)) for role in roles]  # type: ignore[attr-defined]
        groups = year_groups_of(school)
        self.fields["year_groups"].queryset = groups  # type: ignore[attr-defined]
        if not groups:
            del self.fields["year_groups"]

    def clean_people(self) -> list[tuple[str, str]]:
        """(name, address) a line; says which line it cannot read."""
        lines = [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]
        if len(lines) > MOST_AT_ONCE:
            raise ValidationError(_("Invite up to 40 people at once."))
        found = [_name_and_address(number, line) for number, line in enumerate(lines, start=1)]
        addresses = [email for _name, email in found]
        if len(set(addresses)) < len(addresses):
            raise ValidationError(_("One address stands twice. Keep it once."))
        return found


def _name_and_address(number: int, line: str) -> tuple[str, str]:
    match = _ADDRESS.search(line)
    try:
        validate_email(match.group(0) if match else "")
    except ValidationError as error:
        raise ValidationError(
            _("Line %(number)s has no e-mail address we can read.") % {"number": number}
        ) from error
    assert match  # noqa: S101 -- validate_email refused an empty one
    name = (line[: match.start()] + line[match.end() :]).strip(" \t<>,;()\"'")
    return name[:120], match.group(0).lower()


class BeginAccountForm(forms.Form):
    """A name and a password: all an account needs, since the address is known."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As colleagues know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        max_length=256,
        strip=False,
        help_text=_("At least 12 characters. Four words in a row make a good one."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, school: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email, self._school = email, school

    def clean(self) -> dict[str, Any]:
        """A password that is long enough, not common, and made neither of the person's name nor of the school's."""
        cleaned = super().clean() or {}
        if password := cleaned.get("password"):
            name = cleaned.get("name", "")
            try:
                validate_password(password, Person(email=self._email, name=name))
                refuse_predictable(password, [name, self._email, self._school])
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class InviteSchoolForm(forms.Form):
    """A school and its head: from the register, or typed in when no register has it."""

    q = forms.CharField(
        label=_("Find the school"),
        max_length=80,
        required=False,
        help_text=_("Name, town, postcode or URN. Schools in England are in the register."),
    )
    urn = forms.IntegerField(required=False, widget=forms.HiddenInput)
    school_name = forms.CharField(
        label=_("Name of the school, if it is not in the register"), max_length=160, required=False
    )
    head_name = forms.CharField(label=_("Name of the head"), max_length=120)
    email = forms.EmailField(label=_("E-mail address of the head"), max_length=254)

    def clean(self) -> dict[str, Any]:
        """One of the two ways to name a school."""
        cleaned = super().clean() or {}
        self.registered_school = self.chosen(cleaned.get("urn"))
        if self.registered_school is None and not cleaned.get("school_name"):
            self.add_error("school_name", _("Choose the school from the register, or write its name."))
        return cleaned

    @staticmethod
    def chosen(urn: int | None) -> RegisteredSchool | None:
        """The school of the register that was chosen, if it can be."""
        return offered_school(urn) if urn is not None else None
