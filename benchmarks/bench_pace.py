"""How many steps a second the engine carries out, beside the same steps as plain SQL in the same run.

Run with ``python -m benchmarks.bench_pace [--dossiers N] [--rounds N] [--only sqlite|postgresql]
[--sync-ms X]``. A step completes one work item of the reference procedure and is on the disk when it counts.
On PostgreSQL eight clients are also measured as two processes of four. ``--sync-ms`` lets every commit on
SQLite take that much longer, for all alike: disks of servers take 1 to 5 ms. Ratios compare well between
machines; times do not.
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.pace.clients import Figures
from benchmarks.pace.competitors import KINDS, Competitor
from benchmarks.pace.processes import measured_in
from tests.support.postgres import running_server

_BACKENDS = {"sqlite": ((1, 1), (8, 1)), "postgresql": ((1, 1), (8, 1), (8, 2))}
"""How many clients in how many processes."""


def main() -> None:
    """Print steps per second, the ratio to the floor, CPU microseconds and delays."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--dossiers", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=list(_BACKENDS))
    parser.add_argument("--sync-ms", type=float, default=0, metavar="X")
    options = parser.parse_args()
    for backend, sizes in _BACKENDS.items():
        if options.only in (None, backend):
            slower = f", commits {options.sync_ms:g} ms longer" if options.sync_ms else ""
            on = backend + (slower if backend == "sqlite" else "")
            print(f"{on}, medians of {options.rounds} rounds")
            print(f"{'':42}{'steps/s':>9}{'ratio':>7}{'CPU µs':>8}{'p50 ms':>8}{'p99 ms':>8}")
            for clients, processes in sizes:
                _compare(backend, clients, processes, options)


def _compare(backend: str, clients: int, processes: int, options: argparse.Namespace) -> None:
    results: dict[str, list[Figures]] = {}
    for _ in range(options.rounds):
        with ExitStack() as stack:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            for each in _competitors(backend, home, stack, clients, options):
                results.setdefault(each.kind, []).append(measured_in(each, processes))
    floor = _median(results[KINDS[0]]).per_second
    crowd = f"{clients} client{'s' * (clients > 1)}" + f" in {processes} processes" * (
        processes > 1
    )
    for name, figures in results.items():
        typical = _median(figures)
        print(
            f"{f'{name}, {crowd}':42}{typical.per_second:9,.0f}{typical.per_second / floor:7.2f}"
            f"{typical.cpu_microseconds:8.0f}{typical.p50 * 1e3:8.2f}{typical.p99 * 1e3:8.2f}"
        )


def _median(figures: list[Figures]) -> Figures:
    return sorted(figures, key=lambda each: each.per_second)[len(figures) // 2]


def _competitors(
    backend: str, home: Path, stack: ExitStack, clients: int, options: argparse.Namespace
) -> list[Competitor]:
    if backend == "sqlite":
        urls = [f"sqlite:///{home / 'office.db'}"] * len(KINDS)
    else:
        server = stack.enter_context(running_server(durable=True))
        urls = [server.empty_database() for _ in KINDS]
    return [
        Competitor(kind, home, url, options.dossiers, clients, sync_ms=options.sync_ms)
        for kind, url in zip(KINDS, urls, strict=True)
    ]


if __name__ == "__main__":
    main()
