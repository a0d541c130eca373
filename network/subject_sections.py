"""What this room holds about a person, for the export that they may ask for."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils.translation import gettext as _

from core.registries import messages, subject_access
from core.registries.subject_access import Section
from network import subject_sign_in
from network.audit_words import LogLine, in_words
from network.context import system_context
from network.models import (
    AuditEntry,
    Invitation,
    Link,
    Membership,
    NetworkRoleGrant,
    OutgoingMessage,
    Person,
    RoleGrant,
    School,
    SchoolInvitation,
)
from network.subject_sign_in import PURPOSE, said


def register() -> None:
    """Offer them, in the order in which a person reads them."""
    for name, provider, covers in (
        ("you", you, ["account.EmailAddress.user"]),
        (
            "memberships",
            memberships,
            [
                "network.Membership.person",
                "network.RoleGrant.membership",
                "network.MembershipYearGroup.membership",
            ],
        ),
        ("network_roles", network_roles, ["network.NetworkRoleGrant.person"]),
        ("invitations", invitations, []),
        ("messages", messages_sent, ["network.OutgoingMessage.recipient"]),
        ("second_steps", subject_sign_in.second_steps, ["mfa.Authenticator.user"]),
        ("school_links", subject_sign_in.school_links, ["socialaccount.SocialAccount.user"]),
        ("lost_steps", subject_sign_in.lost_steps, ["network.LostSecondStep.person"]),
        ("sessions", subject_sign_in.sessions, ["usersessions.UserSession.user"]),
        ("feeds", subject_sign_in.feeds, ["network.FeedToken.person"]),
        ("links", links, ["network.Link.made_by"]),
        ("log_by", log_by, _DONE_BY),
        ("log_about", log_about, []),
    ):
        subject_access.register(f"network.{name}", provider, covers=covers)


#: Who granted, invited, confirmed: each is an act, and every act stands in the log.
_DONE_BY = [
    "network.RoleGrant.granted_by",
    "network.NetworkRoleGrant.granted_by",
    "network.Invitation.invited_by",
    "network.SchoolInvitation.invited_by",
    "network.LostSecondStep.confirmed_by",
    "network.LegalHold.placed_by",
]


def you(person: Person) -> Section:
    """The account itself."""
    row = {
        _("Name"): person.name,
        _("E-mail address"): person.email,
        _("Further addresses"): ", ".join(
            EmailAddress.objects.filter(user=person).exclude(email=person.email).order_by("pk").values_list("email", flat=True)
        ),
        _("Language"): person.get_language_display() if person.language else "",
        _("Time zone"): person.time_zone,
        _("Joined"): said(person.joined_at),
        _("Last signed in"): said(person.last_login),
    }  # fmt: skip
    return Section(_("You"), [row])


def memberships(person: Person) -> Section:
    """Where they belong or belonged, and in which roles."""
    rows = []
    for membership in (
        Membership.objects.filter(person=person).select_related("school").order_by("starts_at", "pk")
    ):
        grants = RoleGrant.objects.filter(membership=membership).order_by("starts_at", "pk")
        years = membership.year_group_links.order_by("year_group__position", "pk")
        rows.append(
            {
                _("School"): membership.school.name,
                _("What you do there"): membership.job_title,
                _("From"): said(membership.starts_at),
                _("Until"): said(membership.ends_at),
                _("Roles"): "; ".join(_period(grant) for grant in grants),
                _("Year groups"): ", ".join(years.values_list("year_group__label", flat=True)),
            }
        )
    return Section(_("Schools"), rows)


def network_roles(person: Person) -> Section:
    """Their parts in networks."""
    grants = (
        NetworkRoleGrant.objects.filter(person=person).select_related("network").order_by("starts_at", "pk")
    )
    return Section(
        _("Parts in networks"),
        [{_("Network"): grant.network.name, _("Part"): _period(grant)} for grant in grants],
    )


def invitations(person: Person) -> Section:
    """Those addressed to them. Whom they invited is in the log, without names: these are other people's data."""
    addresses = _addresses(person)
    with system_context(schools=School.objects.values_list("pk", flat=True), purpose=PURPOSE):
        into_schools = list(
            Invitation.objects.filter(email__in=addresses).select_related("school", "invited_by")
        )
    into_networks = SchoolInvitation.objects.filter(email__in=addresses).select_related(
        "network", "invited_by"
    )
    return Section(
        _("Invitations to you"),
        [
            {
                _("Into"): where,
                _("Address"): invitation.email,
                _("Name"): name,
                _("Sent"): said(invitation.created_at),
                _("By"): invitation.invited_by.display_name if invitation.invited_by else "",
                _("Accepted"): said(invitation.accepted_at),
            }
            for where, name, invitation in [
                *((each.school.name, each.name, each) for each in into_schools),
                *(
                    (each.network.name, each.head_name, each)
                    for each in into_networks.order_by("created_at", "pk")
                ),
            ]
        ],
    )


