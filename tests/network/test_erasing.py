"""Who has left a year ago is erased: the row names nobody, history stays whole, and a restored backup erases them again."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection

from core import clock
from core.registries.retention import rules
from network.audit_words import in_words
from network.context import system_context
from network.models import AuditEntry, Membership, Person
from network.services import messages
from network.services.audit import verify
from network.services.erasing import erase_again, erase_due, note_missing
from network.services.holds import place_hold
from network.services.memberships import end_membership
from practice_library.models import WriteUpPage
from tests.factories.library import published

_DAY = timedelta(days=1)


@pytest.fixture
def gone(cast) -> Person:
    """A teacher with a write-up, a message, an app and a session, who has left just now."""
    person = cast.mar.teacher
    published(person, cast.mar.colleague, cast.mar.school)
    messages.send("password_changed", to=person, context={"link": "/"})
    EmailAddress.objects.create(user=person, email="hannah.private@mail.example", verified=True)
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "Hannah's phone"})
    SocialAccount.objects.create(user=person, provider="the school's", uid="0" * 64)
    membership = Membership.objects.get(person=person)
    Membership.objects.filter(pk=membership.pk).update(job_title="Maths lead")
    end_membership(membership=Membership.objects.get(pk=membership.pk), by=None)
    Person.objects.filter(pk=person.pk).update(joined_at=clock.now() - 900 * _DAY)
    return person


def _texts_naming(word: str) -> set[str]:
    """The columns of the whole database that hold a word, whatever its case."""
    found = set()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            for field in model._meta.local_concrete_fields:
                if not model._meta.managed or field.get_internal_type() not in {
                    "CharField",
                    "TextField",
                    "EmailField",
                    "JSONField",
                }:
                    continue
                column = f'"{model._meta.db_table}"."{field.column}"'
                cursor.execute(
                    f'SELECT count(*) FROM "{model._meta.db_table}" WHERE lower(CAST({column} AS text)) LIKE %s',
                    [f"%{word}%"],
                )
                if cursor.fetchone()[0]:
                    found.add(f"{model._meta.db_table}.{field.column}")
    return found


def test_nothing_names_them_but_what_they_published(gone):
    before = _texts_naming("hannah")

    assert erase_due(clock.now() + 364 * _DAY) == 0
    assert erase_due(clock.now() + 366 * _DAY) == 1
    assert erase_due(clock.now() + 366 * _DAY) == 0
    rules.get("network.messages").apply(clock.now() + 31 * _DAY)  # what colleagues were written about them

    assert before >= {
        "network_person.name",
        "network_person.email",
        "mfa_authenticator.data",
        "account_emailaddress.email",
    }
    assert {column for column in _texts_naming("hannah") if "indexentry" not in column} == {
        "practice_library_writeuppage.author_names", "wagtailcore_revision.content"
    }  # fmt: skip
    assert WriteUpPage.objects.get().author_names == "Hannah Mar"
    assert _texts_naming("maths lead") == set()
    assert not Authenticator.objects.exists()
    assert not SocialAccount.objects.exists()


def test_history_stays_and_reads_on(cast, gone, client):
    erase_due(clock.now() + 366 * _DAY)

    person = Person.objects.get(pk=gone.pk)
    assert (str(person), person.is_active, person.has_usable_password()) == (
        "Somebody who has left",
        False,
        False,
    )
    assert Membership.objects.filter(person=person).count() == 1
    assert verify(cast.mar.school) is None
    with system_context(schools=[cast.mar.school.pk], purpose="test"):
        last = in_words(AuditEntry.objects.order_by("-number")[:1])
    assert [line.sentence for line in last] == ["What the hub held about somebody who has left was erased."]


def test_those_who_are_still_somewhere_or_held_stay(cast, gone):
    later = clock.now() + 366 * _DAY
    Membership.objects.create(person=gone, school=cast.cal.school, starts_at=clock.now())
    assert erase_due(later) == 0

    Membership.objects.filter(person=gone, school=cast.cal.school).update(ends_at=clock.now())
    place_hold(person=gone, school=cast.mar.school, reference="Case 7", by=cast.mar.dpo)
    assert erase_due(later) == 0
    assert _names() >= {"Hannah Mar", "Ruth Mar", "Otto Out"}


def _names() -> set[str]:
    return set(Person.objects.values_list("name", flat=True))


def test_operators_and_new_accounts_are_not_erased(db):
    Person.objects.create_superuser("operator@hub.example", name="Operator")
    waiting = Person.objects.create_user("new@hub.example", name="New")
    assert erase_due(clock.now() + 364 * _DAY) == 0

    assert erase_due(clock.now() + 366 * _DAY) == 1
    assert list(Person.objects.filter(erased_at=None).values_list("name", flat=True)) == ["Operator"]
    assert Person.objects.get(pk=waiting.pk).email == f"erased-{waiting.pk}@erased.invalid"


def _as_in_an_old_backup(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(
        name="Hannah Mar", email="hannah@mar.example", erased_at=None, is_active=True
    )


def test_restored_from_an_older_backup_they_are_erased_again(gone, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        erase_due(clock.now() + 366 * _DAY)
    listed = Path(django_settings.ERASED_PEOPLE_FILE).read_text()
    _as_in_an_old_backup(gone)

    assert (erase_again(), erase_again()) == (1, 0)
    assert "Hannah Mar" not in _names()
    assert "hannah" not in listed.lower()
    assert json.loads(listed)[0] == gone.pk


def test_an_id_that_was_given_to_somebody_else_is_left_alone(gone, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        erase_due(clock.now() + 366 * _DAY)
    _as_in_an_old_backup(gone)
    Person.objects.filter(pk=gone.pk).update(joined_at=clock.now())

    assert erase_again() == 0
    assert "Hannah Mar" in _names()


def test_a_mark_that_was_not_written_is_written_by_the_next_run(gone):
    erase_due(clock.now() + 366 * _DAY)  # what follows the commit never happens
    assert not Path(django_settings.ERASED_PEOPLE_FILE).exists()

    rules.get("network.people").apply(clock.now())

    assert note_missing() == 0
    assert json.loads(Path(django_settings.ERASED_PEOPLE_FILE).read_text())[0] == gone.pk
