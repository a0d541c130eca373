"""Saying yes to an invitation. A GET never accepts; the button does.

The link in the mail is opened once: its secret moves into the session and the address becomes `/join/`, so that it is
neither sent on as a referrer nor noted with what is done next. Until the address is known to be the reader's, the page
says no more than to whom the invitation was sent, half hidden. A link that is unknown, used, withdrawn or has run out is
always answered with the same page.
"""

from typing import Any

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View

from core.errors import DomainError, NotAllowed
from network.domain.masks import masked_address
from network.domain.sign_in_claims import domain_of
from network.forms.invitations import BeginAccountForm
from network.models import Invitation, Person, SchoolInvitation
from network.roles import IN_PLAIN_WORDS, Role
from network.services.accounts import has_account
from network.services.invitations import (
    InvitationGone,
    accept_invitation,
    accept_own_invitation,
    invitations_addressed_to,
    open_invitation,
)
from network.services.sign_in_providers import offered_at
from network.single_sign_on.joining import KEPT
from network.views.base import ActingMixin


def gone(request: HttpRequest) -> HttpResponse:
    """The one answer for every link that opens nothing."""
    return render(request, "network/join/gone.html", status=404)


def sign_in(request: HttpRequest, person: Person, *, then: str) -> HttpResponse:
    """Sign in somebody whose account has just begun, as allauth signs in everybody: audited, on a device known from now on.

    Returns:
        The answer that leads to the page `then`.
    """
    return perform_login(request, person, email_verification="none", redirect_url=reverse(then))


@method_decorator(never_cache, name="dispatch")
class LinkView(View):
    """The address in the mail: takes the secret out of it and goes on."""

    #: Under which name the session keeps the secret, and the page that looks for it there.
    kept = KEPT
    page = "join-page"

    def invitation(self, link_secret: str) -> Invitation | SchoolInvitation | None:
        """What the link opens."""
        return open_invitation(link_secret)

    def get(self, request: HttpRequest, link_secret: str) -> HttpResponse:
        """On to the page, if the link opens one."""
        if self.invitation(link_secret) is None:
            return gone(request)
        request.session[self.kept] = link_secret
        return HttpResponseRedirect(reverse(self.page))


@method_decorator(never_cache, name="dispatch")
class JoinView(View):
    """The invitation whose link was opened: a new account, or a yes from the one it was sent to."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what can be shown to this reader."""
        if (invitation := self._invitation()) is None:
            return gone(request)
        return self._page(request, invitation)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Accept."""
        if (invitation := self._invitation()) is None:
            return gone(request)
        if not request.user.is_authenticated:
            return self._begin(request, invitation)
        try:
            membership = accept_invitation(link_secret=request.session[KEPT], by=request.user)
        except InvitationGone:
            return gone(request)
        except NotAllowed:
            raise
        except DomainError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("join-page"))
        return welcome(request, membership.school.name)

    def _invitation(self) -> Invitation | None:
        kept = self.request.session.get(KEPT)
        return open_invitation(kept) if kept else None

    def _begin(self, request: HttpRequest, invitation: Invitation) -> HttpResponse:
        form = BeginAccountForm(request.POST, email=invitation.email, school=invitation.school.name)
        if not form.is_valid():
            return self._page(request, invitation, form, status=422)
        try:
            membership = accept_invitation(
                link_secret=request.session[KEPT],
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
                language=request.LANGUAGE_CODE,
            )
        except InvitationGone:
            return gone(request)
        except DomainError as error:
            form.add_error(None, str(error))
            return self._page(request, invitation, form, status=422)
        response = sign_in(request, membership.person, then="today")
        welcome(request, membership.school.name)
        return response

    def _page(
        self,
        request: HttpRequest,
        invitation: Invitation,
        form: BeginAccountForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = page_context(request, invitation.email)
        if context["state"] == "yours":
            context.update(invitation_context(invitation))
        if context["state"] == "new":
            context["school_sign_ins"] = [
                provider
                for provider in offered_at(domain_of(invitation.email))
                if provider.school_id == invitation.school_id
            ]
            context["form"] = form or BeginAccountForm(email=invitation.email, school=invitation.school.name)
        return render(request, "network/join/person.html", context, status=status)


@method_decorator(never_cache, name="dispatch")
class OwnInvitationView(ActingMixin, LoginRequiredMixin, View):
    """An invitation to one's own address, opened from Today."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The question."""
        invitation = self._invitation()
        if invitation is None:
            return gone(request)
        context = {"state": "yours", "address": self.actor.email, **invitation_context(invitation)}
        return render(request, "network/join/person.html", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Accept."""
        try:
            membership = accept_own_invitation(
                school_id=kwargs["school_id"], invitation_id=kwargs["invitation_id"], by=self.actor
            )
        except NotAllowed:
            raise
        except DomainError:
            # Somebody else's invitation is as absent as none.
            return gone(request)
        return welcome(request, membership.school.name)

    def _invitation(self) -> Invitation | None:
        wanted = (self.kwargs["school_id"], self.kwargs["invitation_id"])
        mine = invitations_addressed_to(self.actor)
        return next((found for found in mine if (found.school_id, found.pk) == wanted), None)


def page_context(request: HttpRequest, email: str) -> dict[str, Any]:
    """Who is reading: the addressee ("yours"), somebody else ("other"), a visitor with an account ("sign_in") or without ("new")."""
    if request.user.is_authenticated:
        state = "yours" if request.user.email == email else "other"
    else:
        state = "sign_in" if has_account(email) else "new"
    address = email if state == "yours" else masked_address(email)
    return {"state": state, "address": address, "here": request.path}


def invitation_context(invitation: Invitation) -> dict[str, Any]:
    """What the addressee is told: the school, who asks, and what the roles mean."""
    roles = [Role(code) for code in invitation.roles]
    return {
        "invitation": invitation,
        "school": invitation.school,
        "inviter": invitation.invited_by,
        "roles": [{"term": role.label, "text": IN_PLAIN_WORDS[role]} for role in roles],
    }


def welcome(request: HttpRequest, school: str) -> HttpResponse:
    """Joined: the session forgets the link, and Today begins."""
    request.session.pop(KEPT, None)
    messages.success(request, _("Welcome to %(school)s.") % {"school": school})
    return HttpResponseRedirect(reverse("today"))
