"""Making a backup, and throwing old ones away."""

import hashlib
import hmac
import re
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from config.backup import archive, marks, media, postgres, sqlite
from config.backup.errors import CannotBackUp
from config.backup.tables import tables
from config.env import BASE_DIR
from core import clock
from core.field_keys import BadFieldKeys, Keyring, parse
from network.services.audit import anchor_chains
from network.services.sealing import keys_in_use

Say = Callable[[str], None]
_NAME = re.compile(r"hedgerow-(\d{8}T\d{6}Z)\.backup")
_STAMP = "%Y%m%dT%H%M%SZ"
_SAY_EVERY = 500


def keyring() -> Keyring:
    """The keys of BACKUP_KEY: the first seals, all open.

    Raises:
        CannotBackUp: when there is none, or none that can be used.
    """
    if not settings.BACKUP_KEY:
        raise CannotBackUp(
            "BACKUP_KEY is not set. Make one with\n"
            '  echo "2026a:$(openssl rand -base64 32)"\n'
            "and keep it where the backups are not: without it they cannot be opened."
        )
    try:
        return parse(settings.BACKUP_KEY)
    except BadFieldKeys as error:
        raise CannotBackUp(f"BACKUP_KEY cannot be used: {error}.") from error


def audit_key_id() -> str:
    """Tells the key of the audit chains from another, and says nothing else about it."""
    return hmac.new(settings.AUDIT_KEY.encode(), b"which key", hashlib.sha256).hexdigest()[:8]


def make_backup(folder: Path, *, keys: Keyring, say: Say) -> Path:
    """Write a backup of this hub, which may go on running, into a folder; returns the file.

    Raises:
        CannotBackUp: when the database cannot be dumped.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    anchor_chains()
    moment = clock.now()
    path = folder / f"hedgerow-{moment:{_STAMP}}.backup"
    taking = postgres.snapshot if connection.vendor == "postgresql" else sqlite.snapshot
    with archive.writing(path, keys) as file:
        with taking() as snapshot:
            say("Counting what the tables hold …")
            manifest = archive.Manifest(
                made_at=moment.isoformat(),
                version=version(),
                database=connection.vendor,
                migrations=sorted(map(list, MigrationRecorder(connection).applied_migrations())),
                tables={
                    table.name: {
                        "columns": [list(column) for column in table.columns],
                        "rows": (content := snapshot.content_of(table)).rows,
                        "digest": content.digest,
                    }
                    for table in tables()
                },
                field_keys=sorted(keys_in_use()),
                audit_key=audit_key_id(),
            )
            rows = sum(told["rows"] for told in manifest.tables.values())
            say(f"Database: {rows} rows in {len(manifest.tables)} tables …")
            file.manifest(manifest)
            file.marks(marks.read())
            file.database(snapshot.parts())
        _write_media(file, say)
    return path


def _write_media(file: archive.ArchiveWriter, say: Say) -> None:
    number = 0
    for name in media.names():
        try:
            with default_storage.open(name, "rb") as content:
                file.media(name, content.size, content)
        except FileNotFoundError:
            continue  # thrown away by its author a moment ago
        number += 1
        if number % _SAY_EVERY == 0:
            say(f"Pictures and files: {number} …")
    say(f"Pictures and files: {number}.")


def throw_away_old(folder: Path, *, keep_days: int, but: Path) -> list[Path]:
    """Delete the backups in a folder that were made longer ago, never the one just made; returns which."""
    before = clock.now() - timedelta(days=keep_days)
    old = [
        path for path in sorted(folder.iterdir()) if path != but and (made := made_at(path)) and made < before
    ]
    for path in old:
        path.unlink()
    return old


def made_at(path: Path) -> datetime | None:
    """When a backup was made, by its name; None for any other file."""
    found = _NAME.fullmatch(path.name)
    return datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC) if found else None


def version() -> str:
    """The hub's own."""
    return tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
