"""One run: the hub and a bare page in turn, page by page, and what came of it."""

import json
import os
import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from config.bench.hubs import Hub, manage
from config.bench.load import ask
from config.bench.pages import FIRST_VISIT_KB, FIRST_VISIT_REQUESTS, MeasuredPage, measured_pages
from config.bench.servers import Server, serving

CONNECTIONS = 8
_BARE = "config.bench.bare:application"
Say = Callable[[str], object]


@dataclass(frozen=True)
class Row:
    """A page of one hub; `ratio` is its requests a second for each of the bare page, asked for in the same minute."""

    hub: str
    page: str
    requests_per_second: float
    ratio: float
    p50_ms: float
    p95_ms: float
    cpu_ms: float
    queries: int
    html_bytes: int


@dataclass(frozen=True)
class Budget:
    """A figure with its limit: `at_least` says on which side of it the figure must stay."""

    name: str
    value: float
    limit: float
    unit: str
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the figure stays on the right side."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit


@dataclass
class Report:
    """What a run found."""

    rows: list[Row] = field(default_factory=list)
    budgets: list[Budget] = field(default_factory=list)

    def as_json(self) -> str:
        """As `var/bench.json` holds it."""
        machine = {
            "system": platform.platform(),
            "python": platform.python_version(),
            "cores": os.cpu_count(),
        }
        budgets = [{**asdict(budget), "holds": budget.holds} for budget in self.budgets]
        for budget in budgets:
            del budget["at_least"]
        return json.dumps(
            {"machine": machine, "rows": [asdict(row) for row in self.rows], "budgets": budgets}, indent=1
        )


def measure(hub: Hub, *, seconds: float, only: str, say: Say) -> Report:
    """Measure one hub beside the bare page.

    Args:
        hub: which; its data are laid.
        seconds: for each page, and as long for the bare one before it.
        only: pages whose name holds this; "" is all.
        say: is told each row.
    """
    report = Report()
    inside = json.loads(manage(hub.environment, "bench", "--inside"))
    pages = [page for page in measured_pages(inside["slug"]) if only in page.name]
    with serving(_BARE) as bare, serving("config.asgi:application", hub.environment) as server:
        for page in pages:
            row = _row(hub.name, page, bare, server, inside, seconds)
            report.rows.append(row)
            report.budgets += _budgets(row, page)
            say(_line(row))
    for path, weight in inside["first_visit"].items() if not only else ():
        name = f"{hub.name}: first visit of {path}"
        report.budgets += [
            Budget(name, round(weight["bytes"] / 1024, 1), FIRST_VISIT_KB, "KB"),
            Budget(name, weight["requests"], FIRST_VISIT_REQUESTS + 1, "requests"),
        ]
    return report


def _row(
    hub: str, page: MeasuredPage, bare: Server, server: Server, inside: dict[str, Any], seconds: float
) -> Row:
    cookie = inside["cookie"] if page.signed_in else ""
    ask(server.port, page.paths, cookie, seconds=0.5, connections=2, server=server.cpu)  # warm
    beside = ask(bare.port, ["/"], "", seconds=seconds / 2, connections=CONNECTIONS, server=bare.cpu)
    load = ask(server.port, page.paths, cookie, seconds=seconds, connections=CONNECTIONS, server=server.cpu)
    after = ask(bare.port, ["/"], "", seconds=seconds / 2, connections=CONNECTIONS, server=bare.cpu)
    per_second = (beside.requests_per_second + after.requests_per_second) / 2
    return Row(
        hub=hub,
        page=page.name,
        requests_per_second=round(load.requests_per_second, 1),
        ratio=round(load.requests_per_second / per_second, 3),
        p50_ms=round(load.p50_ms, 1),
        p95_ms=round(load.p95_ms, 1),
        cpu_ms=round(load.cpu_ms, 1),
        queries=inside["pages"][page.name]["queries"],
        html_bytes=load.html_bytes,
    )


def _budgets(row: Row, page: MeasuredPage) -> list[Budget]:
    name = f"{row.hub}: {row.page}"
    found = [
        Budget(name, row.queries, page.queries, "queries"),
        Budget(name, round(row.html_bytes / 1024, 1), page.html_kb, "KB of HTML"),
    ]
    if page.ratio is not None:
        found.append(Budget(name, row.ratio, page.ratio, "× the bare page", at_least=True))
    if page.cpu_ms is not None:
        found.append(Budget(name, row.cpu_ms, page.cpu_ms, "ms of processor time"))
    return found


HEADINGS = f"{'':34}{'req/s':>8}{'× bare':>8}{'p50 ms':>8}{'p95 ms':>8}{'CPU ms':>8}{'queries':>8}{'KB':>6}"


def _line(row: Row) -> str:
    return (
        f"{row.hub + ', ' + row.page:34}{row.requests_per_second:8.1f}{row.ratio:8.3f}{row.p50_ms:8.1f}"
        f"{row.p95_ms:8.1f}{row.cpu_ms:8.1f}{row.queries:8}{row.html_bytes / 1024:6.1f}"
    )
