"""The drill: a hub is backed up, all is lost, and it comes back on an empty machine by the commands alone."""

import re
import shutil
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from config.backup.archive import Manifest, read_to_the_end
from config.backup.errors import CannotRestore
from config.backup.making import made_at
from config.backup.restoring import refuse_unfit
from core import clock
from core.field_keys import new_key, parse
from network.checks import role_faults, stored_secrets_open, table_faults
from network.models import Person
from network.services.erasing import erase
from practice_library.models import LibraryImage
from tests.config.conftest import PASSWORD
from tests.machines import BACKUP_KEY, pages_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def _manifest(path: Path) -> Manifest:
    return read_to_the_end(path, parse(BACKUP_KEY)).manifest


def _sign_in(email: str) -> Client:
    browser = Client()
    browser.post("/account/login/", {"login": email, "password": PASSWORD})
    return browser


def _picture_as(email: str) -> tuple[int, str]:
    browser = Client()
    browser.force_login(
        Person.objects.get(email=email), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    answer = browser.get(f"/library/pictures/{LibraryImage.objects.get().key}/max-800x800/")
    return answer.status_code, answer.headers["Content-Type"].partition("/")[0]


def test_hub_comes_back_on_an_empty_machine(rich_cast, old, new, settings, capsys):
    backup = old.backup()

    said = new.done("restore", str(backup))
    again = new.backup()
    with pages_of(new, settings):
        signed_in = _sign_in("ruth@mar.example").get("/account/").status_code
        picture = _picture_as("hannah@mar.example")
        call_command("verify_audit")
        faults = [*stored_secrets_open(databases=["default"])]
        if connection.vendor == "postgresql":
            faults += role_faults(connection) + table_faults(connection)

    assert "Restored and compared" in said
    assert _manifest(again).tables == _manifest(backup).tables
    assert _manifest(backup).tables["network_person"]["rows"] == 21
    assert _manifest(backup).tables["mfa_authenticator"]["rows"] == 2
    assert signed_in == 200
    assert picture == (200, "image")
    assert re.findall(r"(\w+): all well", capsys.readouterr().out) == ["CAL", "MAR", "OUT"]
    assert faults == []


def test_sessions_stay_behind(rich_cast, old, new, settings):
    assert _count("django_session") == 1

    new.done("restore", str(old.backup()))

    with pages_of(new, settings):
        assert (_count("django_session"), _count("usersessions_usersession")) == (0, 0)


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return cursor.fetchone()[0]


def test_backup_is_its_owners_alone_and_says_nothing_without_the_key(rich_cast, old, new):
    path = old.backup()
    content = path.read_bytes()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    assert [word for word in (b"ruth@mar", b"Partner talk", b"manifest", b"hash") if word in content] == []
    assert "is another one" in new.refused("restore", str(path), BACKUP_KEY=new_key("2026a"))
    assert "not among those given" in new.refused("restore", str(path), BACKUP_KEY=new_key("2025a"))
    assert "BACKUP_KEY is not set" in new.refused("restore", str(path), BACKUP_KEY="")
    assert "No backup was made" in old.refused("backup", BACKUP_KEY="too-short")


def test_a_damaged_or_cut_backup_changes_nothing(rich_cast, old, new):
    path = old.backup()
    content = bytearray(path.read_bytes())
    cut, flipped = new.var / "cut.backup", new.var / "flipped.backup"
    cut.write_bytes(content[: len(content) // 2])
    content[-40] ^= 1
    flipped.write_bytes(content)

    for broken in (cut, flipped):
        assert "damaged, or a part of it is missing" in new.refused("restore", str(broken))
        assert "damaged, or a part of it is missing" in new.refused("restore", "--check", str(broken))
    assert "cannot be read" in new.refused("restore", str(new.var / "nowhere.backup"))
    assert sorted(found.name for found in new.var.iterdir() if found.is_file()) == [
        "cut.backup", "flipped.backup", "secrets.json"
    ]  # fmt: skip


def test_check_reads_all_and_changes_nothing(rich_cast, old, new):
    said = new.done("restore", "--check", str(old.backup()))

    assert "It can be restored here." in said
    assert "2 pictures and files" in said
    assert not (new.var / "media").exists()


def test_missing_keys_are_named(rich_cast, old, new):
    path = old.backup()

    said = new.refused("restore", str(path), FIELD_KEYS=new_key("other"), AUDIT_KEY="x" * 40)

    assert "FIELD_KEYS lacks the keys named first." in said
    assert "AUDIT_KEY is another one" in said


def test_what_is_there_is_thrown_away_only_when_told_so(rich_cast, old, settings):
    path = old.backup()
    before = _manifest(path)
    late = Person.objects.create_user("late@mar.example", name="Late")
    added = Path(settings.MEDIA_ROOT) / "library/pictures/late.png"
    added.write_bytes(b"late")

    assert "Nothing was changed." in old.refused("restore", str(path))
    assert Person.objects.filter(pk=late.pk).exists()
    assert added.exists()

    connection.close()
    old.done("restore", "--replace", str(path))
    assert not Person.objects.filter(pk=late.pk).exists()
    assert not added.exists()
    connection.close()
    assert _manifest(old.backup()).tables == before.tables


def test_a_restore_that_fails_half_way_leaves_all_as_it_was(rich_cast, old, settings, monkeypatch):
    path = old.backup()
    late = Person.objects.create_user("late@mar.example", name="Late")
    marks = Path(settings.AUDIT_ANCHOR_FILE).read_bytes()
    # No picture can be put in place: there is a file where their folder should be.
    folder = Path(settings.MEDIA_ROOT)
    shutil.move(folder, folder.with_name("moved"))
    folder.write_text("in the way")
    connection.close()

    assert old.run("restore", "--replace", str(path)).returncode == 1
    assert Person.objects.filter(pk=late.pk).exists()
    assert Path(settings.AUDIT_ANCHOR_FILE).read_bytes() == marks


def test_who_was_erased_since_is_erased_again(rich_cast, old, settings):
    path = old.backup()
    erase(Person.objects.get(email="hannah@mar.example"))
    connection.close()

    said = old.done("restore", "--replace", str(path))

    assert "Erased again: 1 people" in said
    assert not Person.objects.filter(name="Hannah Mar").exists()
    call_command("verify_audit")


def test_a_newer_hubs_backup_is_refused_and_so_is_the_other_databases(rich_cast, old):
    manifest = _manifest(old.backup())

    refuse_unfit(manifest)
    with pytest.raises(CannotRestore, match="network 9999_later"):
        refuse_unfit(replace(manifest, migrations=[*manifest.migrations, ["network", "9999_later"]]))
    with pytest.raises(CannotRestore, match="It is of a hub on another"):
        refuse_unfit(replace(manifest, database="another"))


def test_old_backups_go_and_other_files_stay(rich_cast, old):
    folder = old.var / "kept"
    folder.mkdir(parents=True)
    today = clock.now()
    for days in (34, 36, 400):
        (folder / f"hedgerow-{today - timedelta(days=days):%Y%m%dT%H%M%SZ}.backup").touch()
    (folder / "hedgerow-notes.txt").touch()

    said = old.done("backup", "--to", str(folder), "--keep", "35")

    ages = sorted((today - made).days for path in folder.iterdir() if (made := made_at(path)))
    assert (len(ages), ages[-1]) == (2, 34)
    assert (folder / "hedgerow-notes.txt").exists()
    assert "Older than 35 days, deleted: 2." in said
