"""A network's own page, and what its coordinator does there: invite schools, hand the role on, name editors."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView, View

from network.access import networks_visible_to, require_in, standing_of
from network.directory import holders, network_schools
from network.forms.invitations import InviteSchoolForm
from network.forms.people import ColleagueByAddressForm
from network.models import Network, SchoolInvitation
from network.policies import vouched_for
from network.roles import NetworkRole, Permission
from network.selectors import find_registered_schools
from network.services.networks import end_network_role, grant_network_role, hand_over_coordination
from network.services.school_invitations import (
    invite_school,
    open_school_invitations,
    revoke_school_invitation,
)
from network.views.base import ActingMixin, ActionView, DomainErrorMixin

_SUGGESTIONS = 8


class NetworkMixin(ActingMixin, LoginRequiredMixin):
    """A page of a network the viewer reads: `self.network`. Another is as absent as one that does not exist."""

    permission: Permission | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the network, ask for the permission, then go on."""
        if request.user.is_authenticated:
            network = networks_visible_to(request.user).filter(slug=kwargs["slug"]).first()
            if network is None:
                raise Http404
            self.network: Network = network
            if self.permission is not None:
                require_in(self.permission, by=request.user, network_id=network.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the network, and whether the viewer coordinates it."""
        viewer = self.actor
        return {
            **super().get_context_data(**kwargs),  # type: ignore[misc]
            "network": self.network,
            "coordinates": standing_of(viewer).may_in(Permission.COORDINATE, self.network.pk),
        }

    def get_success_url(self) -> str:
        """The network's page."""
        return reverse("network", kwargs={"slug": self.network.slug})


class NetworkView(NetworkMixin, TemplateView):
    """Its schools, its values, who coordinates and who edits; open invitations for the coordinator."""

    template_name = "network/networks/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All of it."""
        context = super().get_context_data(**kwargs)
        invitations = list(open_school_invitations(self.network)) if context["coordinates"] else []
        return {
            **context,
            "schools": network_schools(self.network),
            "coordinators": holders(self.network, NetworkRole.COORDINATOR),
            "editors": holders(self.network, NetworkRole.EDITOR),
            "invitations": invitations,
            "vouched": {invitation.pk for invitation in vouched_for(invitations)},
        }


class InviteSchoolView(NetworkMixin, DomainErrorMixin, FormView):
    """Find a school in the register, or name it, and write to its head."""

    template_name = "network/networks/invite_school.html"
    form_class = InviteSchoolForm
    permission = Permission.COORDINATE
    done_message = _("The invitation is on its way. It is valid for seven days.")

    def get_initial(self) -> dict[str, Any]:
        """What was looked for, and the school that was chosen from what was found."""
        urn = self.request.GET.get("urn", "")
        return {"q": self.request.GET.get("q", "")[:80], "urn": urn if _is_urn(urn) else None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds what was found, and the chosen school."""
        context = super().get_context_data(**kwargs)
        form: InviteSchoolForm = context["form"]
        urn = form["urn"].value()
        text = str(form["q"].value() or "")
        chosen = form.chosen(int(urn)) if _is_urn(str(urn)) else None
        found = list(find_registered_schools(text, _SUGGESTIONS)) if text and not chosen else []
        return {**context, "chosen": chosen, "found": found, "text": text}

    def perform(self, form: Any) -> SchoolInvitation:
        """Invite it."""
        invitation, _link = invite_school(
            network=self.network,
            email=form.cleaned_data["email"],
            head_name=form.cleaned_data["head_name"],
            by=self.actor,
            registered_school=form.registered_school,
            school_name=form.cleaned_data["school_name"],
        )
        return invitation


class SuggestSchoolsView(NetworkMixin, View):
    """Schools of the register that fit what is being typed; a piece of the page above."""

    permission = Permission.COORDINATE

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The list."""
        text = request.GET.get("q", "")[:80]
        found = list(find_registered_schools(text, _SUGGESTIONS))
        context = {"found": found, "text": text, "network": self.network}
        return render(request, "network/networks/parts/found.html", context)


class RevokeSchoolInvitationView(NetworkMixin, ActionView):
    """Withdraw a school's invitation."""

    permission = Permission.COORDINATE
    done_message = _("The invitation is withdrawn. Its link opens nothing any more.")

    def perform(self) -> None:
        """Withdraw it; one of another network is as absent as none."""
        invitation = open_school_invitations(self.network).filter(pk=self.kwargs["pk"]).first()
        if invitation is None:
            raise Http404
        revoke_school_invitation(invitation=invitation, by=self.actor)


class _ColleagueView(NetworkMixin, DomainErrorMixin, FormView):
    """What the coordinator does with a colleague, who is named by address."""

    form_class = ColleagueByAddressForm
    permission = Permission.COORDINATE

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form looks in this network alone."""
        return {**super().get_form_kwargs(), "network": self.network}


class HandOverView(_ColleagueView):
    """Somebody else coordinates from now on."""

    template_name = "network/networks/hand_over.html"
    done_message = _("The role is handed over. Thank you for your time with it.")

    def perform(self, form: Any) -> Any:
        """Hand it over."""
        return hand_over_coordination(network=self.network, to=form.person, by=self.actor)


class EditorsView(_ColleagueView):
    """Who edits the network's library, and one editor more."""

    template_name = "network/networks/editors.html"
    done_message = _("They edit the network’s library from now on.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the editors."""
        return {**super().get_context_data(**kwargs), "editors": holders(self.network, NetworkRole.EDITOR)}

    def perform(self, form: Any) -> Any:
        """Name one more."""
        return grant_network_role(
            network=self.network, person=form.person, role=NetworkRole.EDITOR, by=self.actor
        )

    def get_success_url(self) -> str:
        """The same page."""
        return reverse("network-editors", kwargs={"slug": self.network.slug})


class EndEditorView(NetworkMixin, ActionView):
    """One editor less."""

    permission = Permission.COORDINATE
    done_message = _("They no longer edit the network’s library.")

    def perform(self) -> None:
        """End it; somebody who is no editor here is as absent as nobody."""
        grant = holders(self.network, NetworkRole.EDITOR).filter(person_id=self.kwargs["pk"]).first()
        if grant is None:
            raise Http404
        end_network_role(network=self.network, person=grant.person, role=NetworkRole.EDITOR, by=self.actor)

    def get_success_url(self) -> str:
        """The page of editors."""
        return reverse("network-editors", kwargs={"slug": self.network.slug})


def _is_urn(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 8
