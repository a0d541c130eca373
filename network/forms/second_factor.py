"""The second step at sign-in: allauth's forms in the hub's words."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

from network.forms.account import InOurWords

_CODE = (_("Code"), _("Six digits from your authenticator app, or one of your recovery codes."))
_NAME = (_("A name for it"), _("So that you tell your passkeys apart, such as “My phone”."))


class AuthenticateForm(InOurWords, base.AuthenticateForm):
    """The code at sign-in."""

    words = {"code": _CODE}


class ReauthenticateForm(InOurWords, base.ReauthenticateForm):
    """The code once more."""

    words = {"code": _CODE}


class ActivateTOTPForm(InOurWords, totp.ActivateTOTPForm):
    """The first code shows that the app has taken the secret."""

    words = {"code": (_("The six digits that the app shows now"), "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddWebAuthnForm(InOurWords, webauthn.AddWebAuthnForm):
    """A passkey, used instead of the password unless one chooses otherwise."""

    words = {
        "name": _NAME,
        "passwordless": (
            _("Use it instead of my password"),
            _("Otherwise it is asked for after the password, as a second step."),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class EditWebAuthnForm(InOurWords, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    words = {"name": _NAME}
