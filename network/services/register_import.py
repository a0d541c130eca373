"""Taking a public register of schools into the hub."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from core import clock
from network.domain.register_rows import (
    EMPTY_ROW,
    Layout,
    RegisterRecord,
    RowRefused,
    clean_headings,
    layout_of,
    merged,
    read_row,
)
from network.models import RegisteredSchool, RegisterImport, RegisterProblem
from network.services.register_file import RawRow, RegisterFile, RegisterUnreadable, opened

_CHUNK_ROWS = 1000
_RUNS_KEPT = 20
_NOTHING = "No row in the file could be taken."
_NO_ROWS = "The file has no rows after the header."

Progress = Callable[[RegisterImport, int], None]


def import_register(
    path: Path, *, encoding: str = "", on_progress: Progress = lambda run, percent: None
) -> RegisterImport:
    """Read a register's file and keep what it says of each school; nobody acts here but the hub's operator.

    Each chunk of rows is a transaction of its own: what was read before an interruption stays, and the next run finds
    it unchanged. Schools that have joined keep their own card; the register only pre-fills it.

    Args:
        path: a CSV file, as it is or packed.
        encoding: what it is written in, where its first bytes do not say so and it is not UTF-8.
        on_progress: called after each chunk with the run so far and how much of the file was read, in per cent.

    Returns:
        The finished run; the rows it refused are its `problems`.

    Raises:
        RegisterUnreadable: nothing in the file could be taken. The run is kept, with the reason as its problem.
    """
    run = RegisterImport.objects.create(file_name=path.name[:200], started_at=clock.now())
    try:
        with opened(path, encoding) as file:
            _Import(run, file, on_progress).take_all()
        if run.rows_read == run.rows_refused:
            raise RegisterUnreadable(_NOTHING if run.rows_read else _NO_ROWS)
    except RegisterUnreadable as error:
        if not run.rows_refused:
            RegisterProblem.objects.create(run=run, row_number=1, reason=str(error)[:200])
        raise
    finally:
        run.finished_at = clock.now()
        run.save()
        _forget_old_runs()
    return run


class _Import:
    """One run over an open file."""

    def __init__(self, run: RegisterImport, file: RegisterFile, on_progress: Progress) -> None:
        self.run = run
        self.file = file
        self.on_progress = on_progress
        self.headings = clean_headings(file.headings)
        self.layout = _known_layout(self.headings)
        self.seen: dict[int, int] = {}
        self.records: list[RegisterRecord] = []
        self.problems: list[RegisterProblem] = []

    def take_all(self) -> None:
        """Every row, a chunk at a time."""
        for row in self.file.rows():
            self.run.rows_read += 1
            try:
                self.records.append(self._record(row))
            except RowRefused as refusal:
                self.problems.append(
                    RegisterProblem(run=self.run, row_number=row.number, reason=str(refusal)[:200])
                )
            if self.run.rows_read % _CHUNK_ROWS == 0:
                self._finish_chunk()
        self._finish_chunk()

    def _record(self, row: RawRow) -> RegisterRecord:
        if row.fault:
            raise RowRefused(row.fault)
        record = read_row(self.layout, self.headings, row.cells)
        if record.urn in self.seen:
            raise RowRefused(
                f"URN {record.urn} stands in row {self.seen[record.urn]:,} already, which was kept."
            )
        self.seen[record.urn] = row.number
        return record

    def _finish_chunk(self) -> None:
        self._keep_chunk()
        self.on_progress(self.run, self.file.percent_read)

    @transaction.atomic
    def _keep_chunk(self) -> None:
        added, changed = _keep_records(self.records, self.layout)
        RegisterProblem.objects.bulk_create(self.problems)
        self.run.rows_added += added
        self.run.rows_changed += changed
        self.run.rows_unchanged += len(self.records) - added - changed
        self.run.rows_refused += len(self.problems)
        self.run.save()
        self.records, self.problems = [], []


def _known_layout(headings: list[str]) -> Layout:
    if (layout := layout_of(headings)) is None:
        raise RegisterUnreadable(
            "The first row is not the header of a register this hub knows: a GIAS extract with “URN”, "
            "“EstablishmentName” and “EstablishmentStatus (name)”, or the England file with “urn”, “name”, "
            "“postcode” and “type_census”, each once."
        )
    return layout


def _keep_records(records: list[RegisterRecord], layout: Layout) -> tuple[int, int]:
    """Write what is new or has changed, in one statement; how many of each."""
    known = {
        row.pop("urn"): row
        for row in RegisteredSchool.objects.filter(urn__in=[record.urn for record in records]).values(
            "urn", *EMPTY_ROW
        )
    }
    new = {record.urn: merged(known.get(record.urn, EMPTY_ROW), record, layout) for record in records}
    to_write: Mapping[int, dict[str, Any]] = {
        urn: values for urn, values in new.items() if known.get(urn) != values
    }
    RegisteredSchool.objects.bulk_create(
        [RegisteredSchool(urn=urn, **to_write[urn]) for urn in sorted(to_write)],
        update_conflicts=True,
        unique_fields=["urn"],
        update_fields=list(EMPTY_ROW),
    )
    added = sum(urn not in known for urn in to_write)
    return added, len(to_write) - added


def _forget_old_runs() -> None:
    kept = RegisterImport.objects.order_by("-started_at", "-pk").values("pk")[:_RUNS_KEPT]
    RegisterImport.objects.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
