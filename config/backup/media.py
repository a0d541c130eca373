"""Pictures and files, wherever the storage keeps them: folders or S3 alike."""

from collections.abc import Iterator
from hashlib import file_digest
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO

from django.core.files import File
from django.core.files.storage import Storage, default_storage

#: What is held in memory while a file is compared; more goes to the disk.
_HELD_BYTES = 16 * 1024 * 1024


def names(storage: Storage = default_storage, folder: str = "") -> Iterator[str]:
    """Every file in the storage, folder by folder."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return  # nothing has been kept yet
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for inner in sorted(folders):
        yield from names(storage, f"{folder}/{inner}" if folder else inner)


def put(name: str, content: IO[bytes], storage: Storage = default_storage) -> None:
    """Keep a file under exactly this name; one that is there and the same is left alone.

    Raises:
        OSError: when the storage kept it under another name.
    """
    if not storage.exists(name):
        _save(name, content, storage)
        return
    with SpooledTemporaryFile(max_size=_HELD_BYTES) as held:
        copyfileobj(content, held)
        held.seek(0)
        with storage.open(name, "rb") as there:
            if file_digest(there, "sha256").digest() == file_digest(held, "sha256").digest():
                return
        held.seek(0)
        storage.delete(name)
        _save(name, held, storage)


def _save(name: str, content: IO[bytes], storage: Storage) -> None:
    if (kept := storage.save(name, File(content))) != name:
        raise OSError(f"{name} was kept as {kept}")
