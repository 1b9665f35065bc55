"""How long the time proof takes: the sums, and two years of receipts on the calendar.

Run with ``python -m benchmarks.bench_timeproof``. It takes the shipped procedures on the national calendar,
one whose limits mix working days and dates, and long sequences of such steps.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from engine.graph.build import build
from engine.graph.calendar_truth import CalendarTruth, prove_calendar
from engine.graph.net import ProcedureNet
from engine.graph.timeproof import prove_time
from engine.specs.calendars import CalendarSpec
from engine.specs.loader import load_folder
from engine.specs.procedures import Procedure
from engine.specs.work_calendars import compile_calendars
from engine.worktime.work_calendar import WorkCalendar
from tests.support.nets import a_net

ROUNDS = 5
FIRST = date(2026, 11, 21)
LAST = FIRST + timedelta(days=730)
Found = TypeVar("Found")
WORD_FOR = ("working days", "days", "working hours")


def main() -> None:
    """Print milliseconds for each procedure, and on how many days it would miss its limit."""
    documents = [loaded.document for loaded in load_folder(Path("procedure_specs"))]
    calendars = [each for each in documents if isinstance(each, CalendarSpec)]
    national = compile_calendars(calendars)["vn-national"]
    nets = [(each.key, build(each)) for each in documents if isinstance(each, Procedure)]
    print(
        f"{'procedure':24} {'sums ms':>8} {'as a sum ms':>12} {'row by row ms':>14} {'missed':>12}"
    )
    for name, net in [*nets, *_mixed()]:
        sums, _ = _milliseconds(lambda net=net: prove_time(net))
        summed, truth = _milliseconds(lambda net=net: _truth(net, national, in_rows=False))
        rows, _ = _milliseconds(lambda net=net: _truth(net, national, in_rows=True))
        missed = f"{len(truth.failing)} of {truth.days}"
        print(f"{name:24} {sums:8.2f} {summed:12.1f} {rows:14.1f} {missed:>12}")


def _mixed() -> Iterator[tuple[str, ProcedureNet]]:
    yield (
        "10 working days in 15",
        a_net("appraise: {by: d/o, limit: 10 working days}", limit="15 days"),
    )
    for length in (10, 100):
        steps = "".join(
            f"step{number}: {{by: d/o, limit: 1.5 {WORD_FOR[number % 3]}}}\n"
            for number in range(length)
        )
        yield f"{length} steps of three kinds", a_net(steps, limit=f"{length * 2} days")


def _truth(net: ProcedureNet, calendar: WorkCalendar, *, in_rows: bool) -> CalendarTruth:
    return prove_calendar(
        net, calendar, first=FIRST, last=LAST, reading="rows" if in_rows else "sum"
    )


def _milliseconds(ask: Callable[[], Found]) -> tuple[float, Found]:
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        found = ask()
        best = min(best, time.perf_counter() - begun)
    return best * 1000, found


if __name__ == "__main__":
    main()
