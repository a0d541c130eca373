"""Accepting an invitation with one's school account: the link reached the address, the school says whose it is."""

from allauth.account.utils import perform_login
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import DomainError
from network.models import SignInProvider
from network.services import people
from network.services.invitations import accept_invitation, open_invitation

#: Where the link of an invitation is kept while its page is open.
KEPT = "invitation_link"


def join(request: HttpRequest, provider: SignInProvider, sociallogin: SocialLogin) -> HttpResponse | None:
    """Join the school and sign in; None when the invitation is another address's, another school's or gone.

    An address that has an account already is not linked here: its owner signs in first.
    """
    kept = request.session.get(KEPT)
    invitation = open_invitation(kept) if kept else None
    if kept is None or invitation is None or invitation.school_id != provider.school_id:
        return None
    if invitation.email != sociallogin.claimed["email"] or sociallogin.is_existing:
        return None
    name = sociallogin.claimed["name"] or invitation.name or invitation.email.partition("@")[0]
    try:
        membership = accept_invitation(link_secret=kept, name=name, language=request.LANGUAGE_CODE)
    except DomainError:
        return None
    person = membership.person
    sociallogin.user = sociallogin.account.user = person
    sociallogin.account.save()
    people.record_for_schools("school_sign_in_linked", by=person)
    response = perform_login(
        request,
        person,
        email_verification="none",
        redirect_url=reverse("today"),
        signal_kwargs={"sociallogin": sociallogin},
    )
    request.session.pop(KEPT, None)
    messages.success(request, _("Welcome to %(school)s.") % {"school": membership.school.name})
    return response
