"""Forms for the directory and for a school's people."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.forms import SeveralField
from network.directory import colleague_by_address, year_groups_of
from network.models import Network, School
from network.roles import IN_PLAIN_WORDS, NetworkRole, Role


def role_in_words(role: Role | NetworkRole) -> SafeString:
    """A role's name with its plain sentence, as the label of a choice."""
    return format_html('<span>{}<br><small class="muted">{}</small></span>', role.label, IN_PLAIN_WORDS[role])


class DirectoryForm(forms.Form):
    """What the directory of people is searched by. Odd values find nobody and break nothing."""

    q = forms.CharField(label=_("Name"), max_length=80, required=False)
    school = forms.CharField(max_length=8, required=False)
    role = forms.CharField(max_length=10, required=False)


class MemberForm(forms.Form):
    """What somebody does at a school."""

    job_title = forms.CharField(
        label=_("What they do here"), max_length=80, required=False, help_text=_("For example: Year 4.")
    )
    year_groups: SeveralField = SeveralField(
        label=_("Year groups they work with"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = year_groups_of(school)
        self.fields["year_groups"].queryset = groups  # type: ignore[attr-defined]


class GrantForm(forms.Form):
    """One role more for a member."""

    role = forms.ChoiceField(label=_("Give a role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role_in_words(role)) for role in roles]  # type: ignore[attr-defined]


class ColleagueByAddressForm(forms.Form):
    """Somebody of the network, by e-mail address: a list of everybody would be too long, and more than is needed."""

    email = forms.EmailField(
        label=_("E-mail address of the colleague"),
        max_length=254,
        help_text=_("Somebody who has an account at a school of this network."),
    )

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._network = network

    def clean_email(self) -> str:
        """Find the person in the network; somebody elsewhere is as absent as nobody."""
        email = self.cleaned_data["email"].strip().lower()
        self.person = colleague_by_address(self._network, email)
        if self.person is None:
            raise ValidationError(_("Nobody at a school of this network has this address."))
        return email