def messages_sent(person: Person) -> Section:
    """Messages to them; the words of one that has left are no longer kept."""
    found = OutgoingMessage.objects.filter(Q(recipient=person) | Q(email__in=_addresses(person)))
    return Section(
        _("Messages to you"),
        [
            {
                _("What"): str(kind.label) if (kind := messages.kinds.get(message.kind)) else message.kind,
                _("To"): message.email,
                _("Subject"): message.subject,
                _("Written"): said(message.created_at),
                _("Sent"): said(message.sent_at),
            }
            for message in found.order_by("created_at", "pk")
        ],
        note=_("Kept for 30 days."),
    )


def links(person: Person) -> Section:
    """Things they said belong together, by kind and number: the things themselves may be others'."""
    found = Link.objects.filter(made_by=person).order_by("made_at", "pk")
    return Section(
        _("Things you connected"),
        [
            {
                _("Earlier"): f"{link.earlier_kind} {link.earlier_id}",
                _("Later"): f"{link.later_kind} {link.later_id}",
                _("When"): said(link.made_at),
            }
            for link in found
        ],
    )


def log_by(person: Person) -> Section:
    """What they did. Others in it are not named: these entries are about them as well."""
    return Section(
        _("What you did here, from the log"),
        [
            _line(line, with_address=True)
            for line in in_words(_entries(person, Q(actor_id=person.pk)), naming={person.pk})
        ],
        note=_("Where this was about somebody else, they are not named."),
    )


def log_about(person: Person) -> Section:
    """What others did to their record. Who acted is named: they acted in their role, which is what the log is for."""
    own = person.memberships.values_list("pk", flat=True)
    about = (
        Q(details__person=person.pk)
        | Q(subject_kind="network.person", subject_id=str(person.pk))
        | Q(subject_kind="network.membership", subject_id__in=[str(pk) for pk in own])
    )
    return Section(
        _("What others did that concerns you, from the log"),
        [
            _line(line, with_address=False)
            for line in in_words(_entries(person, about & ~Q(actor_id=person.pk)))
        ],
    )


def _entries(person: Person, wanted: Q) -> list[AuditEntry]:
    schools = School.objects.values_list("pk", flat=True)
    with system_context(schools=list(schools), purpose=PURPOSE):
        return list(
            AuditEntry.objects.filter(wanted).select_related("school").order_by("at", "school_id", "number")
        )


def _line(line: LogLine, *, with_address: bool) -> dict[str, Any]:
    row = {_("When"): said(line.entry.at), _("School"): line.entry.school.name, _("What"): line.sentence}
    return {**row, _("From where"): line.entry.address} if with_address else row


def _addresses(person: Person) -> set[str]:
    return {person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)}


def _period(grant: RoleGrant | NetworkRoleGrant) -> str:
    ends = said(grant.ends_at)
    return f"{grant.get_role_display()} ({said(grant.starts_at)}{f' – {ends}' if ends else ''})"
