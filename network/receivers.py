"""What follows when somebody signs in or out, or changes how they do."""

from typing import Any, cast

from allauth.account import signals as account
from allauth.account.models import Login
from allauth.mfa import signals as second_factor
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as social
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_save
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from core.registries.audit_words import sentences
from network import known_device, session_age
from network.models import Person
from network.services import api_tokens, lost_step, people
from network.single_sign_on import stages

#: What `network.audit_words` does not name.
_WORDS = {
    "address_changed": _("%(who)s changed their sign-in address."),
    "school_sign_in_linked": _("%(who)s linked their account to the school’s own sign-in."),
    "school_sign_in_unlinked": _("%(who)s ended the link of their account to the school’s own sign-in."),
    "second_factor_renewed": _("%(who)s made new recovery codes."),
}


def session_began(sender: Any, request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """Django's own signal, so that whatever signs somebody in gives the session an age and lists it."""
    session_age.begin(request)
    if "REMOTE_ADDR" in request.META:
        UserSession.objects.create_from_request(request)


def signed_in(sender: Any, request: HttpRequest, user: Person, response: HttpResponse, **kwargs: Any) -> None:
    """All steps of signing in were taken."""
    known_device.remember(response, user.email)
    login = Login(user=user, signal_kwargs={"sociallogin": kwargs.get("sociallogin")})
    stages.remember(request.session, stages.vouching_school(login))
    people.record_for_schools("signed_in", by=user)


def signed_out(sender: Any, request: HttpRequest, user: Person | None, **kwargs: Any) -> None:
    """Signing out means everywhere: on the shared computer one forgot as well."""
    if user is not None:
        people.end_sessions(person=user)


def password_changed(sender: Any, request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """Whoever knew the old password is out. This session, if there is one, goes on under its new id."""
    _end_others(request, user)
    people.record_for_schools("password_changed", by=user)


def address_changed(sender: Any, request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """The address one signs in with is another."""
    _end_others(request, user)
    people.record_for_schools("address_changed", by=user)


def second_factor_changed(
    sender: Any,
    request: HttpRequest,
    user: Person,
    authenticator: Authenticator,
    signal: Signal,
    **kwargs: Any,
) -> None:
    """A second step was added, removed or renewed."""
    _end_others(request, user)
    action = {
        second_factor.authenticator_added: "second_factor_added",
        second_factor.authenticator_removed: "second_factor_removed",
        second_factor.authenticator_reset: "second_factor_renewed",
    }[signal]
    people.record_for_schools(action, by=user, details={"type": authenticator.type})


def second_step_used(
    sender: Any, request: HttpRequest, user: Person, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Whoever can take the second step has not lost it."""
    lost_step.stop_for(user)


def link_changed(sender: Any, request: HttpRequest, signal: Signal, **kwargs: Any) -> None:
    """Somebody may sign in through their school from now on, or no longer."""
    linked = signal is social.social_account_added
    action = "school_sign_in_linked" if linked else "school_sign_in_unlinked"
    people.record_for_schools(action, by=cast(Person, request.user))


def stepped_up(sender: Any, request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """Showing once more who one is opens more, so the session gets a new id."""
    if not kwargs.get("reauthenticated"):
        return
    old = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


def person_saved(sender: Any, instance: Person, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A new account's address was reached by its invitation."""
    if created and not raw:
        people.prove_address(instance)


def _end_others(request: HttpRequest, user: Person) -> None:
    """All other sessions, and all tokens of programs: they were made by whoever knew how to sign in before."""
    is_own = getattr(request, "user", None) is not None and request.user.pk == user.pk
    people.end_sessions(person=user, but=request.session.session_key if is_own else None)
    api_tokens.end_all_tokens(person=user, by=user)


def connect() -> None:
    """Called once, when the apps are ready."""
    post_save.connect(person_saved, sender=Person, dispatch_uid="network.person_saved")
    user_logged_in.connect(session_began, dispatch_uid="network.session_began")
    user_logged_out.connect(signed_out, dispatch_uid="network.signed_out")
    account.user_logged_in.connect(signed_in, dispatch_uid="network.signed_in")
    account.email_changed.connect(address_changed, dispatch_uid="network.address_changed")
    second_factor.authenticator_used.connect(second_step_used, dispatch_uid="network.second_step_used")
    account.authentication_step_completed.connect(stepped_up, dispatch_uid="network.stepped_up")
    for signal in (social.social_account_added, social.social_account_removed):
        signal.connect(link_changed, dispatch_uid="network.link_changed")
    for signal in (account.password_changed, account.password_set, account.password_reset):
        signal.connect(password_changed, dispatch_uid="network.password_changed")
    for signal in (
        second_factor.authenticator_added,
        second_factor.authenticator_removed,
        second_factor.authenticator_reset,
    ):
        signal.connect(second_factor_changed, dispatch_uid="network.second_factor_changed")
    for action, words in _WORDS.items():
        sentences.register(action, words)
