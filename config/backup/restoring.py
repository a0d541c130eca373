"""Putting a backup in place, or leaving everything as it was."""

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from config.backup import archive, marks, media, postgres, sqlite
from config.backup.errors import CannotRestore
from config.backup.making import Say, audit_key_id
from core import clock, retention
from core.field_keys import Keyring, parse
from network.models import School
from network.services.audit import verify
from network.services.erasing import erase_again
from network.services.sealing import faults


@dataclass(frozen=True)
class Restored:
    """What came back."""

    rows: int
    tables: int
    media: int
    schools: int
    erased_again: int


def restore(path: Path, *, keys: Keyring, replace: bool, say: Say) -> Restored:
    """Put a backup in the place of this hub's database, pictures and files; the hub is stopped meanwhile.

    Args:
        path: the backup.
        keys: the keys of BACKUP_KEY.
        replace: whether what is here may be thrown away.
        say: told about progress.

    Raises:
        CannotRestore: for a wrong key, a file that is damaged or incomplete, one of a newer hub or the other kind of
            database, keys that are missing here, a database that is somebody's; and when what came back is not what
            went in. What was here is as it was then.
    """
    say("Reading the backup …")
    whole = archive.read_to_the_end(path, keys)
    manifest = whole.manifest
    refuse_unfit(manifest)
    database = postgres if connection.vendor == "postgresql" else sqlite
    if not replace and (database.is_somebodys() or any(media.names())):
        raise CannotRestore(
            "There are people, schools or pictures here already. Nothing was changed. To throw all of it away for the "
            "backup, add --replace."
        )
    say(f"Database: putting back what was there on {manifest.made_at:.16} …")
    with (
        database.filled(archive.database_in(path, keys)),
        marks.in_place(archive.marks_in(path, keys)),
    ):
        _compare(manifest, database)
        ContentType.objects.clear_cache()
        call_command("migrate", verbosity=0, interactive=False)
        schools = _verify_chains()
        if found := faults():
            raise CannotRestore("Stored secrets do not open: " + " ".join(found))
        kept = _put_media(path, keys, say)
    if replace:
        for name in set(media.names()) - kept:
            default_storage.delete(name)
    rows = sum(content.rows for _table, content in manifest.contents())
    say("Erasing again who was erased since, and deleting what has been kept long enough …")
    erased = erase_again()
    for _outcome in retention.apply_rules(clock.now()):
        pass
    return Restored(rows, len(manifest.tables), len(kept), schools, erased)


def refuse_unfit(manifest: archive.Manifest) -> None:
    """Ask whether a backup fits this hub.

    Raises:
        CannotRestore: when it does not; everything that is in the way is named at once.
    """
    in_the_way = []
    if manifest.database != connection.vendor:
        in_the_way.append(
            f"It is of a hub on {manifest.database}, and this one is on {connection.vendor}. Restore it on "
            f"{manifest.database}; move_to_postgres carries a hub from SQLite to PostgreSQL."
        )
    ours = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    if newer := sorted({(app, name) for app, name in manifest.migrations} - ours):
        in_the_way.append(
            f"It was made by version {manifest.version}, whose tables this version does not know "
            f"({newer[-1][0]} {newer[-1][1]}). Install that version or a newer one."
        )
    if missing := sorted(set(manifest.field_keys) - set(parse(settings.FIELD_KEYS).keys)):
        in_the_way.append(f"FIELD_KEYS lacks the keys named {', '.join(missing)}.")
    if manifest.audit_key != audit_key_id():
        in_the_way.append("AUDIT_KEY is another one than that of the hub in the backup.")
    if in_the_way:
        raise CannotRestore("\n".join(["The backup is sound, but cannot be restored here.", *in_the_way, "Nothing was changed."]))  # fmt: skip


def _compare(manifest: archive.Manifest, database: ModuleType) -> None:
    other = [
        table.name for table, content in manifest.contents() if database.restored_content_of(table) != content
    ]
    if other:
        raise CannotRestore(
            f"These tables came back other than they were: {', '.join(other)}. What was here is kept."
        )


def _verify_chains() -> int:
    schools = list(School.objects.order_by("code"))
    for school in schools:
        if fault := verify(school):
            raise CannotRestore(
                f"The audit log of {school.code} does not hold at entry {fault.number}: {fault.what}. What was here is kept."
            )
    return len(schools)


def _put_media(path: Path, keys: Keyring, say: Say) -> set[str]:
    kept = set()
    for name, size, content in archive.media_in(path, keys):
        media.put(name, content)
        if default_storage.size(name) != size:
            raise CannotRestore(f"{name} was not kept whole. Is the disk full? What was here is kept.")
        kept.add(name)
    say(f"Pictures and files: {len(kept)}.")
    return kept
