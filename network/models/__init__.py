"""The nouns of the network."""

from network.models.api_token import ApiToken
from network.models.audit import AuditChain, AuditEntry
from network.models.calendar import Closure, SchoolDay, Term, YearGroup
from network.models.feed import FeedToken
from network.models.invitation import Invitation, SchoolInvitation
from network.models.legal_hold import LegalHold
from network.models.link import Link
from network.models.lost_step import LostSecondStep
from network.models.membership import Membership, MembershipYearGroup, NetworkRoleGrant, RoleGrant
from network.models.message import OutgoingMessage
from network.models.network import Network, NetworkPlace
from network.models.person import Person
from network.models.register import RegisteredSchool, RegisterImport, RegisterProblem
from network.models.school import School
from network.models.sign_in_provider import SignInProvider
from network.models.topic import Topic

__all__ = [
    "ApiToken",
    "AuditChain",
    "AuditEntry",
    "Closure",
    "FeedToken",
    "Invitation",
    "LegalHold",
    "Link",
    "LostSecondStep",
    "Membership",
    "MembershipYearGroup",
    "Network",
    "NetworkPlace",
    "NetworkRoleGrant",
    "OutgoingMessage",
    "Person",
    "RegisterImport",
    "RegisterProblem",
    "RegisteredSchool",
    "RoleGrant",
    "School",
    "SchoolDay",
    "SchoolInvitation",
    "SignInProvider",
    "Term",
    "Topic",
    "YearGroup",
]
