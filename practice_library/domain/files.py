"""Files on their way in: what they are called must be what they are, and unpacking them must be harmless. Plain Python."""

import re
import unicodedata
import zipfile
import zlib
from io import BytesIO
from typing import BinaryIO

MAX_BYTES = 50 * 1024 * 1024
MAX_ENTRIES = 1000
MAX_TIMES_UNPACKED = 10
#: Extension → media type. Nothing that a browser would run.
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
_OOXML_FOLDERS = {"docx": "word/", "pptx": "ppt/", "xlsx": "xl/"}
#: How office programs pack. Other ways need no more than a header to ask for gigabytes when they are unpacked.
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MACROS = re.compile(r"(^|/)(vbaproject\.bin|vbadata\.xml|basic/|scripts/)", re.IGNORECASE)
_MARKUP = re.compile(r"<(!doctype|html|svg|script|\?xml|body|iframe|math)", re.IGNORECASE)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')


class FileRefused(Exception):
    """Why a file is not taken: "kind", "bytes", "unpacks", "macros" or "empty"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def plain_name(name: str, extension: str) -> str:
    """A file's name without folders, control characters or letters that turn the reading direction."""
    base = re.split(r"[/\\]", name)[-1]
    base = base.rsplit(".", 1)[0] if "." in base else base
    base = _UNSAFE.sub(" ", base)
    kept = "".join(letter for letter in base if unicodedata.category(letter) not in ("Cf", "Cc", "Cs", "Co"))
    kept = re.sub(r"\s+", " ", kept).strip(" .")[:100].strip(" .")
    return f"{kept or 'file'}.{extension}"


def check_file(content: bytes, name: str) -> str:
    """Whether a file may be kept.

    Returns:
        The extension, in small letters.

    Raises:
        FileRefused: when it is too big, empty, not what its name says, has macros, or unpacks to too much.
    """
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if extension not in TYPES:
        raise FileRefused("kind")
    if len(content) > MAX_BYTES:
        raise FileRefused("bytes")
    if not content:
        raise FileRefused("empty")
    if extension == "pdf":
        if not content.startswith(b"%PDF-"):
            raise FileRefused("kind")
    elif extension in ("txt", "csv"):
        _check_text(content)
    else:
        _check_archive(BytesIO(content), len(content), extension)
    return extension


def _check_text(content: bytes) -> None:
    if b"\x00" in content:
        raise FileRefused("kind")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if _MARKUP.match(text.lstrip()):
        raise FileRefused("kind")


def _check_archive(file: BinaryIO, packed_bytes: int, extension: str) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if any(entry.compress_type not in _PACKED for entry in entries):
                raise FileRefused("kind")
            _check_size(archive, entries, packed_bytes)
            names = [entry.filename for entry in entries]
            if any(_MACROS.search(name) for name in names):
                raise FileRefused("macros")
            known = (
                _is_ooxml(archive, names, extension)
                if extension in _OOXML_FOLDERS
                else _is_open_document(archive, names, extension)
            )
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        raise FileRefused("kind") from error
    if not known:
        raise FileRefused("kind")


def _check_size(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], packed_bytes: int) -> None:
    limit = packed_bytes * MAX_TIMES_UNPACKED
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > limit:
        raise FileRefused("unpacks")
    unpacked = 0
    for entry in entries:  # what the directory says is a promise; here it is counted
        with archive.open(entry) as packed:
            while chunk := packed.read(65536):
                unpacked += len(chunk)
                if unpacked > limit:
                    raise FileRefused("unpacks")


def _is_ooxml(archive: zipfile.ZipFile, names: list[str], extension: str) -> bool:
    if "[Content_Types].xml" not in names:
        return False
    content_types = archive.read("[Content_Types].xml").lower()
    if b"macroenabled" in content_types or b"vbaproject" in content_types:
        raise FileRefused("macros")
    return any(name.startswith(_OOXML_FOLDERS[extension]) for name in names)


def _is_open_document(archive: zipfile.ZipFile, names: list[str], extension: str) -> bool:
    return bool(names) and names[0] == "mimetype" and archive.read("mimetype").decode() == TYPES[extension]
