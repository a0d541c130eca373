"""An embedded hub moves to PostgreSQL: every row, byte and key arrives, and what guards them is in force there."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from network.checks import role_faults, stored_secrets_open, table_faults
from network.models import AuditEntry, Person, School
from network.scoping import bypassing
from practice_library.models import LibraryImage
from tests.config.conftest import PASSWORD
from tests.machines import Machine, empty_machine, pages_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.postgres]


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Machine:
    """The demo on SQLite, as a school that tries the hub has it, with a passkey, an app and a session."""
    folder = tmp_path_factory.mktemp("demo")
    machine = Machine(folder / "var", {})
    machine.done("demo", "--no-serve", STATIC_ROOT=str(folder / "static"), DEMO_PASSWORD=PASSWORD)
    machine.done("shell", "-c", _SECOND_FACTORS)
    return machine


@pytest.fixture
def embedded(demo, tmp_path) -> Machine:
    """A copy of it."""
    return Machine(Path(shutil.copytree(demo.var, tmp_path / "embedded")), {})


_SECOND_FACTORS = """
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from network.models import Person
from network.tasks import anchor_audit_chains
ruth = Person.objects.get(email="ruth@mar.example")
TOTP.activate(Person.objects.get(email="sofia@nor.example"), "NB2W45DFOIZA====")
Authenticator.objects.create(user=ruth, type="webauthn", data={"name": "Phone", "credential": {"id": "x"}})
Client().force_login(ruth, backend="allauth.account.auth_backends.AuthenticationBackend")
anchor_audit_chains()
"""


@pytest.fixture
def target(tmp_path) -> Iterator[Machine]:
    """An empty, migrated PostgreSQL database whose owner is no superuser."""
    with empty_machine(tmp_path / "target") as machine:
        machine.done("migrate", "--verbosity", "0")
        yield machine


def _rows_in(machine: Machine, settings) -> int:
    with pages_of(machine, settings):
        return Person.objects.count() + School.objects.count()


def test_everything_arrives(embedded, target, settings, capsys):
    from_there = (
        "--from",
        str(embedded.var / "hedgerow.sqlite3"),
        "--media-from",
        str(embedded.var / "media"),
    )

    said = target.done("move_to_postgres", *from_there)
    second = target.refused("move_to_postgres", *from_there)
    tables = re.findall(r"^(\w+): (\d+) = (\d+) rows, (\w+) = (\w+)$", said, re.MULTILINE)
    with pages_of(target, settings):
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
        call_command("verify_audit")
        browser = Client()
        browser.post("/account/login/", {"login": "hannah@mar.example", "password": PASSWORD})
        signed_in = browser.get("/account/").status_code
        found = browser.get("/library/", {"q": "partner talk"})
        image = LibraryImage.objects.filter(write_up__live=True, write_up__audience="public").first()
        picture = Client().get(f"/library/pictures/{image.key}/max-800x800/")
        unseen = bypassing(AuditEntry).count()
        highest = max(Person.objects.values_list("pk", flat=True))
        new = Person.objects.create_user("new@mar.example", name="New")
        faults = [
            *role_faults(connection),
            *table_faults(connection),
            *stored_secrets_open(databases=["default"]),
        ]

    assert len(tables) > 30
    assert {name for name, *_rest in tables} >= {
        "network_auditentry", "mfa_authenticator", "wagtailcore_revision", "practice_library_libraryimage"
    }  # fmt: skip
    assert [name for name, rows, arrived, digest, other in tables if (rows, digest) != (arrived, other)] == []
    assert "are not in" not in said
    assert "already. Nothing was changed." in second
    assert len(re.findall(": all well", capsys.readouterr().out)) == 11
    assert signed_in == 200
    assert "/library/partner-talk-before-pencils" in found.content.decode()
    assert picture.status_code == 200
    assert unseen == 0
    assert new.pk > highest
    assert faults == []


def test_all_of_it_or_nothing(embedded, target, settings):
    path = Path(embedded.var / "hedgerow.sqlite3")
    there = ("--from", str(path))
    wrong_key = target.refused("move_to_postgres", *there, AUDIT_KEY="x" * 40)
    embedded.done(
        "shell", "-c", "from network.models import Person; Person.objects.filter(pk=2).update(name='x' * 200)"
    )

    too_long = target.refused("move_to_postgres", *there)
    nowhere = target.refused("move_to_postgres", "--from", str(path.with_name("none.sqlite3")))

    assert "AUDIT_KEY must be the embedded hub's" in wrong_key
    assert "PostgreSQL did not take it: value too long" in too_long
    assert "There is no database" in nowhere
    assert _rows_in(target, settings) == 0


def test_other_version_is_refused(embedded, target):
    embedded.done(
        "shell",
        "-c",
        "from django.db.migrations.recorder import MigrationRecorder as R; from django.db import connection; R(connection).record_applied('network', '9999_later')",
    )

    assert "not of the same version (network 9999_later)" in target.refused(
        "move_to_postgres", "--from", str(embedded.var / "hedgerow.sqlite3")
    )
