"""`import_schools` on good files, on bad ones, and on the real registers."""

import gzip
import lzma
import time
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.models import RegisteredSchool, RegisterImport, RegisterProblem

pytestmark = pytest.mark.django_db

HEADER = "urn,name,postcode,town,type_census,nor_2023"
ROWS = [
    "100001,Elm Park,AB1 2CD,Alton,State-funded primary,100",
    "100002,Oak Hill,AB1 3CD,Barton,State-funded primary,",
    "100003,Ash Green,AB1 4CD,Calne,State-funded primary,300.0",
]
REGISTERS = settings.BASE_DIR / "data" / "registers"


@pytest.fixture
def written(tmp_path):
    """Writes a file and returns its path."""

    def write(content: str | bytes, name: str = "register.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def imported(path, **options) -> str:
    out = StringIO()
    call_command("import_schools", path, stdout=out, **options)
    return out.getvalue()


def a_file(*rows: str, newline: str = "\n") -> str:
    return newline.join([HEADER, *rows, ""])


def problems() -> list[tuple[int, str]]:
    return list(RegisterProblem.objects.order_by("pk").values_list("row_number", "reason"))


def kept() -> list[int]:
    return list(RegisteredSchool.objects.order_by("urn").values_list("urn", flat=True))


def test_import_keeps_rows_and_counts_them(written):
    out = imported(written(a_file(*ROWS)))

    run = RegisterImport.objects.get()
    assert kept() == [100001, 100002, 100003]
    assert (run.rows_read, run.rows_added, run.rows_changed, run.rows_unchanged, run.rows_refused) == (
        3,
        3,
        0,
        0,
        0,
    )
    assert run.finished_at >= run.started_at
    assert out.splitlines()[0] == "3 rows, 100 %"
    assert out.splitlines()[1].endswith("s: 3 added, 0 changed, 0 unchanged, 0 refused.")


def test_import_twice_writes_no_school(written):
    path = written(a_file(*ROWS))
    imported(path)

    with CaptureQueriesContext(connection) as queries:
        out = imported(path)

    assert [query["sql"] for query in queries if 'INTO "network_registeredschool"' in query["sql"]] == []
    assert out.splitlines()[-1].endswith("0 added, 0 changed, 3 unchanged, 0 refused.")


def test_import_shows_progress_by_the_thousand(written):
    rows = [f"{number},School {number},,,," for number in range(200_000, 202_500)]

    lines = imported(written(a_file(*rows))).splitlines()

    assert [line.split(",")[0:2] for line in lines[:3]] == [
        ["1", "000 rows"],
        ["2", "000 rows"],
        ["2", "500 rows"],
    ]
    assert lines[2] == "2,500 rows, 100 %"


@pytest.mark.parametrize(
    ("bad_row", "reason"),
    [
        (b",No Number,,,,", "It has no URN."),
        (b"100001,Twice,,,,", "URN 100001 stands in row 2 already, which was kept."),
        (b'100009,"=HYPERLINK(""http://x"")",,,,', 'name: “=HYPERLINK("http://x")” begins like a spreadsheet formula.'),
        (b"100009,+1,,,,", "name: “+1” begins like a spreadsheet formula."),
        (b"100009,@x,,,,", "name: “@x” begins like a spreadsheet formula."),
        (b"100009,Caf\xe9 School,,,,", "A letter in it cannot be read as UTF-8. If the file is in Windows-1252, import it with --encoding cp1252."),
        (b"100009,Elm\x00Park,,,,", "There is a NUL character in it."),
        (b"100009," + b"x" * 10_000_000 + b",,,,", "It is longer than 65,536 characters."),
        (b'100009,"' + b"x" * 10_000_000 + b'",,,,', "It is longer than 65,536 characters."),
        (b"100009," + b"x" * 60_000 + b",,,,", "name: it is 60,000 characters long, at most 160 fit."),
        (b"100009" + b"," * 20_000 + b"x", "It has 20,001 cells where the header has 6."),
        (b"100009,Short", "It has 2 cells where the header has 6."),
        (b"100009,Long,,,,,,more", "It has 8 cells where the header has 6."),
        (b'100009,"Never closed,,,,', "A quotation mark in it is out of place or is not closed."),
        (b'100009,"Out" of place,,,,', "A quotation mark in it is out of place or is not closed."),
    ],
    ids=["no-urn", "twice", "formula", "plus", "at", "cp1252", "nul", "10-mb", "10-mb-quoted", "60-kb", "wide", "short",
         "long", "open-quote", "stray-quote"],
)  # fmt: skip
def test_bad_row_is_named_and_the_rest_is_kept(written, bad_row, reason):
    lines = [HEADER.encode(), ROWS[0].encode(), bad_row, *[row.encode() for row in ROWS[1:]], b""]

    out = imported(written(b"\n".join(lines)))

    assert kept() == [100001, 100002, 100003]
    assert problems() == [(3, reason)]
    assert out.splitlines()[1] == f"Row 3: {reason}"
    assert out.splitlines()[2].endswith("3 added, 0 changed, 0 unchanged, 1 refused.")


def test_many_bad_rows_are_counted_and_the_first_twenty_shown(written):
    rows = [f",Nameless {number},,,," for number in range(30)]

    lines = imported(written(a_file(*rows, *ROWS))).splitlines()

    assert len([line for line in lines if line.startswith("Row ")]) == 20
    assert (
        lines[-2] == f"… and 10 rows more; run {RegisterImport.objects.get().pk} keeps the reason for each."
    )
    assert lines[-1].endswith("3 added, 0 changed, 0 unchanged, 30 refused.")
    assert len(problems()) == 30


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_files_of_other_machines_are_read(written, newline, encoding):
    rows = ["100001,Élan School,,,,", *ROWS[1:]]

    imported(written(a_file(*rows, newline=newline).encode(encoding)))

    assert kept() == [100001, 100002, 100003]
    assert RegisteredSchool.objects.get(urn=100001).name == "Élan School"
    assert problems() == []


def test_windows_1252_is_read_when_said(written):
    imported(written(a_file("100001,Caf\u00e9 School,,,,").encode("cp1252")), encoding="cp1252")

    assert RegisteredSchool.objects.get().name == "Café School"


def test_cell_over_several_lines_is_one_cell(written):
    imported(written(a_file(ROWS[0], '100002,"Oak\nHill, the ""old"" one",,,,', ROWS[2])))

    assert kept() == [100001, 100002, 100003]
    assert RegisteredSchool.objects.get(urn=100002).name == 'Oak Hill, the "old" one'


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_packed_file_is_read_whatever_its_name(written, pack):
    imported(written(pack(a_file(*ROWS).encode()), "register.csv"))

    assert kept() == [100001, 100002, 100003]


def test_file_cut_within_a_row_keeps_the_rows_before(written):
    imported(written(a_file(*ROWS)[:-30]))

    assert kept() == [100001, 100002]
    assert problems() == [(4, "It has 4 cells where the header has 6.")]


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_packed_file_cut_short_keeps_the_rows_before(written, pack):
    rows = [f"{number},School {number * number % 99_991},,,," for number in range(200_000, 210_000)]
    whole = pack(a_file(*rows).encode())

    imported(written(whole[: len(whole) // 2]))

    run = RegisterImport.objects.get()
    assert run.rows_read > 1000
    assert kept() == list(range(200_000, 200_000 + run.rows_read - 1))
    assert problems() == [
        (run.rows_read + 1, "The file breaks off or is damaged here; what came before was kept.")
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty."),
        (b"\n \n", "The file is empty."),
        (b"name,town\nElm,Alton\n", "The first row is not the header of a register this hub knows"),
        (HEADER.encode(), "The file has no rows after the header."),
        (HEADER.encode() + b"\n,Elm,,,,\n", "No row in the file could be taken."),
        (a_file(*ROWS).encode("utf-16-le"), "The first row cannot be read. There is a NUL character in it."),
        (b"a" * 70_000, "The first row cannot be read. It is longer than 65,536 characters."),
        (b",".join([b"c"] * 9000), "The first row has 9,000 columns: no register has so many."),
        (gzip.compress(b"x" * 99)[:12], "The file is packed, but cannot be unpacked."),
        (b"\x1f\x8bnot gzip at all", "The file is packed, but cannot be unpacked."),
        (b"PK\x03\x04" + bytes(range(256)), "The first row cannot be read. There is a NUL character in it."),
    ],
    ids=["empty", "blank", "other-header", "no-rows", "all-bad", "utf-16-bare", "long-header", "wide-header",
         "cut-gzip", "no-gzip", "workbook"],
)  # fmt: skip
def test_file_in_which_nothing_can_be_read_fails_with_a_reason(written, content, reason):
    with pytest.raises(CommandError) as failure:
        imported(written(content))

    assert str(failure.value).startswith(reason)
    assert RegisterImport.objects.get().finished_at is not None
    assert kept() == []
    assert len(problems()) == 1


def test_missing_file_and_unknown_encoding_are_said(written, tmp_path):
    with pytest.raises(CommandError, match=r"^The file cannot be opened: No such file or directory\.$"):
        imported(tmp_path / "none.csv")
    with pytest.raises(CommandError, match=r"^There is no encoding named “klingon”\.$"):
        imported(written(a_file(*ROWS)), encoding="klingon")


def test_last_twenty_runs_are_kept(written):
    path = written(a_file(*ROWS))
    for _ in range(22):
        imported(path)

    assert RegisterImport.objects.count() == 20


@pytest.mark.slow
def test_real_registers_are_imported_within_a_minute():
    began = time.monotonic()

    out = imported(REGISTERS / "england_schools.csv.xz")

    assert time.monotonic() - began < 60
    # The last of the 26,899 rows holds the country's totals.
    assert out.splitlines()[-2] == "Row 26,900: “NAT” is not a URN: five to seven digits are."
    assert out.splitlines()[-1].endswith("26,898 added, 0 changed, 0 unchanged, 1 refused.")
    assert RegisteredSchool.objects.filter(name="").count() == 5_739
    assert RegisteredSchool.objects.offered().count() == 21_159

    assert (
        imported(REGISTERS / "england_schools.csv.xz")
        .splitlines()[-1]
        .endswith("0 added, 0 changed, 26,898 unchanged, 1 refused.")
    )
    assert (
        imported(REGISTERS / "gias_hampshire_surrey_2022-04.csv.xz")
        .splitlines()[-1]
        .endswith("325 added, 771 changed, 0 unchanged, 0 refused.")
    )
    assert RegisteredSchool.objects.filter(is_open=False).count() == 368
    assert RegisteredSchool.objects.exclude(trust="").count() == 176
    alton = RegisteredSchool.objects.get(urn=115850)
    assert (alton.name, alton.lowest_age, alton.figures["absence_percent_2023"]) == (
        "Alton Infant School",
        4,
        6.1,
    )
