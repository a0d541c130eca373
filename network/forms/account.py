"""Signing in and the account: allauth's forms in the hub's words, and the settings of one's own."""

from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as allauth
from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from network.models import Person

#: The most characters of a password, a code or a name for which allauth knows no limit.
_LONGEST = 256


class InOurWords:
    """Labels stand above their boxes; nothing is written into them beforehand. `words`: field → (label, hint)."""

    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            field: forms.Field = self.fields[name]  # type: ignore[attr-defined]
            field.label, field.help_text = label, hint
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.CharField) and field.max_length is None:
                field.validators.append(MaxLengthValidator(_LONGEST))
                field.widget.attrs["maxlength"] = _LONGEST


_NEW_PASSWORD = (
    _("New password"),
    _("At least 12 characters. Three or four words that don’t belong together are easy to keep in mind."),
)
_AGAIN = (_("New password once more"), "")


class LoginForm(InOurWords, allauth.LoginForm):
    """Address and password. In the demo an account of the list may be filled in."""

    words = {"login": (_("E-mail address"), ""), "password": (_("Password"), "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        if settings.DEMO and self.request is not None:
            self.fields["login"].initial = self.request.GET.get("email", "")


class AddEmailForm(InOurWords, allauth.AddEmailForm):
    """A new address for the account."""

    words = {"email": (_("New e-mail address"), _("We send a code there, to be sure that it is yours."))}


class ConfirmEmailCodeForm(InOurWords, allauth.ConfirmEmailVerificationCodeForm):
    """The code that came to the new address."""

    words = {"code": (_("Code from the mail"), "")}


class ChangePasswordForm(InOurWords, allauth.ChangePasswordForm):
    """A new password, by somebody who knows the present one."""

    words = {"oldpassword": (_("Present password"), ""), "password1": _NEW_PASSWORD, "password2": _AGAIN}


class SetPasswordForm(InOurWords, allauth.SetPasswordForm):
    """A first password."""

    words = {"password1": _NEW_PASSWORD, "password2": _AGAIN}


class ResetPasswordForm(InOurWords, allauth.ResetPasswordForm):
    """Asks for a link by mail."""

    words = {"email": (_("E-mail address"), _("The one you sign in with."))}


class ResetPasswordKeyForm(InOurWords, allauth.ResetPasswordKeyForm):
    """A new password, by somebody who followed the link."""

    words = {"password1": _NEW_PASSWORD, "password2": _AGAIN}


class ReauthenticateForm(InOurWords, allauth.ReauthenticateForm):
    """The password once more."""

    words = {"password": (_("Your password"), "")}


def _zones() -> list[tuple[str, str]]:
    named = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [(zone, zone.replace("_", " ")) for zone in named]


class OwnSettingsForm(forms.ModelForm):
    """What people set for themselves."""

    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("The language of my school")), *Person.Language.choices],
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lambda: [("", _("The time zone of my school")), *_zones()],
        help_text=_("Times on the pages are shown in it."),
    )

    class Meta:
        model = Person
        fields = ("name", "language", "time_zone")
        labels = {"name": _("Your name")}
        help_texts = {"name": _("As colleagues know you.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
