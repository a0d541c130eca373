"""What allauth asks of the hub."""

from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.sealing import seal, unseal
from network import account_messages, known_device
from network.models import Person
from network.services import messages
from network.services.sealing import SECOND_FACTOR
from network.speaking import THE_HUBS, speech_for


class AccountAdapter(DefaultAccountAdapter):
    """Accounts begin with an invitation, never with a sign-up form."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and password don’t belong together. Check both."),
        "incorrect_password": _("That is not your password."),
        "enter_current_password": _("That is not your present password."),
        "incorrect_code": _("That code is not right, or no longer valid."),
        "duplicate_email": _("This is your address already."),
    }

    def get_login_stages(self) -> list[str]:
        """The second step knows whether a school's provider has asked for one."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "network.single_sign_on.stages.SecondStepStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def validation_error(self, code: str, *args: Any) -> Any:
        """The error for a form; too many tries are answered with a page of their own and 429."""
        if code == "too_many_login_attempts":
            refuse_for_now(allauth_context.request)
        return super().validation_error(code, *args)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try against the address it comes from, then against the account.

        Counted apart from allauth's own limit, which a right second factor clears for the whole address: success
        must not reset what others at that address have used up.
        """
        self._from_address = ratelimit.consume(request, app="allauth.account", action="login_failed_address")
        if not self._from_address:
            refuse_for_now(request)
        super().pre_authenticate(request, **credentials)

    def _rollback_login_failed_rl_usage(self) -> None:
        """A try that succeeded was no failure: take back this one, and no other."""
        super()._rollback_login_failed_rl_usage()
        self._from_address.rollback()

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One limit an account, whatever host the request says it asks; a device it knows has its own."""
        return known_device.counted_as(request, credentials.get("email", ""))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in the mail: at the configured origin, never at the host of the request."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + path.replace("UID-KEY", key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account."""
        return reverse("account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail goes through the hub's own messages."""
        kind, known = account_messages.ours(template_prefix, context)
        person = context.get("user")
        to_account = isinstance(person, Person) and person.email == email
        messages.send(
            kind,
            to=person if isinstance(person, Person) and to_account else email,
            context=known,
            otherwise=speech_for(person) if isinstance(person, Person) and person.pk else THE_HUBS,
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell somebody that their account was changed."""
        super().send_notification_mail(
            template_prefix, user, {**(context or {}), "user": user}, email or user.email
        )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That code is not right, or was used before."),
    }

    def encrypt(self, text: str) -> str:
        """Seal the seed of an app or of recovery codes."""
        return seal(text, at=SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        """Open it.

        Raises:
            CannotOpen: when its key is not in FIELD_KEYS.
        """
        return unseal(encrypted_text, at=SECOND_FACTOR)

    def get_totp_issuer(self) -> str:
        """The name an authenticator app shows."""
        return "Hedgerow"

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        """The name a passkey is kept under; the address stays allauth's own."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Hedgerow"}

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        """A first name for a key, which the person may change."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("My passkey") if number == 1 else gettext("My passkey {number}").format(number=number)


def refuse_for_now(request: HttpRequest) -> NoReturn:
    """Answer 429 at once.

    Raises:
        ImmediateHttpResponse: always; allauth's middleware sends what it carries.
    """
    raise ImmediateHttpResponse(ratelimit.respond_429(request))
