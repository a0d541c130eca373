"""A small hub with one of everything that must survive a move."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.test import Client

from network.access import context_for
from network.context import entered
from network.services.audit import anchor_chains, record
from practice_library.services.media import add_file, add_picture
from tests.cast import Cast, make_cast
from tests.factories.library import draft, offered_to, pdf_upload, picture_upload, published
from tests.machines import FILES_IN_FOLDERS, Machine, empty_machine, machine_of_the_tests

PASSWORD = "a drill each term is kept"


@pytest.fixture
def old(tmp_path) -> Machine:
    """The machine on which the hub is."""
    return machine_of_the_tests(tmp_path / "old")


@pytest.fixture
def new(tmp_path) -> Iterator[Machine]:
    """An empty machine."""
    with empty_machine(tmp_path / "new") as machine:
        yield machine


@pytest.fixture
def rich_cast(settings, tmp_path: Path, transactional_db) -> Cast:
    """People, write-ups with a picture and a file, an audit log with anchors, second factors, a passkey, a session."""
    settings.STORAGES = {**settings.STORAGES, "default": FILES_IN_FOLDERS}
    settings.MEDIA_ROOT = str(tmp_path / "old" / "media")
    settings.AUDIT_ANCHOR_FILE = str(tmp_path / "old" / "audit-anchors.jsonl")
    settings.ERASED_PEOPLE_FILE = str(tmp_path / "old" / "erased-people.jsonl")
    # As the commands' own processes hash it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    cast = make_cast()
    cast.mar.head.password = make_password(PASSWORD)
    cast.mar.head.save()
    _write(cast)
    _second_factors(cast)
    browser = Client()
    browser.force_login(cast.mar.colleague, backend="allauth.account.auth_backends.AuthenticationBackend")
    browser.get("/")
    anchor_chains()
    return cast


def _write(cast: Cast) -> None:
    teacher, school = cast.mar.teacher, cast.mar.school
    page = draft(teacher, school)
    with entered(context_for(teacher, purpose="test")):
        add_picture(write_up=page, by=teacher, file=picture_upload(), alt="Two bars on a table")
        add_file(write_up=page, by=teacher, file=pdf_upload(), title="The slide")
    published(teacher, cast.mar.head, school, offered_to(cast.small_steps))
    with entered(context_for(cast.mar.head, purpose="test")):
        record(
            "tried", school_id=school.pk, by=cast.mar.head, details={"åäö": "✓", "share": 0.25, "many": 1e5}
        )


def _second_factors(cast: Cast) -> None:
    TOTP.activate(cast.mar.admin, base64.b32encode(b"twenty bytes of seed").decode())
    Authenticator.objects.create(
        user=cast.mar.admin,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Phone", "credential": {"id": "x"}},
    )
