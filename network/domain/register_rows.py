"""From a row of a public register to a cleaned record, and from two registers to one school. Plain Python."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: Field → the most characters it may have.
TEXT_LIMITS = {
    "name": 160,
    "town": 100,
    "postcode": 12,
    "local_authority_code": 6,
    "local_authority": 80,
    "region": 60,
    "phase": 60,
    "kind": 80,
    "trust": 120,
}
#: Field → smallest and largest whole number it may hold.
WHOLE_RANGES = {"lowest_age": (0, 99), "highest_age": (0, 99), "pupils_count": (0, 100_000)}
#: Field → smallest and largest value, in degrees.
DEGREE_RANGES = {"latitude": (-90.0, 90.0), "longitude": (-180.0, 180.0)}
#: What a field holds when no register has said anything.
EMPTY_ROW: dict[str, Any] = {
    **dict.fromkeys(TEXT_LIMITS, ""),
    **dict.fromkeys([*WHOLE_RANGES, *DEGREE_RANGES]),
    "is_open": True,
    "figures": {},
    "source": "",
    "search_text": "",
}

_URN = re.compile(r"[0-9]{5,7}")
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,12})?")
#: What the Department for Education writes where a figure is withheld or does not exist.
_NO_FIGURE = frozenset({"SUPP", "NE", "NP", "NA", "LOWCOV", "DNS"})
#: How a spreadsheet's formula begins, in both widths. No school's name begins like this, so the row is refused.
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
#: Fields that the England file knows better, being newer or the only one to have them; GIAS knows the others better.
_ENGLAND_KNOWS_BETTER = frozenset({"pupils_count", "region", *DEGREE_RANGES})


class RowRefused(ValueError):
    """A row cannot be taken; the message is the reason, as a sentence."""


@dataclass(frozen=True)
class Layout:
    """How one register is laid out.

    Attributes:
        code: what the register is called in `source`.
        known_by: headings that tell this register from any other file.
        urn: the heading of the school's number.
        fields: heading → field; where two headings feed one field, the later one that is not empty counts.
        figures: heading → the name of a public figure, with its unit.
        status: the heading that says whether the school is open, if there is one.
    """

    code: str
    known_by: frozenset[str]
    urn: str
    fields: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]
    status: str = ""


@dataclass(frozen=True)
class RegisterRecord:
    """A cleaned row: only what the row really says, so that an empty cell never wipes anything out."""

    urn: int
    values: Mapping[str, Any]
    figures: Mapping[str, float] = field(default_factory=dict)


ENGLAND = Layout(
    code="england",
    known_by=frozenset({"urn", "name", "postcode", "type_census"}),
    urn="urn",
    fields=(
        ("name", "name"),
        ("town", "town"),
        ("postcode", "postcode"),
        ("la_code", "local_authority_code"),
        ("la_name", "local_authority"),
        ("region", "region"),
        ("phase", "phase"),
        ("type_census", "kind"),
        ("type", "kind"),
        ("nor_2019", "pupils_count"),
        ("nor_2023", "pupils_count"),
        ("lat", "latitude"),
        ("lon", "longitude"),
    ),
    figures=(
        ("nor_2019", "pupils_2019"),
        ("nor_2023", "pupils_2023"),
        ("abs_2013", "absence_percent_2013"),
        ("abs_2019", "absence_percent_2019"),
        ("abs_2023", "absence_percent_2023"),
        ("pa_2019", "persistent_absence_percent_2019"),
        ("pa_2023", "persistent_absence_percent_2023"),
        ("fsm6_2019", "free_meals_six_years_percent_2019"),
        ("fsm6_2023", "free_meals_six_years_percent_2023"),
        ("sen_2023", "special_needs_support_percent_2023"),
        ("ks2_read_prog_2019", "reading_progress_2019"),
        ("ks2_mat_prog_2019", "maths_progress_2019"),
        ("p8_2019", "progress_8_2019"),
        ("att8_2019", "attainment_8_2019"),
    ),
)
GIAS = Layout(
    code="gias",
    known_by=frozenset({"urn", "establishmentname", "establishmentstatus (name)"}),
    urn="urn",
    fields=(
        ("establishmentname", "name"),
        ("town", "town"),
        ("postcode", "postcode"),
        ("la (code)", "local_authority_code"),
        ("la (name)", "local_authority"),
        ("gor (name)", "region"),
        ("phaseofeducation (name)", "phase"),
        ("typeofestablishment (name)", "kind"),
        ("trusts (name)", "trust"),
        ("statutorylowage", "lowest_age"),
        ("statutoryhighage", "highest_age"),
        ("numberofpupils", "pupils_count"),
    ),
    figures=(
        ("schoolcapacity", "capacity_places"),
        ("numberofboys", "boys_count"),
        ("numberofgirls", "girls_count"),
        ("percentagefsm", "free_meals_percent"),
    ),
    status="establishmentstatus (name)",
)


def clean_headings(cells: Sequence[str]) -> list[str]:
    """The headings as they are compared: lower case, without spaces around them or a byte order mark."""
    return [cell.replace("\ufeff", "").strip().casefold() for cell in cells]


def layout_of(headings: Sequence[str]) -> Layout | None:
    """Which register has these (cleaned) headings; None when neither has, or a heading stands there twice."""
    for layout in (ENGLAND, GIAS):
        read = {layout.urn, layout.status, *(heading for heading, _ in layout.fields + layout.figures)}
        is_clear = all(headings.count(heading) <= 1 for heading in read)
        if layout.known_by <= set(headings) and is_clear:
            return layout
    return None


def read_row(layout: Layout, headings: Sequence[str], cells: Sequence[str]) -> RegisterRecord:
    """Clean one row.

    Args:
        layout: of the register the row is from.
        headings: cleaned, in the order of the cells.
        cells: as the file has them; empty ones beyond the last heading do no harm.

    Raises:
        RowRefused: with the reason.
    """
    if len(cells) < len(headings) or any(cell.strip() for cell in cells[len(headings) :]):
        raise RowRefused(f"It has {len(cells):,} cells where the header has {len(headings):,}.")
    row = dict(zip(headings, cells, strict=False))
    urn = _read_urn(row[layout.urn].strip())
    values: dict[str, Any] = {}
    for heading, name in layout.fields:
        value = _read_field(heading, name, row.get(heading, ""))
        if value not in ("", None):
            values[name] = value
    if values.get("lowest_age", 0) > values.get("highest_age", 99):
        raise RowRefused("The youngest pupils are older than the oldest.")
    if status := _read_text(layout.status, row.get(layout.status, ""), 60):
        values["is_open"] = status.casefold().startswith("open")
    read = ((name, _read_number(heading, row.get(heading, ""))) for heading, name in layout.figures)
    return RegisterRecord(urn, values, {name: number for name, number in read if number is not None})


def merged(known: Mapping[str, Any], record: RegisterRecord, layout: Layout) -> dict[str, Any]:
    """What is known of a school once this record is taken in.

    Where both registers speak, the one that knows a field better counts, so that the order of imports does not matter.
    Figures of the two have different names and stand side by side.
    """
    sources = set(str(known["source"]).split())
    new = dict(known)
    for name, value in record.values.items():
        better = ENGLAND.code if name in _ENGLAND_KNOWS_BETTER else GIAS.code
        if known[name] in ("", None) or layout.code == better or better not in sources:
            new[name] = value
    new["figures"] = {**known["figures"], **record.figures}
    new["source"] = " ".join(sorted(sources | {layout.code}))
    new["search_text"] = search_text(record.urn, new["postcode"], new["name"], new["town"])
    return new


def search_words(text: str) -> list[str]:
    """The words of a text as they are compared: lower case, without accents, apostrophes and other signs, and Saint as St."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’‘ʼ`]", "", letters))
    return ["st" if word == "saint" else word for word in words]


