"""How pace and sweep change from a thousand open dossiers to a million.

Run with ``python -m benchmarks.bench_crowd [--crowds 1000 1000000] [--only sqlite|postgresql]``. The
million takes some gigabytes of disk and a few minutes.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from benchmarks.pace.clients import measured
from benchmarks.pace.crowd import crowd
from benchmarks.pace.office import engine_moves
from benchmarks.pace.reference import RECEPTIONIST, reception, reference_office
from engine.clock import SettableClock
from engine.services import clocks, dossiers
from engine.services.office import Office
from tests.support.postgres import running_server

ALERTS = 460


def main() -> None:
    """Print the pace of steps and the times of a sweep for every size of the crowd."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--crowds", type=int, nargs="+", default=[1_000, 1_000_000])
    parser.add_argument("--dossiers", type=int, default=100)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    print(
        f"{'':12}{'open':>10}{'steps/s':>9}{'CPU µs':>8}{'find ms':>9}{f'{ALERTS} alerts ms':>15}"
        f"{'CPU µs each':>14}"
    )
    for backend in ("sqlite", "postgresql"):
        if options.only in (None, backend):
            for size in options.crowds:
                with _office(backend) as office:
                    _measure(backend, office, size, options.dossiers)


@contextmanager
def _office(backend: str) -> Iterator[Office]:
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{home / 'office.db'}"
        if backend == "postgresql":
            url = stack.enter_context(running_server(durable=True)).empty_database()
        yield stack.enter_context(reference_office(home, url))


def _measure(backend: str, office: Office, size: int, number: int) -> None:
    template = dossiers.receive(office, reception(), RECEPTIONIST, str(uuid4())).dossier
    crowd(office, template, size, ALERTS)
    steps = measured(engine_moves(office, number, 1))
    clock = office.clock
    assert isinstance(clock, SettableClock)
    # The first rung of the step's clock is due, no other.
    clock.advance(timedelta(hours=5, minutes=30))
    found = []
    for _ in range(20):
        begun = time.perf_counter()
        with office.database.reading() as uow:
            due = uow.clocks.due(clock.now(), ALERTS)
        found.append(time.perf_counter() - begun)
    assert len(due) == ALERTS
    begun, cpu = time.perf_counter(), time.process_time()
    swept = clocks.fire_due_clocks(office, limit=ALERTS)
    elapsed, used = time.perf_counter() - begun, time.process_time() - cpu
    assert swept.raised == ALERTS
    print(
        f"{backend:12}{size:10,}{steps.per_second:9,.0f}{steps.cpu_microseconds:8.0f}"
        f"{statistics.median(found) * 1e3:9.2f}{elapsed * 1e3:15.0f}{used / ALERTS * 1e6:14.0f}"
    )


if __name__ == "__main__":
    main()
