"""Invitations of schools into a network: a coordinator asks, the school's head agrees, and only then the school begins."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError
from network.access import context_for, require_at
from network.context import entered
from network.directory import school_in_network
from network.domain.secrets import hash_of, new_secret
from network.models import Network, NetworkPlace, Person, RegisteredSchool, School, SchoolInvitation
from network.policies import demand_in, vouched_for
from network.roles import NetworkRole, Permission, Role
from network.services import messages
from network.services.accounts import begin_account
from network.services.audit import record
from network.services.memberships import begin_membership
from network.services.networks import AlreadyInNetwork, begin_place, grant_network_role
from network.services.schools import create_school
from network.speaking import THE_HUBS, speech_of

VALID_FOR = timedelta(days=7)


class InvitationGone(DomainError):
    """The link is unknown, used, withdrawn or has run out: one answer for all."""

    def __init__(self) -> None:
        super().__init__(
            _("This invitation can’t be used any more. Ask the person who sent it for a new one.")
        )


class NotYourInvitation(DomainError):
    """Somebody else is signed in than the invitation was sent to."""

    def __init__(self) -> None:
        super().__init__(
            _("This invitation was sent to another address. Sign out, then open the link once more.")
        )


class SchoolWithoutName(DomainError):
    """Neither a school of the register nor a name was given."""


class SchoolAlreadyInvited(DomainError):
    """The same school has an open invitation into this network."""


@transaction.atomic
def invite_school(
    *,
    network: Network,
    email: str,
    head_name: str,
    by: Person | None,
    registered_school: RegisteredSchool | None = None,
    school_name: str = "",
) -> tuple[SchoolInvitation, str]:
    """Ask a school's head to bring the school into a network, by mail.

    Args:
        network: which it may join.
        email: of its head.
        head_name: for the mail.
        by: somebody who coordinates the network; None is the system.
        registered_school: its row in the register, from which its card will be filled; or
        school_name: its name, when no register has it (abroad).

    Returns:
        The invitation and its link, which can be shown here and never again.

    Raises:
        MayNot: when `by` does not coordinate the network.
        SchoolWithoutName, SchoolAlreadyInvited, AlreadyInNetwork: as they say.
    """
    demand_in(Permission.COORDINATE, by=by, network=network)
    name = registered_school.name if registered_school else school_name.strip()
    if not name:
        raise SchoolWithoutName(_("Choose the school from the list, or write its name."))
    secret, now, email = new_secret(), clock.now(), email.strip().lower()
    existing = _existing(network, registered_school)
    if vouched_for(open_school_invitations(network).filter(email=email, school_name=name)):
        raise SchoolAlreadyInvited(_("That school has an open invitation. Withdraw it to send another."))
    invitation = SchoolInvitation.objects.create(
        network=network,
        registered_school=registered_school,
        existing_school=existing,
        school_name=name,
        email=email,
        head_name=head_name.strip(),
        secret_hash=hash_of(secret),
        invited_by=by,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    _note("school_invited", invitation, by)
    return invitation, _send(invitation, secret, by)


@transaction.atomic
def revoke_school_invitation(*, invitation: SchoolInvitation, by: Person | None) -> None:
    """Withdraw an open invitation of a school.

    Raises:
        MayNot: when `by` does not coordinate the network.
        InvitationGone: when it was accepted or withdrawn before.
    """
    demand_in(Permission.COORDINATE, by=by, network=invitation.network)
    fresh = SchoolInvitation.objects.select_for_update().filter(
        pk=invitation.pk, accepted_at=None, revoked_at=None
    )
    if not fresh.update(revoked_at=clock.now()):
        raise InvitationGone
    _note("school_invitation_withdrawn", invitation, by)


def open_school_invitations(network: Network) -> Any:
    """The invitations of a network that were not accepted or withdrawn and have not run out, newest first."""
    return _open_ones().filter(network=network).order_by("-created_at", "pk")


def open_school_invitation(link_secret: str) -> SchoolInvitation | None:
    """The open invitation behind the last part of a link, or None: unknown, used, withdrawn and run out are alike.

    So is one whose sender no longer coordinates the network.
    """
    return _usable(secret_hash=hash_of(link_secret))


def school_invitations_addressed_to(person: Person) -> list[SchoolInvitation]:
    """The open invitations of schools to a person's own address, oldest first."""
    return vouched_for(_open_ones().filter(email=person.email).order_by("created_at", "pk"))


