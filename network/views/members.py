"""A school's people: what they do, their roles, and the end of a membership. For whoever manages people."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from django.views.generic.base import ContextMixin

from network.directory import held_by, lost_step_of, members_of, years_of
from network.forms.people import GrantForm, MemberForm
from network.models import Membership, YearGroup
from network.policies import can_manage_member, grantable_roles
from network.roles import IN_PLAIN_WORDS, Permission, Role
from network.services.memberships import describe_member, end_membership, end_role, grant_role
from network.views.base import ActionView, DomainErrorMixin, OwnSchoolMixin


class MemberListView(OwnSchoolMixin, TemplateView):
    """Everybody who belongs to the school, with their roles."""

    template_name = "network/our_school/people.html"
    permission = Permission.MANAGE_PEOPLE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The people, by name."""
        members = list(members_of(self.actor, self.school))
        return {**super().get_context_data(**kwargs), "members": members}


class MemberMixin(OwnSchoolMixin):
    """One member of the school: `self.membership`, with the roles they hold as `held`."""

    permission = Permission.MANAGE_PEOPLE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the member; somebody of another school is as absent as nobody."""
        self._pk = kwargs["pk"]
        return super().dispatch(request, *args, **kwargs)

    @property
    def membership(self) -> Membership:
        """The member.

        Raises:
            Http404: when the school has no such member now.
        """
        if not hasattr(self, "_membership"):
            found = members_of(self.actor, self.school).filter(pk=self._pk).first()
            if found is None:
                raise Http404
            self._membership = found
        return self._membership

    def get_success_url(self) -> str:
        """The member's page."""
        return self.link("our-school-member", pk=self._pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the member, and which of their roles this viewer may end."""
        viewer = self.actor
        held = {grant.role for grant in held_by(self.membership)}
        mine = grantable_roles(viewer, self.school)
        return {
            **super().get_context_data(**kwargs),
            "member": self.membership,
            "held": [
                {"grant": grant, "words": IN_PLAIN_WORDS[Role(grant.role)], "mine": grant.role in mine}
                for grant in held_by(self.membership)
            ],
            "may_end": can_manage_member(viewer, self.membership, held),
            "grantable": [role for role in mine if role not in held],
        }


class MemberView(MemberMixin, DomainErrorMixin, FormView):
    """What a member does here, and their roles."""

    template_name = "network/our_school/member.html"
    form_class = MemberForm
    done_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form knows the school's year groups."""
        return {**super().get_form_kwargs(), "school": self.school}

    def get_initial(self) -> dict[str, Any]:
        """What is stored."""
        return {
            "job_title": self.membership.job_title,
            "year_groups": [link.year_group_id for link in years_of(self.membership)],
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the form for one role more."""
        context = super().get_context_data(**kwargs)
        context["lost_step"] = lost_step_of(self.actor, self.membership)
        if context["grantable"]:
            context.setdefault("grant_form", GrantForm(roles=context["grantable"]))
        return context

    def perform(self, form: Any) -> Membership:
        """Save it."""
        groups: list[YearGroup] = list(form.cleaned_data["year_groups"])
        return describe_member(
            membership=self.membership,
            by=self.actor,
            job_title=form.cleaned_data["job_title"],
            year_groups=groups,
        )


class GrantRoleView(MemberMixin, ActionView):
    """One role more."""

    done_message = _("The role is given. It counts from now on.")

    def perform(self) -> None:
        """Give it; a code that is no role finds nothing."""
        grant_role(membership=self.membership, role=_role(self.request.POST.get("role")), by=self.actor)


class EndRoleView(MemberMixin, ActionView):
    """One role less."""

    done_message = _("The role has ended. Its history stays in the log.")

    def perform(self) -> None:
        """End it."""
        end_role(membership=self.membership, role=_role(self.kwargs["role"]), by=self.actor)


class EndMembershipView(MemberMixin, ContextMixin, ActionView):
    """Somebody leaves the school: asked on a page, done by its button."""

    http_method_names = ("get", "post")
    done_message = _("The membership has ended, and with it the access to your school’s pages.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The question."""
        return render(request, "network/our_school/end_membership.html", self.get_context_data(**kwargs))

    def perform(self) -> None:
        """End it, now."""
        end_membership(membership=self.membership, by=self.actor)

    def get_success_url(self) -> str:
        """The list of people."""
        return self.link("our-school-people")


def _role(code: str | None) -> Role:
    if code not in Role.values:
        raise Http404
    return Role(code)
