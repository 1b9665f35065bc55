"""The reference procedure on other engines, beside this one, one client each, every step on the disk.

Run with ``python -m benchmarks.bench_peers [--dossiers N]``. The others are no dependencies of this program:
install them by hand in an environment of its own (see README.md).
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from benchmarks.pace.clients import Figures, Moves, measured
from benchmarks.pace.competitors import Competitor
from benchmarks.pace.processes import measured_in
from benchmarks.peers import durable_functions, spiff
from tests.support.postgres import running_server


def main() -> None:
    """Print steps per second, processor time and delays of each engine that is installed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--dossiers", type=int, default=100)
    dossiers = parser.parse_args().dossiers
    for name, module in (("SpiffWorkflow", spiff), ("dbos", durable_functions)):
        if not module.installed():
            print(f"{name} is not installed: pip install {name}, in an environment of its own")
    print(f"{'':34}{'steps/s':>9}{'CPU µs':>8}{'p50 ms':>8}{'p99 ms':>8}")
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(running_server(durable=True))
        for backend, url in (("SQLite", f"sqlite:///{home / 'office.db'}"), ("PostgreSQL", "")):
            office = Competitor(
                "this engine", home / backend, url or server.empty_database(), dossiers, 1
            )
            office.home.mkdir()
            _print(f"this engine, {backend}", measured_in(office, 1))
            if backend == "SQLite" and spiff.installed():
                _print("SpiffWorkflow, SQLite", _of(spiff.spiff_moves(home, dossiers)))
            if durable_functions.installed():
                database = f"sqlite:///{home / 'dbos.db'}" if url else server.empty_database()
                moves = durable_functions.dbos_moves(database, dossiers)
                _print(f"DBOS, {backend}", _of(moves))


def _of(opened: AbstractContextManager[Moves]) -> Figures:
    with opened as moves:
        return measured(moves)


def _print(name: str, figures: Figures) -> None:
    print(
        f"{name:34}{figures.per_second:9,.0f}{figures.cpu_microseconds:8.0f}"
        f"{figures.p50 * 1e3:8.2f}{figures.p99 * 1e3:8.2f}"
    )


if __name__ == "__main__":
    main()
