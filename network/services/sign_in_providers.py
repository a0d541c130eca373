"""A school's sign-in providers: set up, tried, offered, taken away. And what a visitor may learn of them."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError
from network.access import load_standing
from network.context import system_context
from network.domain.sign_in_claims import Kind, domain_of, is_domain, issuer_for
from network.models import Membership, Person, RoleGrant, School, SignInProvider
from network.policies import demand_at
from network.roles import PERMISSIONS, Permission
from network.services.audit import record

_STAFF = [role for role, allowed in PERMISSIONS.items() if Permission.READ_SHARED in allowed]
_PURPOSE = "sign in through a school"
#: What cannot change without being tried again.
_SETTLED_BY_TRYING = ("issuer", "client_id", "client_secret", "domains")


class NotOurDomain(DomainError):
    """Nobody at the school has an address there: a school speaks for its own people alone."""

    def __init__(self, domain: str) -> None:
        super().__init__(
            _(
                "Nobody who works at your school here has an address at %(domain)s, so it can’t sign people in from there."
            )
            % {"domain": domain}
        )


class NoIssuer(DomainError):
    """What was given leads to no provider."""


class NotTried(DomainError):
    """It was not tried since it was changed."""

    def __init__(self) -> None:
        super().__init__(_("Try it first: go there and back once with your own school account."))


class LabelTaken(DomainError):
    """Another button of the school has that name."""

    def __init__(self) -> None:
        super().__init__(_("Another of your sign-in buttons has this name."))


@transaction.atomic
def begin(*, school: School, kind: str, by: Person | None) -> SignInProvider:
    """A provider still without settings: its address to come back to is known now, and can be registered there.

    Raises:
        MayNot: when `by` does not manage the school.
        LabelTaken: when the school has one of the kind under its plain name.
    """
    demand_at(Permission.MANAGE_SCHOOL, by=by, school=school)
    row = SignInProvider(school=school, created_at=clock.now(), kind=kind)
    row.label = str(row.get_kind_display()) if kind != Kind.OTHER else str(_("our own sign-in"))
    _demand_free_label(row)
    row.domains = own_domains(school)
    row.save(force_insert=True)
    _note("sign_in_provider_added", row, by)
    return row


@transaction.atomic
def change(*, provider: SignInProvider, by: Person | None, **given: Any) -> SignInProvider:
    """Change its settings. What was tried before has to be tried again; an empty secret leaves the one there is.

    Another issuer means other identities: the links that people made to the old one end.

    Args:
        provider: which.
        by: somebody who manages the school.
        given: `label`, `issuer` (for Microsoft the tenant's id), `client_id`, `client_secret`, `domains`.

    Raises:
        MayNot: when `by` does not manage the school.
        NotOurDomain, NoIssuer, LabelTaken: as they say.
    """
    demand_at(Permission.MANAGE_SCHOOL, by=by, school=provider.school)
    before = {name: getattr(provider, name) for name in _SETTLED_BY_TRYING}
    _fill(provider, {**given, "client_secret": given.get("client_secret") or before["client_secret"]})
    if any(getattr(provider, name) != old for name, old in before.items()):
        provider.is_on, provider.tried_at = False, None
    provider.save()
    if provider.issuer != before["issuer"]:
        links_of(provider).delete()
    _note("sign_in_provider_changed", provider, by)
    return provider


@transaction.atomic
def note_tried(*, provider: SignInProvider, by: Person) -> None:
    """Somebody who manages the school went there and back.

    Raises:
        MayNot: when `by` does not manage the school.
    """
    demand_at(Permission.MANAGE_SCHOOL, by=by, school=provider.school)
    provider.tried_at = clock.now()
    provider.save(update_fields=["tried_at"])


@transaction.atomic
def turn(*, provider: SignInProvider, is_on: bool, by: Person | None) -> None:
    """Offer it on the sign-in page, or no longer.

    Raises:
        MayNot: when `by` does not manage the school.
        NotTried: when it was not tried since it was changed.
    """
    demand_at(Permission.MANAGE_SCHOOL, by=by, school=provider.school)
    if is_on and provider.tried_at is None:
        raise NotTried
    provider.is_on = is_on
    provider.save(update_fields=["is_on"])
    _note("sign_in_provider_on" if is_on else "sign_in_provider_off", provider, by)


@transaction.atomic
def remove(*, provider: SignInProvider, by: Person | None) -> None:
    """Take it away, with the links people made to it; they sign in by password from now on.

    Raises:
        MayNot: when `by` does not manage the school.
    """
    demand_at(Permission.MANAGE_SCHOOL, by=by, school=provider.school)
    _note("sign_in_provider_removed", provider, by)
    links_of(provider).delete()
    provider.delete()


def links_of(provider: SignInProvider) -> Any:
    """The links people made between their accounts and this provider."""
    return SocialAccount.objects.filter(provider=str(provider.pk))


def own_domains(school: School) -> list[str]:
    """The domains at which people who work at the school have addresses, in order."""
    now = clock.now()
    staff = RoleGrant.objects.current(now).filter(role__in=_STAFF).values("membership_id")
    addresses = Membership.objects.current(now).filter(school=school, person__is_active=True, pk__in=staff)
    found = {domain_of(address) for address in addresses.values_list("person__email", flat=True)}
    return sorted(found - {""})


def provider_or_none(provider_id: UUID | str) -> SignInProvider | None:
    """A provider by its id, on or off, of a school that is here. For the way in, which nobody has taken yet."""
    with _looking():
        rows = SignInProvider.objects.filter(pk=provider_id, school__left_at=None)
        return rows.select_related("school").first()


def offered_at(domain: str) -> list[SignInProvider]:
    """The providers that sign people in from a domain, by school: what anybody may know who types an address."""
    with _looking():
        rows = SignInProvider.objects.filter(is_on=True, school__left_at=None).select_related("school")
        return [row for row in rows.order_by("school__name", "label", "pk") if domain in row.domains]


def is_any_offered() -> bool:
    """Whether any school signs its people in itself."""
    with _looking():
        return SignInProvider.objects.filter(is_on=True, school__left_at=None).exists()


def offered_to(person: Person) -> list[SignInProvider]:
    """The providers of the person's own schools that are on."""
    schools = load_standing(person, clock.now()).schools
    with system_context(schools=schools, purpose=_PURPOSE):
        rows = SignInProvider.objects.filter(is_on=True, school__left_at=None).select_related("school")
        return list(rows.order_by("school__name", "label", "pk"))


def speaks_for(provider: SignInProvider, person: Person) -> bool:
    """Whether the person belongs to the provider's school now."""
    return person.is_active and provider.school_id in load_standing(person, clock.now()).schools


def _looking() -> Any:
    schools = School.objects.filter(left_at=None).values_list("pk", flat=True)
    return system_context(schools=list(schools), purpose=_PURPOSE)


def _fill(row: SignInProvider, given: dict[str, Any]) -> None:
    try:
        issuer = issuer_for(Kind(row.kind), given["issuer"])
    except ValueError as error:
        words = _(
            "The tenant’s id looks like 8a1b2c3d-…: five groups of letters and digits. Copy it from Microsoft’s page."
        )
        raise NoIssuer(words) from error
    if not _may_be_issuer(issuer):
        raise NoIssuer(_("The issuer is an address that begins with https://. Your provider shows it."))
    domains = sorted({domain.strip().lower().removeprefix("@") for domain in given["domains"]})
    ours = own_domains(row.school)
    for domain in domains:
        if domain not in ours or not is_domain(domain):
            raise NotOurDomain(domain)
    row.label, row.issuer, row.domains = given["label"].strip(), issuer, domains
    _demand_free_label(row)
    row.client_id, row.client_secret = given["client_id"].strip(), given["client_secret"].strip()


def _demand_free_label(row: SignInProvider) -> None:
    if SignInProvider.objects.filter(school=row.school, label=row.label).exclude(pk=row.pk).exists():
        raise LabelTaken


def _may_be_issuer(issuer: str) -> bool:
    # Whether it may be asked at all is `core.outgoing`'s to say; this only catches what was copied wrongly.
    try:
        parts = urlsplit(issuer)
    except ValueError:  # a bracket left open, as in https://[::1
        return False
    schemes = ("https", "http") if settings.SSO_LOCAL_PROVIDERS else ("https",)
    return parts.scheme in schemes and bool(parts.hostname) and not (parts.query or parts.fragment)


def _note(action: str, row: SignInProvider, by: Person | None) -> None:
    record(action, school_id=row.school_id, by=by, subject=row, details={"kind": row.kind})