def search_text(urn: int, postcode: str, name: str, town: str) -> str:
    """What a school is found by. Each word has a space before it, so that the beginnings of words can be asked for."""
    words = [str(urn), *search_words(postcode), "".join(search_words(postcode)), *search_words(name)]
    return "".join(f" {word}" for word in [*words, *search_words(town)] if word)[:300]


def _read_urn(cell: str) -> int:
    if not cell:
        raise RowRefused("It has no URN.")
    if not _URN.fullmatch(cell) or int(cell) == 0:
        raise RowRefused(f"“{_shown(cell)}” is not a URN: five to seven digits are.")
    return int(cell)


def _read_field(heading: str, name: str, cell: str) -> Any:
    if name in TEXT_LIMITS:
        text = _read_text(heading, cell, TEXT_LIMITS[name])
        return text.upper() if name == "postcode" else text
    if (number := _read_number(heading, cell)) is None:
        return None
    low, high = {**WHOLE_RANGES, **DEGREE_RANGES}[name]
    if not low <= number <= high:
        raise RowRefused(f"{heading}: {_shown(cell)} is not between {low:,} and {high:,}.")
    return number if name in DEGREE_RANGES else round(number)


def _read_text(heading: str, cell: str, limit: int) -> str:
    if any(unicodedata.category(letter) == "Cc" and letter not in "\t\r\n" for letter in cell):
        raise RowRefused(f"{heading}: there is a control character in it.")
    text = " ".join(cell.split())
    if text.startswith(_FORMULA_STARTS):
        raise RowRefused(f"{heading}: “{_shown(text)}” begins like a spreadsheet formula.")
    if len(text) > limit:
        raise RowRefused(f"{heading}: it is {len(text):,} characters long, at most {limit} fit.")
    return text


def _read_number(heading: str, cell: str) -> float | None:
    text = cell.strip()
    if not text or text.upper() in _NO_FIGURE:
        return None
    if not _NUMBER.fullmatch(text):
        raise RowRefused(f"{heading}: “{_shown(text)}” is not a number.")
    return float(text)


def _shown(cell: str) -> str:
    """A cell short enough for a sentence, with nothing in it that a terminal would act on."""
    shown = "".join(letter if letter.isprintable() else "·" for letter in cell[:31])
    return f"{shown[:30]}…" if len(cell) > 30 else shown
