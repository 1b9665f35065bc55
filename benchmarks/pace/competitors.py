"""Who is measured beside whom, so that each can be opened again in a process of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa

from benchmarks.pace.clients import Moves, clocked
from benchmarks.pace.floors import (
    CoreFloor,
    Floor,
    PostgresqlFloor,
    SqliteFloor,
    Waiting,
    core_on_sqlite,
)
from benchmarks.pace.office import engine_moves
from benchmarks.pace.reference import STEPS, reference_office
from engine.store import prepared

NODES = ("receive", "assign", "prepare", "survey", "check", "conclude", "sign", "return")
Kind = Literal["hand-written SQL", "SQLAlchemy Core", "this engine"]
KINDS: tuple[Kind, ...] = ("hand-written SQL", "SQLAlchemy Core", "this engine")


@dataclass(frozen=True, slots=True)
class Competitor:
    """One way to move dossiers, on a database of its own.

    Attributes:
        url: of an empty database, or of an SQLite file in ``home``.
        dossiers: how many are moved, by ``clients`` at once.
        sync_ms: how much longer the disk is to take for each commit, on SQLite.
        share: which of several processes this is; each moves dossiers of its own.
    """

    kind: Kind
    home: Path
    url: str
    dossiers: int
    clients: int
    sync_ms: float = 0
    share: int = 0

    def prepare(self) -> None:
        """Make the database ready for the processes that share it."""
        if self.kind != "this engine":
            with self._floor() as floor:
                floor.prepare([])
            return
        with reference_office(self.home, self.url):
            pass

    def parted(self, processes: int) -> list[Competitor]:
        """Return one for each process, with its part of the dossiers and of the clients."""
        dossiers, clients = self.dossiers // processes, self.clients // processes
        return [
            replace(self, dossiers=dossiers, clients=clients, share=share)
            for share in range(processes)
        ]

    @contextmanager
    def moves(self) -> Iterator[Moves]:
        """Give the work of its clients."""
        if self.kind != "this engine":
            with self._floor() as floor:
                yield _floor_moves(floor, self.share, self.dossiers, self.clients)
            return
        with reference_office(self.home, self.url, made=True) as office:
            moves = engine_moves(office, self.dossiers, self.clients)
            with _slow_commits(self._after_commit):
                yield moves

    @contextmanager
    def _floor(self) -> Iterator[Floor]:
        sqlite = self.url.startswith("sqlite")
        if self.kind == "hand-written SQL":
            yield (
                SqliteFloor(self.home, self._after_commit) if sqlite else PostgresqlFloor(self.url)
            )
            return
        url = sa.make_url(self.url).set(drivername="postgresql+psycopg")
        engine = core_on_sqlite(self.home) if sqlite else sa.create_engine(url, pool_size=8)
        yield CoreFloor(engine, threading.Lock() if sqlite else None, self._after_commit)
        engine.dispose()

    @property
    def _after_commit(self) -> Waiting:
        if not self.sync_ms or not self.url.startswith("sqlite"):
            return _nothing
        return partial(time.sleep, self.sync_ms / 1e3)


def _nothing() -> None:
    """Wait for nothing."""


@contextmanager
def _slow_commits(after_commit: Waiting) -> Iterator[None]:
    """Let every commit of the engine's one writer take longer, while it has the writer's turn."""
    ask = prepared.ask

    def asked_slowly(execute: Callable[..., object], text: str, bound: Any) -> None:
        ask(execute, text, bound)
        if text == "COMMIT":
            after_commit()

    prepared.ask = asked_slowly
    try:
        yield
    finally:
        prepared.ask = ask


def _floor_moves(floor: Floor, share: int, dossiers: int, clients: int) -> Moves:
    codes = [f"H99.02-2603{share:02}-{number:06}" for number in range(dossiers)]
    floor.prepare(codes)

    def work(client: int) -> list[float]:
        delays: list[float] = []
        with floor.client() as move:
            for code in codes[client::clients]:
                for number, node in enumerate(NODES[:STEPS]):
                    delays.append(clocked(move, code, node, f"{code}-{number}"))
        return delays

    return Moves(clients, work)
