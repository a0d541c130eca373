"""A head says whether their school comes into a network. First the account, then the school's card, then the yes."""

from typing import Any

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
from network.directory import codes_in_use
from network.domain.school_codes import suggested_code
from network.forms.invitations import BeginAccountForm
from network.forms.schools import BeginSchoolForm
from network.models import School, SchoolInvitation
from network.services.school_invitations import (
    InvitationGone,
    accept_school_invitation,
    begin_invited_head,
    open_school_invitation,
    school_invitations_addressed_to,
)
from network.views.base import ActingMixin
from network.views.join import LinkView, gone, page_context, sign_in

_KEPT = "school_invitation_link"
_ABROAD = {School.Country.SWEDEN: ("Europe/Stockholm", "SEK")}


class SchoolLinkView(LinkView):
    """The same for the invitation of a school."""

    kept = _KEPT
    page = "join-school-page"

    def invitation(self, link_secret: str) -> SchoolInvitation | None:
        """What the link opens."""
        return open_school_invitation(link_secret)


@method_decorator(never_cache, name="dispatch")
class JoinSchoolView(ActingMixin, View):
    """The invitation whose link was opened."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what can be shown to this reader."""
        if (invitation := self.invitation()) is None:
            return gone(request)
        return self._page(request, invitation)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin the account, or bring the school in."""
        if (invitation := self.invitation()) is None:
            return gone(request)
        try:
            if request.user.is_authenticated:
                return self._accept(request, invitation)
            return self._begin(request, invitation)
        except InvitationGone:
            return gone(request)

    def invitation(self) -> SchoolInvitation | None:
        """The open invitation, or None."""
        kept = self.request.session.get(_KEPT)
        return open_school_invitation(kept) if kept else None

    def _begin(self, request: HttpRequest, invitation: SchoolInvitation) -> HttpResponse:
        form = BeginAccountForm(request.POST, email=invitation.email, school=invitation.school_name)
        if form.is_valid():
            try:
                person = begin_invited_head(
                    link_secret=request.session[_KEPT], language=request.LANGUAGE_CODE, **form.cleaned_data
                )
            except InvitationGone:
                raise
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                return sign_in(request, person, then="join-school-page")
        return self._page(request, invitation, account_form=form, status=422)

    def _accept(self, request: HttpRequest, invitation: SchoolInvitation) -> HttpResponse:
        form = BeginSchoolForm(request.POST)
        if invitation.existing_school is None and not form.is_valid():
            return self._page(request, invitation, school_form=form, status=422)
        card = {} if invitation.existing_school else _card(form.cleaned_data)
        try:
            school = accept_school_invitation(invitation_id=invitation.pk, by=self.actor, **card)
        except (InvitationGone, NotAllowed):
            raise
        except DomainError as error:
            form.add_error(None, str(error))
            return self._page(request, invitation, school_form=form, status=422)
        request.session.pop(_KEPT, None)
        words = _("%(school)s is in %(network)s.")
        messages.success(request, words % {"school": school.name, "network": invitation.network.name})
        return HttpResponseRedirect(f"{reverse('our-school')}?school={school.code}")

    def _page(
        self,
        request: HttpRequest,
        invitation: SchoolInvitation,
        *,
        account_form: BeginAccountForm | None = None,
        school_form: BeginSchoolForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = page_context(request, invitation.email)
        if context["state"] == "new":
            context["form"] = account_form or BeginAccountForm(
                email=invitation.email, school=invitation.school_name
            )
        if context["state"] == "yours":
            context["invitation"] = invitation
            context["form"] = school_form or BeginSchoolForm(initial=_initial(invitation))
        return render(request, "network/join/school.html", context, status=status)


class OwnSchoolInvitationView(LoginRequiredMixin, JoinSchoolView):
    """An invitation to one's own address, opened from Today."""

    def invitation(self) -> SchoolInvitation | None:
        """It, if it is to this address; somebody else's is as absent as none."""
        mine = school_invitations_addressed_to(self.actor)
        return next((found for found in mine if found.pk == self.kwargs["invitation_id"]), None)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The question."""
        return super().get(request)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Bring the school in."""
        return super().post(request)


def _initial(invitation: SchoolInvitation) -> dict[str, Any]:
    registered = invitation.registered_school
    return {
        "name": invitation.school_name,
        "code": suggested_code(invitation.school_name, codes_in_use()),
        "town": registered.town if registered else "",
        "country": School.Country.ENGLAND if registered else School.Country.OTHER,
        "language": "en",
    }


def _card(cleaned: dict[str, Any]) -> dict[str, Any]:
    zone, currency = _ABROAD.get(cleaned["country"], ("Europe/London", "GBP"))
    return {**cleaned, "time_zone": zone, "currency": currency}
