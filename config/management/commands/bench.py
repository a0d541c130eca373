"""`manage.py bench`: what pages cost beside a bare Django page, in one run."""

import cProfile
import json
import pstats
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.bench import hubs
from config.bench.run import HEADINGS, Report, measure
from config.env import VAR_DIR, env


class Command(BaseCommand):
    """Measure."""

    help = "Measure the hub's pages beside a bare Django page: embedded, and on DATABASE_URL when that is PostgreSQL."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=int, default=10_000, help="How many write-ups there are.")
        parser.add_argument("--seconds", type=float, default=5, help="How long each page is asked for.")
        parser.add_argument("--only", default="", help="Only pages whose name holds this, or one hub's name.")
        parser.add_argument("--profile", action="store_true", help="Profile the slowest page afterwards.")
        # Stages that run in a hub's own environment:
        parser.add_argument(
            "--lay", type=int, default=0, help="Lay so many write-ups here, and nothing else."
        )
        parser.add_argument(
            "--inside", action="store_true", help="Count what pages cost inside, and nothing else."
        )
        parser.add_argument("--profile-page", default="", help="Profile one page here, and nothing else.")

    def handle(self, *args: Any, scale: int, seconds: float, only: str, profile: bool, lay: int, inside: bool,
               profile_page: str, **options: Any) -> None:  # fmt: skip
        if not settings.DEMO:
            raise CommandError("This lays invented write-ups: for DEMO=1 only.")
        if lay:
            from config.bench.many_write_ups import Layer  # noqa: PLC0415 -- app ready

            Layer().lay(lay, say=self.stderr.write)
        elif inside:
            from config.bench.inside import costs  # noqa: PLC0415 -- app ready

            self.stdout.write(json.dumps(costs()))
        elif profile_page:
            self._profile(profile_page)
        else:
            self._run(scale, seconds, only, profile)

    def _run(self, scale: int, seconds: float, only: str, profile: bool) -> None:
        report, places = Report(), self._hubs(scale, only)
        only = "" if only in [hub.name for hub in places] else only
        self.stdout.write(HEADINGS)
        for hub in places:
            found = measure(hub, seconds=seconds, only=only, say=self.stdout.write)
            report.rows += found.rows
            report.budgets += found.budgets
        path = VAR_DIR / "bench.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(report.as_json())
        over = [budget for budget in report.budgets if not budget.holds]
        self.stdout.write(
            f"\n{len(report.budgets) - len(over)} of {len(report.budgets)} budgets hold; {path}"
        )
        for budget in over:
            side = "at least" if budget.at_least else "at most"
            self.stdout.write(f"  {budget.name}: {budget.value} {budget.unit}, {side} {budget.limit}")
        if profile and report.rows:
            slowest = max(report.rows, key=lambda row: row.cpu_ms)
            hub = next(hub for hub in places if hub.name == slowest.hub)
            self.stdout.write(f"\nThe slowest: {slowest.hub}, {slowest.page}")
            self.stdout.write(hubs.manage(hub.environment, "bench", "--profile-page", slowest.page))

    def _hubs(self, scale: int, only: str) -> list[hubs.Hub]:
        found = []
        if only != "PostgreSQL":
            found.append(hubs.embedded(scale, self.stdout.write))
        url = env.str("DATABASE_URL", default="")
        if url.startswith("postgres") and only != "embedded":
            found.append(hubs.on_postgres(url, env.str("REDIS_URL", default=""), scale, self.stdout.write))
        elif only != "embedded":
            self.stdout.write("Not measured: PostgreSQL (DATABASE_URL names none).")
        return found

    def _profile(self, name: str) -> None:
        from config.bench.inside import ready_to_ask  # noqa: PLC0415 -- app ready

        page = ready_to_ask(name)
        page()
        profiler = cProfile.Profile()
        profiler.enable()
        for _ in range(20):
            page()
        profiler.disable()
        table = StringIO()
        pstats.Stats(profiler, stream=table).sort_stats("cumulative").print_stats(60)
        self.stdout.write(table.getvalue())
