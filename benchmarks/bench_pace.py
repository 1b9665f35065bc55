"""How many steps a second the engine carries out, beside the same steps as plain SQL in the same run.

Run with ``python -m benchmarks.bench_pace [--dossiers N] [--rounds N] [--only sqlite|postgresql]``. A step
completes one work item of the reference procedure and is on the disk when it counts. Ratios compare well
between machines; times do not.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path

import sqlalchemy as sa

from benchmarks.pace.clients import Figures, Moves, clocked, measured
from benchmarks.pace.floors import (
    CoreFloor,
    Floor,
    PostgresqlFloor,
    SqliteFloor,
    core_on_sqlite,
)
from benchmarks.pace.office import engine_moves
from benchmarks.pace.reference import STEPS, reference_office
from tests.support.postgres import running_server

NODES = ("receive", "assign", "prepare", "survey", "check", "conclude", "sign", "return")


def main() -> None:
    """Print steps per second, the ratio to the floor, CPU microseconds and delays."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--dossiers", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    heading = f"{'':34}{'steps/s':>9}{'ratio':>7}{'CPU µs':>8}{'p50 ms':>8}{'p99 ms':>8}"
    for backend in ("sqlite", "postgresql"):
        if options.only in (None, backend):
            print(f"{backend}, medians of {options.rounds} rounds\n{heading}")
            for clients in (1, 8):
                _compare(backend, clients, options.dossiers, options.rounds)


def _compare(backend: str, clients: int, dossiers: int, rounds: int) -> None:
    results: dict[str, list[Figures]] = {}
    for _ in range(rounds):
        with ExitStack() as stack:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            for name, moves in _competitors(backend, home, stack, dossiers, clients):
                results.setdefault(name, []).append(measured(moves))
    floor = sorted(each.per_second for each in results["hand-written SQL (the floor)"])
    for name, figures in results.items():
        best = sorted(figures, key=lambda each: each.per_second)[len(figures) // 2]
        ratio = best.per_second / floor[len(floor) // 2]
        print(
            f"{name + f', {clients} client' + 's' * (clients > 1):34}{best.per_second:9,.0f}{ratio:7.2f}"
            f"{best.cpu_microseconds:8.0f}{best.p50 * 1e3:8.2f}{best.p99 * 1e3:8.2f}"
        )


def _competitors(
    backend: str, home: Path, stack: ExitStack, dossiers: int, clients: int
) -> list[tuple[str, Moves]]:
    floor: Floor
    core: Floor
    if backend == "sqlite":
        office_url = f"sqlite:///{home / 'office.db'}"
        floor = SqliteFloor(home)
        core_engine = core_on_sqlite(home)
        core = CoreFloor(core_engine, threading.Lock())
    else:
        server = stack.enter_context(running_server(durable=True))
        office_url = server.empty_database()
        floor = PostgresqlFloor(server.empty_database())
        url = sa.make_url(server.empty_database()).set(drivername="postgresql+psycopg")
        core_engine = sa.create_engine(url, pool_size=clients)
        core = CoreFloor(core_engine, None)
    stack.callback(core_engine.dispose)
    office = stack.enter_context(reference_office(home, office_url))
    return [
        ("hand-written SQL (the floor)", _floor_moves(floor, dossiers, clients)),
        ("SQLAlchemy Core", _floor_moves(core, dossiers, clients)),
        ("this engine", engine_moves(office, dossiers, clients)),
    ]


def _floor_moves(floor: Floor, dossiers: int, clients: int) -> Moves:
    codes = [f"H99.02-260302-{number:06}" for number in range(dossiers)]
    floor.prepare(codes)

    def work(client: int) -> list[float]:
        delays: list[float] = []
        with floor.client() as move:
            for code in codes[client::clients]:
                for number, node in enumerate(NODES[:STEPS]):
                    delays.append(clocked(move, code, node, f"{code}-{number}"))
        return delays

    return Moves(clients, work)


if __name__ == "__main__":
    main()
