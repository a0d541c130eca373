"""Invitations of people into a school. The secret is in the mail alone; here is its hash.

A link is good for one person, once, for seven days. Whoever opens it learns nothing about the school: its name is
shown when the address is known to be theirs. The invitations of schools are in `school_invitations`.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError
from network.access import context_for
from network.context import current_context, entered, system_context
from network.domain.secrets import hash_of, new_secret
from network.models import Invitation, Membership, OutgoingMessage, Person, School, YearGroup
from network.policies import demand_at, demand_roles, vouched_for
from network.roles import Permission
from network.services import messages
from network.services.accounts import begin_account
from network.services.audit import record
from network.services.memberships import AlreadyMember, NoRole, begin_membership
from network.services.school_invitations import InvitationGone, NotYourInvitation
from network.speaking import speech_of

VALID_FOR = timedelta(days=7)
_PURPOSE = "accept invitation"


class AlreadyInvited(DomainError):
    """An invitation to that address is open."""

    def __init__(self, email: str) -> None:
        super().__init__(
            _("%(email)s has an open invitation. Send it again or withdraw it in the list of invitations.")
            % {"email": email}
        )


@transaction.atomic
def invite_person(
    *,
    school: School,
    email: str,
    name: str,
    roles: Iterable[str],
    by: Person | None,
    job_title: str = "",
    year_groups: Iterable[YearGroup] = (),
) -> tuple[Invitation, str]:
    """Ask somebody to join a school, by mail.

    Returns:
        The invitation and its link, which can be shown here and never again.

    Raises:
        MayNot: when `by` does not manage the school's people, or one of the roles is not theirs to give.
        NoRole, AlreadyMember, AlreadyInvited: as they say.
    """
    wanted = set(roles)
    demand_roles(wanted, by=by, school=school)
    if not wanted:
        raise NoRole
    email, now, secret = email.strip().lower(), clock.now(), new_secret()
    if Membership.objects.current(now).filter(person__email=email, school=school).exists():
        raise AlreadyMember
    with _writing(school, by):
        _make_room(school, email, now)
        invitation = Invitation.objects.create(
            school=school,
            email=email,
            name=name.strip(),
            job_title=job_title,
            roles=sorted(wanted),
            year_groups=[group.pk for group in year_groups],
            secret_hash=hash_of(secret),
            invited_by=by,
            created_at=now,
            expires_at=now + VALID_FOR,
        )
        record(
            "person_invited",
            school_id=school.pk,
            by=by,
            subject=invitation,
            details={"roles": sorted(wanted)},
        )
    return invitation, _send(invitation, secret, by)


@transaction.atomic
def renew_invitation(*, invitation: Invitation, by: Person | None) -> tuple[Invitation, str]:
    """Send an open invitation again with a new link, good for seven days; the old link opens nothing any more.

    From now on it is `by` who invites.

    Raises:
        MayNot: when `by` does not manage the school's people, or one of the roles is not theirs to give.
        InvitationGone: when it was accepted or withdrawn.
    """
    demand_roles(set(invitation.roles), by=by, school=invitation.school)
    secret, now = new_secret(), clock.now()
    with _writing(invitation.school, by):
        invitation = _locked(invitation)
        invitation.secret_hash, invitation.expires_at = hash_of(secret), now + VALID_FOR
        invitation.invited_by = by
        invitation.save(update_fields=["secret_hash", "expires_at", "invited_by"])
        record("invitation_renewed", school_id=invitation.school_id, by=by, subject=invitation)
    return invitation, _send(invitation, secret, by)


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: Person | None) -> None:
    """Withdraw an open invitation: its link opens nothing from now on.

    Raises:
        MayNot: when `by` does not manage the school's people.
        InvitationGone: when it was accepted or withdrawn before.
    """
    demand_at(Permission.MANAGE_PEOPLE, by=by, school=invitation.school)
    with _writing(invitation.school, by):
        invitation = _locked(invitation)
        invitation.revoked_at = clock.now()
        invitation.save(update_fields=["revoked_at"])
        record("invitation_withdrawn", school_id=invitation.school_id, by=by, subject=invitation)


def open_invitation(link_secret: str) -> Invitation | None:
    """The open invitation behind the last part of a link, or None: unknown, used, withdrawn and run out are alike.

    So is one whose sender could not send it now: they left the school, or lost the role that lets them invite.
    """
    school_id, _dot, secret = link_secret.partition(".")
    return _find_open(int(school_id), secret_hash=hash_of(secret))


def invitations_in_the_mail(person: Person) -> set[str]:
    """Which kinds of invitation were sent to this person lately: one query that spares most people's Today the others."""
    to_them = Q(recipient=person) | Q(recipient=None, email=person.email)
    sent = OutgoingMessage.objects.filter(to_them, created_at__gt=clock.now() - VALID_FOR)
    return set(sent.filter(kind__in=("invitation", "school_invitation")).values_list("kind", flat=True))


