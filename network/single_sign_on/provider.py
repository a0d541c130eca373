"""A school's provider as allauth knows one: an OAuth 2.0 client with PKCE, a nonce, and a verified ID token."""

from typing import Any

import requests
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from network.domain.sign_in_claims import (
    Kind,
    Refusal,
    address_of,
    identity_key,
    proves_second_factor,
    refusal,
)
from network.single_sign_on import discovery
from network.single_sign_on.tokens import nonce_for, verified_claims


class ClaimsRefused(OAuth2Error):
    """The provider vouches for somebody whom it may not vouch for."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(f"claims refused: {why}")
        self.why = why


class SchoolOAuth2Adapter(OAuth2Adapter):
    """Speaks with one school's provider."""

    def __init__(self, request: HttpRequest, provider_id: str) -> None:
        super().__init__(request)
        self.provider_id = str(provider_id)
        self._nonce = ""

    @property
    def _configuration(self) -> dict[str, Any]:
        return discovery.configuration(self.get_provider().app.settings["issuer"])

    @property
    def authorize_url(self) -> str:
        """Where people go."""
        return self._configuration["authorization_endpoint"]

    @property
    def access_token_url(self) -> str:
        """Where we exchange the code that they come back with."""
        return self._configuration["token_endpoint"]

    @property
    def basic_auth(self) -> bool:
        """How we show our secret: in the body, unless the provider knows the header only."""
        methods = self._configuration.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return "client_secret_post" not in methods

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Where people come back to: at the configured origin, never at the host of the request."""
        return settings.BASE_URL + callback_path(self.provider_id)

    def get_access_token_data(
        self,
        request: HttpRequest,
        app: SocialApp,
        client: OAuth2Client,
        pkce_code_verifier: str | None = None,
    ) -> dict[str, Any]:
        """Exchange the code.

        Raises:
            OAuth2Error: when the visit was begun without PKCE, or the provider gives nothing.
        """
        if not pkce_code_verifier:
            raise OAuth2Error("a visit without PKCE")
        self._nonce = nonce_for(pkce_code_verifier)
        return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Whom the provider vouches for.

        Raises:
            OAuth2Error: when the ID token is not what it should be.
            ClaimsRefused: when it vouches for somebody who is not the school's.
        """
        known = self._configuration
        claims = verified_claims(
            kwargs["response"].get("id_token"),
            keys=lambda fresh: discovery.keys(known["jwks_uri"], fresh=fresh),
            issuer=known["issuer"],
            client_id=app.client_id,
            nonce=self._nonce,
        )
        if why := refusal(claims, kind=Kind(app.settings["kind"]), domains=app.settings["domains"]):
            raise ClaimsRefused(why)
        login = self.get_provider().sociallogin_from_response(request, claims)
        #: For this one visit: an address to compare, and a name for a new account. Neither is kept.
        login.claimed = {
            "email": address_of(claims, Kind(app.settings["kind"])),
            "name": str(claims.get("name") or "")[:120],
        }
        return login


class SchoolProvider(OAuth2Provider):
    """One of our `SignInProvider` rows."""

    id = "school"
    name = "School"
    #: Where allauth finds `urls`.
    package = "network.single_sign_on"
    account_class = ProviderAccount
    oauth2_adapter_class = SchoolOAuth2Adapter
    pkce_enabled_default = True

    def get_oauth2_adapter(self, request: HttpRequest) -> SchoolOAuth2Adapter:
        """The one that speaks with this school's provider."""
        return SchoolOAuth2Adapter(request, self.sub_id)

    def get_callback_url(self) -> str:
        """The path people come back to."""
        return callback_path(self.sub_id)

    def get_pkce_params(self) -> dict[str, Any]:
        """The nonce goes along: both are checked when they come back."""
        params = super().get_pkce_params()
        return {**params, "nonce": nonce_for(params["code_verifier"])}

    def get_default_scope(self) -> list[str]:
        """Who it is, the address, and the name for a new account."""
        return ["openid", "email", "profile"]

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Issuer and subject, never an address."""
        return identity_key(data)

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """All that is kept with a link: whether more than a password was asked for, this time."""
        return {"second_step": proves_second_factor(data)}

    def serialize(self) -> dict[str, Any]:
        """By its own id: two schools of one trust may share a client."""
        return {**super().serialize(), "id": self.sub_id}


def callback_path(provider_id: str) -> str:
    """Where people come back to from a provider."""
    return reverse("school-sign-in-callback", kwargs={"provider_id": provider_id})


#: What going to a provider can end in, besides an answer.
FAILURES = (OAuth2Error, requests.RequestException)
