"""Whom the hub lets in on the word of a school's provider."""

import logging
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.base.constants import AuthError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.outgoing import OutgoingSession
from network.models import Person, SignInProvider
from network.services import sign_in_providers
from network.single_sign_on import discovery
from network.single_sign_on.joining import join
from network.single_sign_on.provider import ClaimsRefused, SchoolProvider

logger = logging.getLogger(__name__)


class SchoolSignInAdapter(DefaultSocialAccountAdapter):
    """Apps are rows of `SignInProvider`; nobody is found by an address, and nobody begins an account this way."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The one app that is asked for by its id; a list of all schools is nobody's business."""
        row = None if provider in (None, SchoolProvider.id) else sign_in_providers.provider_or_none(provider)
        return [app_of(row)] if row else []

    def get_requests_session(self) -> OutgoingSession:
        """How providers are asked for a token."""
        return discovery.session()

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """No: accounts begin with an invitation."""
        return False

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        """Back to the account."""
        return reverse("account")

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The token is in order; is the person?

        Raises:
            ImmediateHttpResponse: with the page that answers instead.
        """
        row = sign_in_providers.provider_or_none(sociallogin.account.provider)
        why = (sociallogin.state.get("data") or {}).get("why")
        if row is None or (why != "trying" and not row.is_on):
            refuse(request, "off")
        if why == "trying":
            raise ImmediateHttpResponse(_tried(request, row, sociallogin))
        if why == "joining":
            raise ImmediateHttpResponse(
                join(request, row, sociallogin) or refused(request, "other_invitation")
            )
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            _may_link(request, row, sociallogin)
        elif not (sociallogin.is_existing and sign_in_providers.speaks_for(row, sociallogin.user)):
            refuse(request, "not_linked")

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """One kind page for whatever went wrong on the way; the log says what.

        Raises:
            ImmediateHttpResponse: always.
        """
        if isinstance(exception, ClaimsRefused):
            refuse(request, str(exception.why))
        if error == AuthError.CANCELLED:
            refuse(request, "cancelled")
        logger.warning("sign-in through a school failed: %s", exception or error)
        refuse(request, "failed")


def app_of(row: SignInProvider) -> SocialApp:
    """A row as allauth wants it; never saved."""
    return SocialApp(
        provider=SchoolProvider.id,
        provider_id=str(row.pk),
        name=row.label,
        client_id=row.client_id,
        secret=row.client_secret,
        settings={"issuer": row.issuer, "kind": row.kind, "domains": row.domains},
    )


def refuse(request: HttpRequest, why: str) -> NoReturn:
    """Answer with the page that says why not, and what to do next.

    Raises:
        ImmediateHttpResponse: always.
    """
    raise ImmediateHttpResponse(refused(request, why))


def refused(request: HttpRequest, why: str) -> HttpResponse:
    """The page that says why not, and what to do next."""
    return render(request, "network/account/school_sign_in_refused.html", {"why": why}, status=403)


def _tried(request: HttpRequest, row: SignInProvider, sociallogin: SocialLogin) -> HttpResponse:
    if not isinstance(request.user, Person):
        refuse(request, "failed")
    sign_in_providers.note_tried(provider=row, by=request.user)
    context = {"provider": row, "address": sociallogin.claimed["email"]}
    return render(request, "network/our_school/sign_in_tried.html", context)


def _may_link(request: HttpRequest, row: SignInProvider, sociallogin: SocialLogin) -> None:
    person = request.user
    if not isinstance(person, Person) or not sign_in_providers.speaks_for(row, person):
        refuse(request, "not_linked")
    if sociallogin.is_existing and sociallogin.user != person:
        refuse(request, "other_person")
    if Person.objects.filter(email=sociallogin.claimed["email"]).exclude(pk=person.pk).exists():
        refuse(request, "other_person")
