"""One's own school: its card with what I may change, the audit log, the page for governors, and leaving."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django.views.generic.base import ContextMixin

from network.access import standing_of
from network.audit_words import in_words
from network.directory import log_of, members_of, networks_of
from network.models import Network, School
from network.policies import can_see_card
from network.roles import Permission
from network.services.networks import leave_network
from network.services.schools import leave_hub
from network.setup_steps import setup_steps
from network.views.base import ActionView, OwnSchoolMixin
from network.views.schools import card_context

_LOG_PER_PAGE = 50


class OurSchoolView(OwnSchoolMixin, TemplateView):
    """The school's card as others see it, with the ways to change it for those who may."""

    template_name = "network/our_school/overview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The card; who may not read it gets a short page with what they have."""
        if not can_see_card(request.user, self.school):
            return render(request, "network/our_school/without_card.html", self.get_context_data())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The card, and what is still to be set up."""
        context = super().get_context_data(**kwargs)
        viewer, standing = self.actor, standing_of(self.actor)
        if not can_see_card(viewer, self.school):
            return context
        may = {permission.value: standing.may_at(permission, self.school.pk) for permission in Permission}
        steps = setup_steps(self.school) if may["manage_school"] else []
        for step in steps:
            step["href"] = self.link(step.pop("page"))
        return {
            **context,
            **card_context(viewer, self.school),
            "networks": networks_of(self.school.pk),
            "may": may,
            "setup_steps": steps if any(step["state"] != "done" for step in steps) else [],
        }


class LogView(OwnSchoolMixin, TemplateView):
    """Who did what at the school, in words; for the head and the data protection officer."""

    template_name = "network/our_school/log.html"
    permission = Permission.READ_AUDIT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of the log, of everybody or of one person."""
        viewer = self.actor
        members = [membership.person for membership in members_of(viewer, self.school)]
        asked = self.request.GET.get("person", "")
        chosen = next((person for person in members if str(person.pk) == asked), None)
        entries = log_of(viewer, self.school, person_id=chosen.pk if chosen else None)
        page = Paginator(entries, _LOG_PER_PAGE).get_page(self.request.GET.get("page"))
        return {
            **super().get_context_data(**kwargs),
            "page": page,
            "lines": in_words(page.object_list),
            "members": members,
            "chosen": chosen,
        }


class GovernorsView(OwnSchoolMixin, TemplateView):
    """What governors see: totals, when there are some, and no notes."""

    template_name = "network/our_school/governors.html"
    permission = Permission.SEE_GOVERNOR_PAGES


class NetworksView(OwnSchoolMixin, TemplateView):
    """The networks the school is in, and the way out of each."""

    template_name = "network/our_school/networks.html"
    permission = Permission.LEAVE_NETWORK

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The networks."""
        return {**super().get_context_data(**kwargs), "networks": networks_of(self.school.pk)}


class LeavingMixin(OwnSchoolMixin):
    """Leaving is asked on a page of its own; the button there acts."""

    permission = Permission.LEAVE_NETWORK
    template_name = "network/our_school/leave.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The question, and what happens to what the school has written."""
        return render(request, self.template_name, self.get_context_data(**kwargs))


class LeaveNetworkView(LeavingMixin, ContextMixin, ActionView):
    """Take the school out of one network."""

    http_method_names = ("get", "post")
    done_message = _("Your school has left the network. What it shares with others there has ended.")

    def perform(self) -> None:
        """Leave, now."""
        leave_network(network=self._network(), school=self.school, by=self.actor)

    def get_success_url(self) -> str:
        """The school's page."""
        return self.link("our-school")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the network."""
        return {
            **super().get_context_data(**kwargs),
            "network": self._network(),
            "back": self.link("our-school-networks"),
        }

    def _network(self) -> Network:
        slug = self.kwargs["slug"]
        found = [network for network in networks_of(self.school.pk) if network.slug == slug]
        if not found:
            raise Http404
        return found[0]


class LeaveHubView(LeavingMixin, ContextMixin, ActionView):
    """Take the school out of the hub; everybody's access ends with it."""

    http_method_names = ("get", "post")
    done_message = _("Your school has left Hedgerow.")

    def perform(self) -> School:
        """Leave, now."""
        return leave_hub(school=self.school, by=self.actor)

    def get_success_url(self) -> str:
        """The front page."""
        return reverse("today")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the way back."""
        return {
            **super().get_context_data(**kwargs),
            "network": None,
            "back": self.link("our-school-networks"),
        }
