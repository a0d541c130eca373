"""What somebody's own account shows them: where they belong, how they sign in, where they are signed in."""

from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core import clock
from network.access import own_schools, standing_of
from network.domain.devices import browser_and_system
from network.models import Network, Person, School, SignInProvider
from network.roles import IN_PLAIN_WORDS, NetworkRole, Role
from network.services.sign_in_providers import offered_to
from network.session_age import last_seen


@dataclass(frozen=True)
class HeldRole:
    """A role, and in plain words what it is."""

    label: str | Promise
    meaning: str | Promise


@dataclass(frozen=True)
class Belonging:
    """A school or network, and the roles held there; a school without roles is still a membership."""

    name: str
    roles: list[HeldRole]
    school: School | None = None


@dataclass(frozen=True)
class SecondSteps:
    """How somebody shows a second time who they are."""

    has_app: bool = False
    has_recovery_codes: bool = False
    passkeys_count: int = 0

    @property
    def any(self) -> bool:
        """Whether there is a second step at sign-in."""
        return self.has_app or self.passkeys_count > 0


@dataclass(frozen=True)
class OpenSession:
    """A place where somebody is signed in."""

    browser: str
    system: str
    address: str
    began_at: datetime
    seen_at: datetime
    is_current: bool


def belongings(person: Person) -> list[Belonging]:
    """The person's schools in order of name, then the networks in which they have a role: two queries."""
    standing = standing_of(person)
    schools = [
        Belonging(school.name, _held(standing.roles.get(school.pk, ()), Role), school)
        for school in own_schools(person)
    ]
    networks = [
        Belonging(network.name, _held(standing.network_roles[network.pk], NetworkRole))
        for network in Network.objects.filter(pk__in=standing.network_roles).order_by("name", "pk")
    ]
    return schools + networks


def _held(codes: frozenset[str] | tuple[()], roles: type[Role] | type[NetworkRole]) -> list[HeldRole]:
    return [HeldRole(role.label, IN_PLAIN_WORDS[role]) for role in roles if role in codes]


def second_steps(person: Person) -> SecondSteps:
    """The person's second steps: one query."""
    types = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    return SecondSteps(
        has_app=Authenticator.Type.TOTP in types,
        has_recovery_codes=Authenticator.Type.RECOVERY_CODES in types,
        passkeys_count=types.count(Authenticator.Type.WEBAUTHN),
    )


def open_sessions(person: Person, current_key: str | None) -> list[OpenSession]:
    """Where the person is signed in, this place first, then the one used last: two queries, however many there are."""
    listed = {row.session_key: row for row in UserSession.objects.filter(user=person).order_by("pk")}
    alive = Session.objects.filter(session_key__in=listed, expire_date__gt=clock.now()).order_by(
        "session_key"
    )
    found = []
    for session in alive:
        row, seen = listed[session.session_key], last_seen(session.get_decoded())
        if seen is None:
            continue
        browser, system = browser_and_system(row.user_agent)
        found.append(
            OpenSession(
                browser,
                system,
                row.ip,
                row.created_at,
                datetime.fromtimestamp(seen, UTC),
                session.session_key == current_key,
            )
        )
    return sorted(found, key=lambda one: (one.is_current, one.seen_at), reverse=True)


@dataclass(frozen=True)
class SchoolLink:
    """A school's own sign-in; `account_id` is the link made to it, None when there is none."""

    name: str
    provider: SignInProvider | None
    account_id: int | None


def school_links(person: Person) -> list[SchoolLink]:
    """The sign-ins of the person's schools with the links made to them; then links to those no longer offered."""
    linked = {
        account.provider: account.pk for account in SocialAccount.objects.filter(user=person).order_by("pk")
    }
    offered = offered_to(person)
    known = {str(row.pk) for row in offered}
    return [
        SchoolLink(f"{row.school.name}: {row.label}", row, linked.get(str(row.pk))) for row in offered
    ] + [
        SchoolLink(_("A sign-in that is no longer offered"), None, pk)
        for provider, pk in linked.items()
        if provider not in known
    ]


def has_second_step(person: Person) -> bool:
    """Whether the person has set up any second factor."""
    return Authenticator.objects.filter(user=person).exists()
