"""Tokens of the API: made by a person for a program, shown once, ended at any time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError
from core.registries.api import ApiScope, scopes, scopes_in_order
from network.access import MayNot, needs_second_factor, standing_of
from network.domain.secrets import hash_of, new_secret
from network.models import ApiToken, Membership, Person, School
from network.own_account import has_second_step
from network.roles import PERMISSIONS_OF_PROGRAMS, Permission
from network.services.audit import record

#: A token says what it is, so that those who look for leaked secrets find it.
START = "hedgerow_"
LONGEST_DAYS = 90
MOST_TOKENS = 20
_SHOWN_LETTERS = 3
#: How long an expired token stays on its owner's list.
_KEPT_AFTER_EXPIRY = timedelta(days=30)


class NotAScope(DomainError):
    """A token is for something, and for nothing that the API does not know."""

    def __init__(self) -> None:
        super().__init__(_("Choose what the program may do. No token was made."))


class NotSoLong(DomainError):
    """A token lasts between one day and ninety."""

    def __init__(self) -> None:
        super().__init__(_("A token lasts between 1 and 90 days. No token was made."))


class TooManyTokens(DomainError):
    """Nobody keeps track of so many."""

    def __init__(self) -> None:
        super().__init__(_("You have 20 tokens already. End one that is not used; then make this one."))


class SecondStepMissing(DomainError):
    """Whoever needs a second step at sign-in needs it before a program may act in their name."""

    def __init__(self) -> None:
        super().__init__(_("One of your roles asks for a second step at sign-in. Set one up first."))


@transaction.atomic
def make_token(
    *, by: Person, school: School, name: str, scope_codes: Iterable[str], days: int
) -> tuple[ApiToken, str]:
    """Let a program ask in one's own name, at one school, for some things and some days.

    Returns:
        The row, and the token itself: only its hash is kept, so it cannot be shown again.

    Raises:
        MayNot: when a scope needs what the person may not do at this school; also for somebody else's school.
        SecondStepMissing: when one of their roles asks for a second step and they have none.
        NotAScope, NotSoLong, TooManyTokens: as they say.
    """
    chosen = _chosen(scope_codes)
    for scope in chosen:
        if not standing_of(by).may_at(scope.needed, school.pk):
            raise MayNot(Permission(scope.needed))
    if is_second_step_missing(by):
        raise SecondStepMissing
    if not 1 <= days <= LONGEST_DAYS:
        raise NotSoLong
    now = clock.now()
    membership = Membership.objects.current(now).select_for_update().get(person=by, school=school)
    if ApiToken.objects.filter(membership__person=by).count() >= MOST_TOKENS:
        raise TooManyTokens
    secret = START + new_secret()
    token = ApiToken.objects.create(
        membership=membership,
        name=name.strip(),
        scopes=[scope.code for scope in chosen],
        beginning=secret[: len(START) + _SHOWN_LETTERS],
        token_hash=hash_of(secret),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    _note("api_token_made", token, by, scopes=token.scopes, days=days)
    return token, secret


@transaction.atomic
def end_token(*, token: ApiToken, by: Person) -> None:
    """Make a token stop working at once.

    Raises:
        MayNot: for anybody but the person it speaks for.
    """
    if token.membership.person_id != by.pk:
        raise MayNot(Permission.READ_SHARED)
    _note("api_token_ended", token, by)
    token.delete()


@transaction.atomic
def end_all_tokens(*, person: Person, by: Person | None) -> int:
    """End every token of a person, because how they sign in has changed; returns how many there were.

    `by` is the person; None is the system.
    """
    tokens = tokens_of(person)
    for token in tokens:
        _note("api_token_ended", token, by)
        token.delete()
    return len(tokens)


def tokens_of(person: Person) -> list[ApiToken]:
    """The tokens of a person, newest first, with their schools; those that ran out too."""
    return list(
        ApiToken.objects.filter(membership__person=person)
        .select_related("membership__school")
        .order_by("-created_at", "-pk")
    )


def token_behind(secret: str, now: datetime) -> ApiToken | None:
    """The token a program has sent, with its person and school, if it is valid at this moment: one query.

    None when it is unknown, ended or has run out, or when its person may no longer sign in or has left the school:
    one answer for all.
    """
    return (
        ApiToken.objects.select_related("membership__person", "membership__school")
        .filter(
            token_hash=hash_of(secret),
            expires_at__gt=now,
            created_at__gt=now - timedelta(days=LONGEST_DAYS),
            membership__in=Membership.objects.current(now),
            membership__person__is_active=True,
            membership__school__left_at=None,
        )
        .first()
    )


def permissions_of(token: ApiToken) -> frozenset[str]:
    """What a token may use of its person's permissions: what its scopes name, and nothing that is kept from programs."""
    known = [scope for code in token.scopes if (scope := scopes.get(code)) is not None]
    return frozenset().union(*(scope.permissions for scope in known)) & PERMISSIONS_OF_PROGRAMS


def note_used(token: ApiToken) -> None:
    """Note the day on which a token was used last; a day is enough to see which are not used."""
    today = clock.today()
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)


def delete_expired(now: datetime) -> int:
    """Forget the tokens that ran out 30 days ago; returns how many."""
    deleted, _rows = ApiToken.objects.filter(expires_at__lt=now - _KEPT_AFTER_EXPIRY).delete()
    return deleted


def scopes_for(person: Person, school_id: int) -> list[ApiScope]:
    """What the person may let a program do at a school."""
    standing = standing_of(person)
    return [scope for scope in scopes_in_order() if standing.may_at(scope.needed, school_id)]


def is_second_step_missing(person: Person) -> bool:
    """Whether one of the person's roles asks for a second step at sign-in and they have none."""
    return settings.SECOND_FACTOR_REQUIRED and needs_second_factor(person) and not has_second_step(person)


def _chosen(codes: Iterable[str]) -> list[ApiScope]:
    wanted = set(codes)
    if not wanted or not wanted <= set(scopes.names()):
        raise NotAScope
    return [scope for scope in scopes if scope.code in wanted]


def _note(action: str, token: ApiToken, by: Person | None, **details: object) -> None:
    record(action, school_id=token.membership.school_id, by=by, subject=token, details=details)
