"""Tokens of programs: made, shown once, kept as a hash, ended."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.utils import timezone

from core.registries import retention, subject_access
from core.registries.api import scopes
from network.access import MayNot
from network.models import ApiToken, AuditEntry, Membership, OutgoingMessage, Person
from network.roles import PERMISSIONS_OF_PROGRAMS, Permission
from network.services.api_tokens import (
    MOST_TOKENS,
    NotAScope,
    NotSoLong,
    SecondStepMissing,
    TooManyTokens,
    end_token,
    make_token,
    token_behind,
    tokens_of,
)
from network.services.memberships import end_membership
from tests.api import Program, token_for
from tests.factories.network import PASSWORD, MembershipFactory

pytestmark = pytest.mark.django_db

_NEW = "four quiet otters swim"


@pytest.fixture
def make(acting_as):
    def made(person, school, *codes, days=30, name="Term dates"):
        with acting_as(person):
            return make_token(by=person, school=school, name=name, scope_codes=codes, days=days)

    return made


def works(token: str) -> bool:
    status = Program(token).get("").status_code
    assert status in (200, 401)
    return status == 200


def test_token_is_kept_as_a_hash_and_known_by_its_beginning(cast, make):
    token, secret = make(cast.mar.teacher, cast.mar.school, "calendar:read")

    assert re.fullmatch(r"hedgerow_[A-Za-z0-9_-]{43}", secret)
    assert secret.startswith(token.beginning)
    assert len(token.beginning) == 12
    kept = str(ApiToken.objects.values().get())
    assert secret not in kept
    assert secret[12:] not in kept
    assert token_behind(secret, timezone.now()) == token


def test_token_is_noted_in_the_log_and_its_words_are_not(cast, make, acting_as):
    token, secret = make(cast.mar.teacher, cast.mar.school, "people:read", "calendar:read", days=7)
    with acting_as(cast.mar.teacher):
        end_token(token=token, by=cast.mar.teacher)

    with acting_as(cast.mar.head):
        rows = AuditEntry.objects.filter(action__startswith="api_token").order_by("number")
        assert [(row.action, row.actor_id, row.details) for row in rows] == [
            ("api_token_made", cast.mar.teacher.pk, {"scopes": ["people:read", "calendar:read"], "days": 7}),
            ("api_token_ended", cast.mar.teacher.pk, {}),
        ]
        assert secret not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize("days", [-1, 0, 91, 100_000])
def test_token_lasts_ninety_days_at_most(cast, make, days):
    with pytest.raises(NotSoLong):
        make(cast.mar.teacher, cast.mar.school, "calendar:read", days=days)


def test_token_runs_out(cast, make):
    _token, secret = make(cast.mar.teacher, cast.mar.school, "calendar:read", days=90)

    with time_machine.travel(timezone.now() + timedelta(days=89, hours=23)):
        assert works(secret)
    with time_machine.travel(timezone.now() + timedelta(days=90, seconds=1)):
        assert not works(secret)


def test_token_that_was_given_more_days_in_the_database_runs_out_all_the_same(cast, make):
    _token, secret = make(cast.mar.teacher, cast.mar.school, "calendar:read")
    ApiToken.objects.update(expires_at=timezone.now() + timedelta(days=4000))

    with time_machine.travel(timezone.now() + timedelta(days=90, seconds=1)):
        assert not works(secret)


@pytest.mark.parametrize("codes", [(), ("pupils:read",), ("calendar:read", "everything")])
def test_token_is_for_something_that_there_is(cast, make, codes):
    with pytest.raises(NotAScope):
        make(cast.mar.teacher, cast.mar.school, *codes)


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("teacher", "dates:write"),
        ("governor", "schools:read"),
        ("dpo", "calendar:read"),
        ("guest", "library:read"),
    ],
)
def test_token_is_for_nothing_that_its_person_may_not(cast, make, who, code):
    with pytest.raises(MayNot):
        make(cast.mar.everybody[who], cast.mar.school, code)
    assert ApiToken.objects.count() == 0


def test_token_is_for_a_school_of_ones_own(cast, make):
    with pytest.raises(MayNot):
        make(cast.mar.head, cast.cal.school, "calendar:read")


def test_nobody_keeps_track_of_more_than_twenty(cast, make):
    for _number in range(MOST_TOKENS):
        make(cast.mar.teacher, cast.mar.school, "calendar:read")

    with pytest.raises(TooManyTokens):
        make(cast.mar.teacher, cast.mar.school, "calendar:read")


def test_nobody_ends_anothers_token(cast, make, acting_as):
    token, secret = make(cast.mar.teacher, cast.mar.school, "calendar:read")

    with acting_as(cast.mar.head), pytest.raises(MayNot):
        end_token(token=token, by=cast.mar.head)
    assert works(secret)


def test_scopes_open_only_what_is_for_programs():
    assert {permission for scope in scopes for permission in scope.permissions} <= PERMISSIONS_OF_PROGRAMS
    assert all(scope.needed in scope.permissions for scope in scopes)
    assert {Permission.READ_AUDIT, Permission.MANAGE_PEOPLE}.isdisjoint(PERMISSIONS_OF_PROGRAMS)


def test_token_ends_with_its_membership_and_does_not_come_back(cast, acting_as):
    secret = token_for(cast.mar.teacher, cast.mar.school)
    assert works(secret)

    with acting_as(cast.mar.head):
        end_membership(membership=Membership.objects.get(person=cast.mar.teacher), by=cast.mar.head)
    assert not works(secret)

    MembershipFactory(person=cast.mar.teacher, school=cast.mar.school)
    assert not works(secret)


def test_token_ends_with_a_membership_that_ends_by_its_date(cast):
    secret = token_for(cast.mar.teacher, cast.mar.school)

    Membership.objects.filter(person=cast.mar.teacher).update(ends_at=timezone.now())

    assert not works(secret)


def test_token_ends_with_the_school(cast):
    secret = token_for(cast.mar.teacher, cast.mar.school)

    type(cast.mar.school).objects.filter(pk=cast.mar.school.pk).update(left_at=timezone.now())

    assert not works(secret)


def test_token_of_somebody_who_may_not_sign_in_is_refused(cast):
    secret = token_for(cast.mar.teacher, cast.mar.school)

    Person.objects.filter(pk=cast.mar.teacher.pk).update(is_active=False)

    assert not works(secret)


def _signed_in(client, person):
    assert client.post("/account/login/", {"login": person.email, "password": PASSWORD}).status_code == 302


def test_new_password_ends_all_tokens(cast, client, acting_as):
    mine, anothers = token_for(cast.mar.teacher, cast.mar.school), token_for(cast.mar.head, cast.mar.school)
    _signed_in(client, cast.mar.teacher)

    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": _NEW, "password2": _NEW})

    assert (works(mine), works(anothers)) == (False, True)
    with acting_as(cast.mar.head):
        assert AuditEntry.objects.filter(action="api_token_ended", actor_id=cast.mar.teacher.pk).count() == 1


def test_new_second_step_ends_all_tokens(cast, client, django_capture_on_commit_callbacks):
    secret = token_for(cast.mar.teacher, cast.mar.school)
    _signed_in(client, cast.mar.teacher)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    totp = client.get("/account/2fa/totp/activate/").context["form"].secret
    code = format_hotp_value(hotp_value(totp, next(yield_hotp_counters_from_time())))

    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/account/2fa/totp/activate/", {"code": code}).status_code == 302

    assert not works(secret)


def test_new_address_ends_all_tokens(cast, client):
    secret = token_for(cast.mar.teacher, cast.mar.school)
    _signed_in(client, cast.mar.teacher)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/email/", {"email": "hannah.new@mar.example", "action_add": "1"})
    code = OutgoingMessage.objects.get(kind="email_code").text.split("\n\n")[2]

    client.post("/account/confirm-email/", {"code": code})

    assert not works(secret)


def test_token_outlives_signing_out(cast, client):
    secret = token_for(cast.mar.teacher, cast.mar.school)
    _signed_in(client, cast.mar.teacher)

    client.post("/account/logout/")

    assert works(secret)


def test_second_step_that_a_role_asks_for_is_asked_of_programs_too(cast, make, settings):
    secret = token_for(cast.mar.head, cast.mar.school)
    settings.SECOND_FACTOR_REQUIRED = True

    with pytest.raises(SecondStepMissing):
        make(cast.mar.head, cast.mar.school, "calendar:read")
    refused = Program(secret).get("schools/")
    assert (refused.status_code, refused.json()["detail"]) == (403, str(SecondStepMissing()))

    TOTP.activate(cast.mar.head, "A" * 32)
    assert Program(secret).get("schools/").status_code == 200
    assert works(make(cast.mar.teacher, cast.mar.school, "calendar:read")[1])


def test_last_day_of_use_is_noted_also_when_the_request_was_refused(cast):
    secret = token_for(cast.mar.teacher, cast.mar.school, "calendar:read")
    assert ApiToken.objects.get().last_used_on is None

    assert Program(secret).get("people/").status_code == 403

    assert ApiToken.objects.get().last_used_on == timezone.localdate(timezone=timezone.get_default_timezone())


def test_tokens_are_forgotten_a_month_after_they_ran_out(cast, make):
    make(cast.mar.teacher, cast.mar.school, "calendar:read", days=7)
    rule = retention.rules.get("network.api_tokens")

    assert rule.apply(timezone.now() + timedelta(days=36)) == 0
    assert rule.apply(timezone.now() + timedelta(days=38)) == 1
    assert ApiToken.objects.count() == 0


def test_tokens_are_part_of_what_is_held_about_a_person(cast, make):
    make(cast.mar.teacher, cast.mar.school, "calendar:read", name="Dates on our website")

    section = subject_access.providers.get("network.api_tokens")(cast.mar.teacher)

    [row] = section.rows
    assert (row["What it is for"], row["What it may do"]) == ("Dates on our website", "calendar:read")


def test_tokens_are_listed_newest_first(cast, make):
    first, _secret = make(cast.mar.teacher, cast.mar.school, "calendar:read")
    second, _secret = make(cast.mar.teacher, cast.mar.school, "calendar:read")
    make(cast.mar.head, cast.mar.school, "calendar:read")

    assert tokens_of(cast.mar.teacher) == [second, first]
