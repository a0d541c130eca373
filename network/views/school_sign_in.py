"""Signing in through one's school: finding it, going there, coming back, and linking it to one's account."""

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.forms import DisconnectForm
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django.views.generic import View

from network import session_age
from network.access import require_at
from network.domain.sign_in_claims import domain_of
from network.forms.sign_in import SchoolAddressForm
from network.models import SignInProvider
from network.own_account import has_second_step, school_links
from network.roles import Permission
from network.services import sign_in_providers
from network.services.invitations import open_invitation
from network.single_sign_on.adapter import SchoolSignInAdapter, refused
from network.single_sign_on.joining import KEPT
from network.single_sign_on.provider import FAILURES, SchoolOAuth2Adapter
from network.views.base import ActingMixin


@method_decorator(never_cache, name="dispatch")
class FindSchoolView(View):
    """An address, and which schools sign in people with such an end. Who has an account is neither asked nor told."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The box."""
        return self._page(request, SchoolAddressForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """The buttons; the same for every address with this end."""
        form = SchoolAddressForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        domain = domain_of(form.cleaned_data["login"])
        found = sign_in_providers.offered_at(domain) if domain else []
        return self._page(request, form, found=found, domain=domain, is_asked=True)

    def _page(
        self, request: HttpRequest, form: SchoolAddressForm, status: int = 200, **more: Any
    ) -> HttpResponse:
        context = {"form": form, "next": get_next_redirect_url(request) or "", **more}
        return render(request, "network/account/school_sign_in.html", context, status=status)


@method_decorator(never_cache, name="dispatch")
class GoView(ActingMixin, View):
    """On to the provider, to sign in, to link, to join or to try it.

    A form may lead to our own pages only (`form-action 'self'`), redirects included, and providers send people on to
    further addresses of theirs. So the answer to the button is a page that goes on by itself: no policy is loosened.
    """

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check that this reader may go there for this, then go."""
        row = self._row(request.POST.get("provider", ""))
        why = request.POST.get("why", "")
        may = {
            "": self._may_sign_in,
            "linking": self._may_link,
            "joining": self._may_join,
            "trying": self._may_try,
        }
        if why not in may or not may[why](row):
            raise Http404
        if why == "linking":
            return self._link(request, row)
        return self._go(request, row, AuthProcess.LOGIN, why)

    @method_decorator(reauthentication_required)
    def _link(self, request: HttpRequest, row: SignInProvider) -> HttpResponse:
        # Whoever has nothing else to show once more who they are, shows it by having signed in a moment ago.
        has_more = self.actor.has_usable_password() or has_second_step(self.actor)
        if not has_more and not session_age.began_lately(request.session):
            return refused(request, "again")
        return self._go(request, row, AuthProcess.CONNECT, "linking")

    def _row(self, provider_id: str) -> SignInProvider:
        try:
            row = sign_in_providers.provider_or_none(UUID(provider_id))
        except ValueError as error:
            raise Http404 from error
        if row is None:
            raise Http404
        return row

    def _may_sign_in(self, row: SignInProvider) -> bool:
        return row.is_on and not self.request.user.is_authenticated

    def _may_link(self, row: SignInProvider) -> bool:
        is_in = self.request.user.is_authenticated
        return row.is_on and is_in and sign_in_providers.speaks_for(row, self.actor)

    def _may_join(self, row: SignInProvider) -> bool:
        kept = self.request.session.get(KEPT)
        invitation = open_invitation(kept) if kept and not self.request.user.is_authenticated else None
        return row.is_on and invitation is not None and invitation.school_id == row.school_id

    def _may_try(self, row: SignInProvider) -> bool:
        if not self.request.user.is_authenticated:
            return False
        require_at(Permission.MANAGE_SCHOOL, by=self.actor, school_id=row.school_id)
        return bool(row.client_id)

    def _go(self, request: HttpRequest, row: SignInProvider, process: str, why: str) -> HttpResponse:
        provider = SchoolSignInAdapter(request).get_provider(request, str(row.pk))
        hint = request.POST.get("login", "")
        params = {"login_hint": hint} if domain_of(hint) in row.domains else {}
        try:
            away = provider.redirect(
                request,
                process,
                next_url=get_next_redirect_url(request),
                data={"why": why},
                auth_params=params,
            )
        except FAILURES as error:
            return _failed(request, provider, error)
        if not isinstance(away, HttpResponseRedirect):
            return away
        context = {"address": away.url, "provider": row}
        return render(request, "network/account/school_sign_in_away.html", context)


def _failed(request: HttpRequest, provider: Any, error: Exception) -> HttpResponse:
    try:
        SchoolSignInAdapter(request).on_authentication_error(request, provider, exception=error)
    except ImmediateHttpResponse as answer:
        return answer.response
    raise error


@require_GET
@never_cache
def back(request: HttpRequest, provider_id: UUID) -> HttpResponse:
    """Where people come back to. What they bring is verified by `network.single_sign_on`."""
    view = OAuth2CallbackView.adapter_view(SchoolOAuth2Adapter(request, str(provider_id)))
    try:
        return view(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except FAILURES as error:
        return _failed(request, None, error)


class LinksView(ActingMixin, LoginRequiredMixin, View):
    """One's account, and the sign-in of one's schools: what is linked, and what can be."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The links."""
        return render(request, "network/account/school_links.html", {"links": school_links(self.actor)})

    @method_decorator(reauthentication_required)
    def post(self, request: HttpRequest) -> HttpResponse:
        """End a link."""
        form = DisconnectForm(request.POST, request=request)
        if form.is_valid():
            form.save()
        else:
            messages.error(
                request, _("Set a password first: without the link, nothing else would let you in.")
            )
        return HttpResponseRedirect(reverse("school-links"))
