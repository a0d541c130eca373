"""The messages about somebody's own account, and which of allauth's mails each of them is."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.registries import messages, outboxes, retention
from network.services import lost_step
from network.services.messages import delete_due, state

_LABELS: dict[str, Promise] = {
    "password_reset": _("Set a new password"),
    "unknown_account": _("No account under this address"),
    "address_taken": _("The address has an account already"),
    "email_code": _("Code for a new address"),
    "email_changed": _("Sign-in address changed"),
    "password_changed": _("Password changed"),
    "second_factor_changed": _("Second step at sign-in changed"),
    "sign_in_changed": _("Way of signing in changed"),
    "lost_step_asked": _("A colleague lost their second step"),
    "lost_step_waiting": _("Your second step will be removed"),
    "lost_step_refused": _("Your lost second step was not confirmed"),
    "lost_step_removed": _("Your second step was removed"),
}

#: allauth's mail → our kind, and what the kind says has changed.
_KINDS: dict[str, tuple[str, Promise | None]] = {
    "account/email/password_reset_key": ("password_reset", None),
    "account/email/unknown_account": ("unknown_account", None),
    "account/email/account_already_exists": ("address_taken", None),
    "account/email/email_confirmation": ("email_code", None),
    "account/email/email_confirmation_signup": ("email_code", None),
    "account/email/email_changed": ("email_changed", None),
    "account/email/password_changed": ("password_changed", None),
    "account/email/password_set": ("password_changed", None),
    "account/email/password_reset": ("password_changed", None),
    "socialaccount/email/account_connected": (
        "sign_in_changed",
        _("Your account is linked to your school’s own sign-in."),
    ),
    "socialaccount/email/account_disconnected": (
        "sign_in_changed",
        _("Your account is no longer linked to your school’s own sign-in."),
    ),
    "mfa/email/totp_activated": ("second_factor_changed", _("An authenticator app was added.")),
    "mfa/email/totp_deactivated": ("second_factor_changed", _("The authenticator app was removed.")),
    "mfa/email/webauthn_added": ("second_factor_changed", _("A passkey was added.")),
    "mfa/email/webauthn_removed": ("second_factor_changed", _("A passkey was removed.")),
    "mfa/email/recovery_codes_generated": (
        "second_factor_changed",
        _("New recovery codes were made. The old ones no longer work."),
    ),
}

#: kind → the page its one link opens; what is not here has a link of its own, or none.
_PAGES = {
    "unknown_account": "account_reset_password",
    "address_taken": "account_reset_password",
    "password_changed": "account_reset_password",
    "second_factor_changed": "mfa_index",
    "sign_in_changed": "account",
}


def ours(template_prefix: str, context: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Our kind for one of allauth's mails, and what its templates need. A mail we do not know is a KeyError."""
    kind, change = _KINDS[template_prefix]
    wanted = ("code", "timestamp", "to_email")
    known = {name: context[name] for name in wanted if name in context}
    if kind in _PAGES:
        known["link"] = settings.BASE_URL + reverse(_PAGES[kind])
    elif "password_reset_url" in context:
        known["link"] = context["password_reset_url"]
    return kind, {**known, "change": change}


def register() -> None:
    """Announce the kinds, and how long messages are kept."""
    for code, label in _LABELS.items():
        messages.kinds.register(code, messages.MessageKind(code, label, f"network/mail/{code}"))
    retention.rules.register("network.messages", _RETENTION)
    retention.rules.register("network.lost_steps", _LOST_STEPS)
    outboxes.readers.register("mail", state)


_LOST_STEPS = retention.RetentionRule(
    what=_("Requests about a lost second step"),
    kept_for=_("30 days after they ended"),
    apply=lost_step.delete_due,
)
_RETENTION = retention.RetentionRule(
    what=_("Messages the hub sent"), kept_for=_("30 days after they were sent"), apply=delete_due
)
