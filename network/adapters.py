"""What allauth asks of the hub."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts begin with an invitation, never with a sign-up form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors."""

    def get_totp_issuer(self) -> str:
        """The name an authenticator app shows."""
        return "Hedgerow"

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        """The name a passkey is kept under; the address stays allauth's own."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Hedgerow"}
