"""Signing in through one's school, and setting that up."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.models import SignInProvider

_TENANT = (
    _("Directory (tenant) ID"),
    _("On the Overview page of the app at Microsoft: five groups of letters and digits."),
)
_ISSUER = (
    _("Issuer"),
    _(
        "The address your provider gives for OpenID Connect, such as https://id.calderwick.example/realms/staff."
    ),
)


class SchoolAddressForm(forms.Form):
    """An address: its end says which school."""

    login = forms.EmailField(
        label=_("E-mail address at your school"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


class KindForm(forms.Form):
    """Whose product it is."""

    kind = forms.ChoiceField(
        label=_("Where does your school have its accounts?"),
        choices=SignInProvider.Kind.choices,
        widget=forms.RadioSelect,
    )


class ProviderForm(forms.Form):
    """What a provider gives when the hub is registered there."""

    label = forms.CharField(label=_("Name on the button"), max_length=40)
    issuer = forms.CharField(max_length=300)
    client_id = forms.CharField(
        label=_("Client ID"),
        max_length=191,
        help_text=_("Also called application ID."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    client_secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    domains = forms.MultipleChoiceField(
        label=_("For which addresses?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The ends of the addresses that people who work at your school have here."),
    )

    def __init__(self, *args: Any, provider: SignInProvider, domains: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(domain, domain) for domain in sorted({*domains, *provider.domains})]
        self.fields["domains"].choices = choices  # type: ignore[attr-defined]
        if provider.kind == SignInProvider.Kind.GOOGLE:
            del self.fields["issuer"]
        else:
            words = _TENANT if provider.kind == SignInProvider.Kind.MICROSOFT else _ISSUER
            self.fields["issuer"].label, self.fields["issuer"].help_text = words
        if provider.tried_at or provider.client_id:
            self.fields["client_secret"].required = False
            self.fields["client_secret"].help_text = _(
                "Leave empty to keep the one there is. It is never shown."
            )

    @property
    def given(self) -> dict[str, Any]:
        """What the service wants."""
        return {"issuer": "", **self.cleaned_data}
