"""Reading a register's file: whatever is in it, each row comes out whole or with a reason, and none takes others along."""

import bz2
import codecs
import csv
import gzip
import lzma
import os
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper
from pathlib import Path

from core.errors import DomainError

#: The longest row of a register has some 3,000 characters. Below the limit of the csv module, 131,072 a cell.
MAX_CHARACTERS = 65_536
MAX_COLUMNS = 500
#: A cell in quotation marks may hold line breaks; a mark that is never closed must not swallow the rest of the file.
MAX_LINES_A_ROW = 10

_PACKED = ((b"\x1f\x8b", gzip.open), (b"\xfd7zXZ", lzma.open), (b"BZh", bz2.open))
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BROKEN = (EOFError, OSError, zlib.error, lzma.LZMAError)
_UNREADABLE_LETTER = "A letter in it cannot be read as {encoding}. If the file is in Windows-1252, import it with --encoding cp1252."


class RegisterUnreadable(DomainError):
    """Nothing in the file can be taken."""


@dataclass(frozen=True)
class RawRow:
    """A row as the file has it: its cells, or a reason why it has none. Rows are numbered by line, the header being 1."""

    number: int
    cells: list[str]
    fault: str = ""


@dataclass(frozen=True)
class _Line:
    number: int
    text: str
    fault: str = ""


class RegisterFile:
    """An open file, row by row; memory holds a few lines at a time, however long the file or a line."""

    def __init__(self, text: TextIOWrapper, raw: BufferedReader) -> None:
        self._text = text
        self._raw = raw
        self._size = os.fstat(raw.fileno()).st_size
        self._lines = self._read_lines()
        self._ahead: deque[_Line] = deque()
        self.headings = self._read_header()

    @property
    def percent_read(self) -> int:
        """How much of the file has been read, in per cent."""
        return min(100, round(100 * self._raw.tell() / self._size)) if self._size else 100

    def rows(self) -> Iterator[RawRow]:
        """The rows after the header; empty ones are passed over."""
        while (line := self._next_line()) is not None:
            cells = None if line.fault else self._cells(line)
            if cells is None:
                fault = line.fault or "A quotation mark in it is out of place or is not closed."
                yield RawRow(line.number, [], fault)
            elif any(cell.strip() for cell in cells):
                yield RawRow(line.number, cells)

    def _read_header(self) -> list[str]:
        line = self._next_line()
        while line is not None and not line.text.strip() and not line.fault:
            line = self._next_line()
        if line is None:
            raise RegisterUnreadable("The file is empty.")
        if line.fault:
            raise RegisterUnreadable(f"The first row cannot be read. {line.fault}")
        cells = _parsed(line.text) or []
        if len(cells) > MAX_COLUMNS:
            raise RegisterUnreadable(f"The first row has {len(cells):,} columns: no register has so many.")
        return cells

    def _cells(self, line: _Line) -> list[str] | None:
        """The cells of a line, or of it and the lines after it when a quoted cell goes on there; None: neither."""
        text = line.text
        if (cells := _parsed(text)) is not None:
            return cells
        for count in range(1, MAX_LINES_A_ROW):
            further = self._peek(count)
            if further is None or further.fault or len(text) + len(further.text) > MAX_CHARACTERS:
                return None
            text = f"{text}\n{further.text}"
            if (cells := _parsed(text)) is not None and len(cells) == len(self.headings):
                for _line in range(count):
                    self._ahead.popleft()
                return cells
        return None

    def _peek(self, count: int) -> _Line | None:
        """The line that many lines ahead."""
        while len(self._ahead) < count:
            if (line := next(self._lines, None)) is None:
                return None
            self._ahead.append(line)
        return self._ahead[count - 1]

    def _next_line(self) -> _Line | None:
        return self._ahead.popleft() if self._ahead else next(self._lines, None)

    def _read_lines(self) -> Iterator[_Line]:
        number = 1
        try:
            while line := self._text.readline(MAX_CHARACTERS):
                if len(line) == MAX_CHARACTERS and not line.endswith("\n"):
                    self._skip_to_next_line()
                    yield _Line(number, "", f"It is longer than {MAX_CHARACTERS:,} characters.")
                else:
                    yield _Line(number, line.rstrip("\n"), self._fault_of(line))
                number += 1
        except _BROKEN:
            yield _Line(number, "", "The file breaks off or is damaged here; what came before was kept.")

    def _skip_to_next_line(self) -> None:
        while (rest := self._text.readline(MAX_CHARACTERS)) and not rest.endswith("\n"):
            pass

    def _fault_of(self, line: str) -> str:
        if "\0" in line:
            return "There is a NUL character in it."
        if "\ufffd" in line:
            return _UNREADABLE_LETTER.format(encoding=self._text.encoding.upper().removesuffix("-SIG"))
        return ""


@contextmanager
def opened(path: Path, encoding: str = "") -> Iterator[RegisterFile]:
    """Open a file as it is or packed (gzip, xz, bzip2: told by its first bytes), in the encoding its first bytes name.

    Args:
        path: the file.
        encoding: what it is written in; empty: UTF-8, or UTF-16 and UTF-32 where a byte order mark says so.

    Raises:
        RegisterUnreadable: it cannot be opened, is empty, or does not begin with a row of headings.
    """
    try:
        raw = path.open("rb")
    except OSError as error:
        raise RegisterUnreadable(f"The file cannot be opened: {error.strerror}.") from error
    with raw:
        packed = _unpacked(raw)
        try:
            text = TextIOWrapper(packed, encoding or _encoding_of(packed), errors="replace")
        except LookupError as error:
            raise RegisterUnreadable(f"There is no encoding named “{encoding}”.") from error
        except _BROKEN as error:
            raise RegisterUnreadable("The file is packed, but cannot be unpacked.") from error
        yield RegisterFile(text, raw)


def _unpacked(raw: BufferedReader) -> BufferedReader:
    first = raw.peek(6)
    for mark, opener in _PACKED:
        if first.startswith(mark):
            return BufferedReader(opener(raw))
    return raw


def _encoding_of(packed: BufferedReader) -> str:
    first = packed.peek(4)
    return next((encoding for mark, encoding in _MARKS if first.startswith(mark)), "utf-8-sig")


def _parsed(line: str) -> list[str] | None:
    """The cells of one row, or None when its quotation marks are not in order."""
    try:
        return next(csv.reader([line], strict=True), [])
    except csv.Error:
        return None
