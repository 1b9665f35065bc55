"""How fast the working calendar is, and how many times faster than walking day by day.

Run with ``python -m benchmarks.bench_worktime``. Ratios compare well between machines; times do not.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from engine.worktime.amounts import Allowance, Amount, TimeUnit
from engine.worktime.work_calendar import WorkCalendar
from tests.support.calendars import SEVEN_AND_A_HALF_HOURS, vietnamese_rules
from tests.support.slow_calendar import SlowCalendar

ROUNDS = 5
HOUR = 3600
AHEAD = timedelta(days=20)
LIMITS: dict[str, Allowance] = {
    "4 working hours": (Amount(TimeUnit.WORKING_DAY, 0, 4 * HOUR),),
    "10 working days": (Amount(TimeUnit.WORKING_DAY, 10, 0),),
    "30.5 working days": (Amount(TimeUnit.WORKING_DAY, 30, 4 * HOUR),),
    "15 days": (Amount(TimeUnit.DAY, 15, 0),),
    "12 hours": (Amount(TimeUnit.HOUR, 0, 12 * HOUR),),
}


def main() -> None:
    """Print microseconds per operation, operations per second and the ratio to the slow calendar."""
    rules = vietnamese_rules(SEVEN_AND_A_HALF_HOURS)
    fast, slow = WorkCalendar(rules), SlowCalendar(rules)
    local = [datetime(2025, 1, 1) + timedelta(hours=7 * count) for count in range(1200)]  # noqa: DTZ001 - the slow calendar walks local time
    starts = [(at - timedelta(hours=7)).replace(tzinfo=UTC) for at in local]
    print(f"{'operation':28} {'µs':>8} {'per second':>12} {'× walking':>10}")
    for name, limit in LIMITS.items():
        quick = _microseconds(lambda at, limit=limit: fast.add(at, limit), starts, 20)
        walked = _microseconds(lambda at, limit=limit: slow.add(at, limit), local, 1)
        _print(f"add {name}", quick, walked)
    for unit in (TimeUnit.WORKING_DAY, TimeUnit.WORKING_HOUR, TimeUnit.DAY):
        quick = _microseconds(lambda at, unit=unit: fast.measure(at, at + AHEAD, unit), starts, 20)
        walked = _microseconds(lambda at, unit=unit: slow.measure(at, at + AHEAD, unit), local, 1)
        _print(f"measure 20 days in {unit}", quick, walked)
    built = _microseconds(lambda _: WorkCalendar(rules), [date(2025, 1, 1)], 3)
    print(f"{'build a table of ten years':28} {built:8.0f}")


def _microseconds(ask: Callable[[Any], object], questions: Sequence[object], times: int) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for _ in range(times):
            for question in questions:
                ask(question)
        best = min(best, time.perf_counter() - begun)
    return best / times / len(questions) * 1e6


def _print(name: str, quick: float, walked: float) -> None:
    print(f"{name:28} {quick:8.2f} {1e6 / quick:12,.0f} {walked / quick:10.0f}")


if __name__ == "__main__":
    main()
