"""The file of a backup: a tar under a seal, written and read as a stream.

In this order: the manifest, the marks kept outside the database, the database, the pictures and files, and a last entry
that says how many there were. So the database can be put in place while the rest is still unread.
"""

import io
import json
import os
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from config.backup.errors import CannotRestore
from config.backup.tables import Content, Table
from core.field_keys import Keyring
from core.sealed_stream import CannotOpenStream, OpeningReader, SealingWriter

FORMAT = 1
_MANIFEST, _END = "manifest.json", "end.json"


@dataclass(frozen=True)
class Manifest:
    """What a backup holds and what it needs.

    `field_keys` are the names of the keys that sealed something in it, `audit_key` tells the key of the audit chains from
    another: the keys themselves are never in a backup.
    """

    made_at: str
    version: str
    database: str
    migrations: list[list[str]]
    tables: dict[str, dict[str, Any]]
    field_keys: list[str]
    audit_key: str
    format: int = FORMAT

    def contents(self) -> Iterator[tuple[Table, Content]]:
        """The tables as they were, and what they held."""
        for name, told in sorted(self.tables.items()):
            columns = tuple((column, kind) for column, kind in told["columns"])
            yield Table(name, columns), Content(told["rows"], told["digest"])


@dataclass(frozen=True)
class Whole:
    """What a backup turned out to hold when it was read to its end."""

    manifest: Manifest
    media_count: int
    media_bytes: int
    key_name: str


class ArchiveWriter:
    """Writes entries; `finish` says that nothing is missing."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar, self._parts, self._media, self._media_bytes = tar, 0, 0, 0

    def manifest(self, manifest: Manifest) -> None:
        """First."""
        self._add_bytes(_MANIFEST, json.dumps(asdict(manifest)).encode())

    def marks(self, files: Mapping[str, bytes]) -> None:
        """What is kept outside the database."""
        for name, content in files.items():
            self._add_bytes(f"marks/{name}", content)

    def database(self, parts: Iterable[bytes]) -> None:
        """The database, however long."""
        for part in parts:
            self._add_bytes(f"database/{self._parts:08d}", part)
            self._parts += 1

    def media(self, name: str, size: int, file: IO[bytes]) -> None:
        """A picture or file."""
        self._add(f"media/{name}", size, file)
        self._media += 1
        self._media_bytes += size

    def finish(self) -> None:
        """Last."""
        told = {"parts": self._parts, "media": self._media, "media_bytes": self._media_bytes}
        self._add_bytes(_END, json.dumps(told).encode())

    def _add_bytes(self, name: str, content: bytes) -> None:
        self._add(name, len(content), io.BytesIO(content))

    def _add(self, name: str, size: int, file: IO[bytes]) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        self._tar.addfile(entry, file)


@contextmanager
def writing(path: Path, keyring: Keyring) -> Iterator[ArchiveWriter]:
    """Write a backup under another name, for its owner alone; it has its own name once all of it is on the disk."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with (
                SealingWriter(file, keyring) as sealing,
                tarfile.open(fileobj=cast(BinaryIO, sealing), mode="w|", format=tarfile.PAX_FORMAT) as tar,
            ):
                archive = ArchiveWriter(tar)
                yield archive
                archive.finish()
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def _opened(path: Path, keyring: Keyring) -> Iterator[tuple[OpeningReader, tarfile.TarFile]]:
    try:
        with (
            path.open("rb") as file,
            OpeningReader(file, keyring) as reader,
            tarfile.open(fileobj=cast(BinaryIO, reader), mode="r|") as tar,
        ):
            yield reader, tar
    except (CannotOpenStream, tarfile.TarError) as error:
        raise CannotRestore(f"{path.name}: {error} Nothing was changed.") from error
    except OSError as error:
        raise CannotRestore(f"{path.name} cannot be read: {error.strerror}. Nothing was changed.") from error


def read_to_the_end(path: Path, keyring: Keyring) -> Whole:
    """Read a backup whole, which proves every byte of it.

    Raises:
        CannotRestore: for a wrong key, and for a file that is damaged, cut off or none of ours.
    """
    manifest, end = None, None
    counted = {"parts": 0, "media": 0, "media_bytes": 0}
    with _opened(path, keyring) as (reader, tar):
        for entry in tar:
            if entry.name == _MANIFEST:
                manifest = _manifest(_bytes(tar, entry))
            elif entry.name == _END:
                end = json.loads(_bytes(tar, entry))
            elif entry.name.startswith("database/"):
                counted["parts"] += 1
            elif entry.name.startswith("media/"):
                counted["media"] += 1
                counted["media_bytes"] += entry.size
        while reader.read(1024 * 1024):
            pass
        if manifest is None or end != counted:
            raise CannotRestore(f"{path.name} is not complete. Nothing was changed.")
        return Whole(manifest, counted["media"], counted["media_bytes"], reader.key_name)


def _manifest(text: bytes) -> Manifest:
    told = json.loads(text)
    if told.get("format") != FORMAT:
        raise CannotRestore("The backup was made by a newer hub, in a form that this one does not know.")
    return Manifest(**told)


def marks_in(path: Path, keyring: Keyring) -> dict[str, bytes]:
    """The marks kept outside the database, by name."""
    found = {}
    with _opened(path, keyring) as (_reader, tar):
        for entry in tar:
            if entry.name.startswith("database/"):
                break
            if entry.name.startswith("marks/"):
                found[entry.name.removeprefix("marks/")] = _bytes(tar, entry)
    return found


def database_in(path: Path, keyring: Keyring) -> Iterator[bytes]:
    """The parts of the database."""
    with _opened(path, keyring) as (_reader, tar):
        for entry in tar:
            if entry.name.startswith("database/"):
                yield _bytes(tar, entry)
            elif entry.name.startswith("media/"):
                break


def media_in(path: Path, keyring: Keyring) -> Iterator[tuple[str, int, IO[bytes]]]:
    """Name, size and content of each picture and file; the content is read before the next is asked for."""
    with _opened(path, keyring) as (_reader, tar):
        for entry in tar:
            if entry.name.startswith("media/"):
                yield entry.name.removeprefix("media/"), entry.size, _file(tar, entry)


def _file(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    if (file := tar.extractfile(entry)) is None:
        raise CannotRestore(f"{entry.name} is not a file.")
    return file


def _bytes(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    return _file(tar, entry).read()
