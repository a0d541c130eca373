"""Inviting people into one's school: write to them, send again, withdraw. For whoever manages people."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView

from core import clock
from core.errors import DomainError, NotAllowed
from network.directory import open_invitations
from network.forms.invitations import InvitePeopleForm
from network.models import Invitation
from network.policies import grantable_roles, vouched_for
from network.roles import Permission, Role
from network.services.invitations import invite_person, renew_invitation, revoke_invitation
from network.views.base import ActionView, DomainErrorMixin, OwnSchoolMixin


class NobodyInvited(DomainError):
    """One of several could not be invited, so none was."""


class InvitationListView(OwnSchoolMixin, TemplateView):
    """The invitations nobody has accepted yet."""

    template_name = "network/our_school/invitations.html"
    permission = Permission.MANAGE_PEOPLE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Newest first; each with its roles in words, whether it has run out, and whether its sender may still invite."""
        now, invitations = clock.now(), list(open_invitations(self.actor, self.school))
        vouched = {invitation.pk for invitation in vouched_for(invitations)}
        rows = [
            {
                "invitation": invitation,
                "roles": [Role(code).label for code in invitation.roles],
                "has_run_out": invitation.expires_at <= now,
                "is_vouched_for": invitation.pk in vouched,
            }
            for invitation in invitations
        ]
        return {**super().get_context_data(**kwargs), "rows": rows}


class InviteView(OwnSchoolMixin, DomainErrorMixin, FormView):
    """Invite one or several at once: all of them, or none."""

    template_name = "network/our_school/invite.html"
    form_class = InvitePeopleForm
    permission = Permission.MANAGE_PEOPLE

    def get_form_kwargs(self) -> dict[str, Any]:
        """The roles this person may give."""
        roles = [role for role in grantable_roles(self.actor, self.school) if role != Role.GUEST]
        return {**super().get_form_kwargs(), "school": self.school, "roles": roles}

    def perform(self, form: Any) -> list[Invitation]:
        """Invite them; the first that cannot be stops all, and is named."""
        data = form.cleaned_data
        sent = []
        for name, email in data["people"]:
            try:
                invitation, _link = invite_person(
                    school=self.school,
                    email=email,
                    name=name,
                    roles=data["roles"],
                    by=self.actor,
                    job_title=data["job_title"],
                    year_groups=data.get("year_groups", ()),
                )
            except NotAllowed:
                raise
            except DomainError as error:
                words = _("%(email)s: %(why)s Nobody was invited.")
                raise NobodyInvited(words % {"email": email, "why": error}) from error
            sent.append(invitation)
        return sent

    def get_success_url(self) -> str:
        """The list of invitations, with how many were sent."""
        number = len(self.result)
        words = ngettext(
            "%(number)s invitation is on its way.", "%(number)s invitations are on their way.", number
        )
        messages.success(self.request, words % {"number": number})
        return self.link("our-school-invitations")


class _OneInvitation(OwnSchoolMixin, ActionView):
    permission = Permission.MANAGE_PEOPLE

    def invitation(self) -> Invitation:
        """The invitation, of this school alone.

        Raises:
            Http404: when this school has no such open one.
        """
        found = open_invitations(self.actor, self.school).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_success_url(self) -> str:
        """The list of invitations."""
        return self.link("our-school-invitations")


class RenewInvitationView(_OneInvitation):
    """Send an invitation again."""

    done_message = _("Sent again, with a new link. The old link opens nothing any more.")

    def perform(self) -> None:
        """Send it."""
        renew_invitation(invitation=self.invitation(), by=self.actor)


class RevokeInvitationView(_OneInvitation):
    """Withdraw an invitation."""

    done_message = _("The invitation is withdrawn. Its link opens nothing any more.")

    def perform(self) -> None:
        """Withdraw it."""
        revoke_invitation(invitation=self.invitation(), by=self.actor)