def invitations_addressed_to(person: Person) -> list[Invitation]:
    """The open invitations to a person's own address, oldest first, whichever school sent them; two queries.

    The only read across schools: it finds rows by the reader's own address alone.
    """
    schools = School.objects.filter(left_at=None).values_list("pk", flat=True)
    with system_context(schools=schools, purpose="invitations addressed to the reader"):
        found = _open(clock.now()).filter(email=person.email).select_related("school", "invited_by")
        return vouched_for(found.order_by("created_at", "pk"))


@transaction.atomic
def accept_invitation(
    *, link_secret: str, by: Person | None = None, name: str = "", password: str = "", language: str = ""
) -> Membership:
    """Join the school that sent the link, with the roles named in it.

    Args:
        link_secret: the last part of the link, "<school id>.<secret>".
        by: the person who is signed in; None: an account begins.
        name: of the new account.
        password: of the new account; "" when it signs in through the school alone.
        language: of the new account; "" is the school's.

    Raises:
        InvitationGone: when the link is unknown, used, withdrawn or has run out: always the same answer.
        NotYourInvitation: when `by` has another address than it was sent to.
        AccountExists: when a new account was to begin and the address has one.
        AlreadyMember: when they have joined meanwhile.
    """
    school_id, _dot, secret = link_secret.partition(".")
    with system_context(schools=[int(school_id)], purpose=_PURPOSE):
        invitation = _find_open(int(school_id), lock=True, secret_hash=hash_of(secret))
        if invitation is None:
            raise InvitationGone
        person = by or begin_account(
            email=invitation.email, name=name, password=password or None, language=language
        )
        return _accept(invitation, person)


@transaction.atomic
def accept_own_invitation(*, school_id: int, invitation_id: UUID, by: Person) -> Membership:
    """Join from one's own list of invitations, signed in with the address it was sent to.

    Raises:
        InvitationGone, NotYourInvitation, AlreadyMember: as for `accept_invitation`.
    """
    with system_context(schools=[school_id], purpose=_PURPOSE):
        invitation = _find_open(school_id, lock=True, pk=invitation_id)
        if invitation is None:
            raise InvitationGone
        return _accept(invitation, by)


def _accept(invitation: Invitation, person: Person) -> Membership:
    if person.email != invitation.email:
        raise NotYourInvitation
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["accepted_at"])
    groups = YearGroup.objects.filter(school_id=invitation.school_id, pk__in=invitation.year_groups)
    return begin_membership(
        person=person,
        school=invitation.school,
        roles=invitation.roles,
        by=person,
        job_title=invitation.job_title,
        year_groups=groups,
    )


def _open(now: datetime) -> Any:
    return Invitation.objects.filter(
        accepted_at=None, revoked_at=None, expires_at__gt=now, school__left_at=None
    )


def _find_open(school_id: int, *, lock: bool = False, **lookup: Any) -> Invitation | None:
    with system_context(schools=[school_id], purpose=_PURPOSE):
        found = _open(clock.now()).filter(school_id=school_id, **lookup)
        found = (
            found.select_for_update(of=("self",)) if lock else found.select_related("school", "invited_by")
        )
        return next(iter(vouched_for(found)), None)


def _locked(invitation: Invitation) -> Invitation:
    fresh = Invitation.objects.select_for_update().filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if (found := fresh.first()) is None:
        raise InvitationGone
    return found


def _make_room(school: School, email: str, now: datetime) -> None:
    # One that opens nothing any more gives way; an open one does not.
    waiting = Invitation.objects.filter(school=school, email=email, accepted_at=None, revoked_at=None)
    if vouched_for(waiting.filter(expires_at__gt=now)):
        raise AlreadyInvited(email)
    waiting.update(revoked_at=now)


def _writing(school: School, by: Person | None) -> Any:
    """The context to write in: the one the acting person is in, or else a new one; the system's own."""
    if by is None:
        return system_context(schools=[school.pk], purpose="invite")
    context = current_context()
    if context is not None and context.standing.person_id == by.pk:
        return transaction.atomic()
    return entered(context_for(by, purpose="invite"))


def _send(invitation: Invitation, secret: str, by: Person | None) -> str:
    link_secret = f"{invitation.school_id}.{secret}"
    link = settings.BASE_URL + reverse("join", kwargs={"link_secret": link_secret})
    person = Person.objects.filter(email=invitation.email, is_active=True).first()
    messages.send(
        "invitation",
        to=person or invitation.email,
        otherwise=speech_of(invitation.school),
        context={
            "link": link,
            "name": invitation.name,
            "school": invitation.school.name,
            "inviter": by.display_name if by else "",
            "expires_at": invitation.expires_at,
        },
    )
    return link