@transaction.atomic
def begin_invited_head(*, link_secret: str, name: str, password: str, language: str = "") -> Person:
    """The account of an invited head, who is then asked whether the school joins; nothing is accepted yet.

    Raises:
        InvitationGone: when the link cannot be used.
        AccountExists: when the address has an account.
    """
    if (invitation := open_school_invitation(link_secret)) is None:
        raise InvitationGone
    return begin_account(email=invitation.email, name=name, password=password, language=language)


@transaction.atomic
def accept_school_invitation(
    *,
    by: Person,
    link_secret: str = "",
    invitation_id: UUID | None = None,
    code: str = "",
    name: str = "",
    **card: Any,
) -> School:
    """The head brings the school into the network. A school that is not here yet begins, with `by` as its head.

    The first school of a network brings its first coordinator: its head.

    Args:
        by: the head, signed in with the address it was sent to.
        link_secret: the last part of the link; or
        invitation_id: the invitation, found from one's own list.
        code: the short code of a school that begins now.
        name: its name; "" is the one it was invited under.
        card: more of its card; the register fills what is not given.

    Raises:
        InvitationGone: when the link cannot be used.
        NotYourInvitation: when `by` has another address.
        MayNot: when the school is here already and `by` does not lead it.
        CodeTaken, SchoolKnown, AlreadyInNetwork: as they say.
    """
    # A context of its own, so that the log notes this purpose and not an address with a secret in it.
    with entered(context_for(by, purpose="accept school invitation")):
        lookup: dict[str, Any] = (
            {"pk": invitation_id} if invitation_id else {"secret_hash": hash_of(link_secret)}
        )
        locked = SchoolInvitation.objects.select_for_update().filter(**lookup)
        if not locked.exists() or (invitation := _usable(**lookup)) is None:
            raise InvitationGone
        if invitation.email != by.email:
            raise NotYourInvitation
        school = _school_of(invitation, by, code=code, name=name or invitation.school_name, **card)
        is_first = not NetworkPlace.objects.filter(network=invitation.network).exists()
        begin_place(network=invitation.network, school=school, by=by)
        if is_first:
            grant_network_role(network=invitation.network, person=by, role=NetworkRole.COORDINATOR, by=None)
        locked.update(accepted_at=clock.now())
    return school


def _open_ones() -> Any:
    return SchoolInvitation.objects.filter(
        accepted_at=None, revoked_at=None, expires_at__gt=clock.now()
    ).select_related("network", "registered_school", "existing_school", "invited_by")


def _usable(**lookup: Any) -> SchoolInvitation | None:
    return next(iter(vouched_for(_open_ones().filter(**lookup))), None)


def _school_of(invitation: SchoolInvitation, by: Person, **card: Any) -> School:
    if invitation.existing_school is not None:
        require_at(Permission.LEAVE_NETWORK, by=by, school_id=invitation.existing_school_id)
        return invitation.existing_school
    school = create_school(by=by, registered=invitation.registered_school, invitation=invitation, **card)
    begin_membership(person=by, school=school, roles=[Role.HEAD], by=by)
    return school


def _existing(network: Network, registered: RegisteredSchool | None) -> School | None:
    school = School.objects.filter(urn=registered.urn, left_at=None).first() if registered else None
    if school and NetworkPlace.objects.filter(network=network, school=school, left_at=None).exists():
        raise AlreadyInNetwork(_("The school is in this network already."))
    return school


def _note(action: str, invitation: SchoolInvitation, by: Person | None) -> None:
    school = school_in_network(invitation.network, by) if by else None
    if school is not None:
        record(
            action,
            school_id=school.pk,
            by=by,
            subject=invitation,
            details={"network": invitation.network_id},
        )


def _send(invitation: SchoolInvitation, secret: str, by: Person | None) -> str:
    link = settings.BASE_URL + reverse("join-school", kwargs={"link_secret": secret})
    person = Person.objects.filter(email=invitation.email, is_active=True).first()
    # A school of the register is where the hub is; one that was named may be anywhere, most likely near the inviter's.
    inviting = (
        None if invitation.registered_school_id or by is None else school_in_network(invitation.network, by)
    )
    messages.send(
        "school_invitation",
        to=person or invitation.email,
        otherwise=speech_of(inviting) if inviting else THE_HUBS,
        context={
            "link": link,
            "name": invitation.head_name,
            "school": invitation.school_name,
            "network": invitation.network.name,
            "inviter": by.display_name if by else "",
            "expires_at": invitation.expires_at,
        },
    )
    return link
