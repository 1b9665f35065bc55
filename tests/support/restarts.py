"""Clerks, a sweep and deliveries at work while PostgreSQL crashes and hangs up again and again."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from engine.clock import SettableClock
from engine.errors import StoreError
from engine.services import automation, clocks, dossiers
from engine.services.office import Office
from tests.support import offices
from tests.support.databases import sql
from tests.support.offices import RECEPTION
from tests.support.postgres import PostgresServer
from tests.support.races import together
from tests.support.wholeness import check_dossiers

_Result = TypeVar("_Result")
_GIVE_UP_AFTER = 60.0
_COMMANDS_EACH = 2


@dataclass
class Disturbed:
    """What clerks went through; ``recovered_in`` are the seconds from a refusal to the next answer."""

    clerks: int
    dossiers: int
    crashes: int = 0
    hang_ups: int = 0
    refused: int = 0
    commands: int = 0
    effects: int = 0
    delivered_again: int = 0
    recovered_in: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        times = sorted(self.recovered_in) or [0.0]
        return (
            f"{self.dossiers} dossiers, {self.commands} commands on them, {self.effects} effects,"
            f" {self.clerks} clerks; {self.crashes} crashes and {self.hang_ups} lost connections;"
            f" {self.refused} calls refused and given again, answered after"
            f" {times[len(times) // 2]:.2f} s (median), {times[-1]:.2f} s (longest);"
            f" 0 lost, 0 done twice, {self.delivered_again} notices delivered a second time"
        )


@dataclass
class _Work:
    """An office under disturbance, with what was acknowledged."""

    office: Office
    clock: SettableClock
    told: Disturbed
    begun: int = 0
    acknowledged: set[str] = field(default_factory=set)
    delivered: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answered(self, call: Callable[[], _Result]) -> _Result:
        """Give a call again until the database answers, as a clerk would press the button again."""
        began = None
        while True:
            try:
                result = call()
            except StoreError:
                now = time.monotonic()
                began = began or now
                assert now - began < _GIVE_UP_AFTER
                with self.lock:
                    self.told.refused += 1
                time.sleep(0.02)
                continue
            if began is not None:
                self.told.recovered_in.append(time.monotonic() - began)
            return result

    def clerk(self, number: int) -> None:
        """Receive a share of the dossiers, and work on each."""
        for count in range(self.begun + number, self.told.dossiers, self.told.clerks):
            received = f"{count}:receive"
            code = self.answered(partial(offices.receive, self.office, received))
            self.acknowledged.add(received)
            for id, act in (("release", dossiers.release), ("claim", dossiers.claim)):
                command = f"{count}:{id}"
                self.answered(partial(act, self.office, code, 1, RECEPTION, command))
                self.acknowledged.add(command)

    def sweep_and_deliver(self) -> None:
        """Raise the alerts of all dossiers, and deliver a notice of each."""
        self.clock.advance(timedelta(days=40))
        while self.answered(partial(clocks.fire_due_clocks, self.office)).fired:
            pass
        while entries := self.answered(self._claimed):
            for entry in entries:
                self.delivered[entry.key] += 1
                self.answered(
                    partial(automation.settle, self.office, entry, automation.Performed())
                )

    def _claimed(self) -> list[automation.OutboxEntry]:
        # What a lost answer claimed comes back when its lease has run out.
        self.clock.advance(automation.LEASE)
        return automation.claim_outbox(self.office, kinds=("notice",), holder="h", limit=20)


def work_through_restarts(
    home: Path,
    server: PostgresServer,
    url: str,
    chance: random.Random,
    *,
    dossiers: int,
    clerks: int = 4,
    every: tuple[float, float] = (5.0, 40.0),
    at_least: int = 0,
) -> Disturbed:
    """Let clerks receive and handle ``dossiers``, and their alerts be delivered, under disturbance.

    Args:
        every: seconds from one disturbance to the next; a crashed server is down for 0 to 2 of them.
        at_least: how many disturbances there must be; clerks who are faster get more dossiers.
    """
    told = Disturbed(clerks, dossiers)
    with offices.shipped_office(home, url) as (office, clock):
        work = _Work(office, clock, told)
        with _disturbing(server, chance, told, every):
            together(clerks, work.clerk)
            while told.crashes + told.hang_ups < at_least:
                work.begun = told.dossiers
                told.dossiers += clerks
                together(clerks, work.clerk)
            work.sweep_and_deliver()
        _check(work)
    return told


@contextmanager
def _disturbing(
    server: PostgresServer, chance: random.Random, told: Disturbed, every: tuple[float, float]
) -> Iterator[None]:
    over = threading.Event()

    def disturb() -> None:
        while not over.wait(chance.uniform(*every)):
            if chance.random() < 0.5:
                server.hang_up()
                told.hang_ups += 1
            else:
                server.stop("immediate")
                over.wait(chance.uniform(0, min(2.0, every[1])))
                server.start()
                told.crashes += 1

    thread = threading.Thread(target=disturb)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _check(work: _Work) -> None:
    told, database = work.told, work.office.database
    rows = [
        row[0] for row in sql(database, "SELECT command_id FROM journal WHERE actor <> 'system'")
    ]
    told.commands = _COMMANDS_EACH * told.dossiers
    assert len(rows) == told.commands + told.dossiers
    assert set(rows) == work.acknowledged
    codes = sql(database, "SELECT code FROM dossier")
    assert len(codes) == told.dossiers
    check_dossiers(database)
    alerts = sql(database, "SELECT dossier, number FROM alert")
    told.effects = len(alerts)
    assert told.effects >= told.dossiers
    assert len(work.delivered) == told.effects
    assert sql(database, "SELECT count(*) FROM outbox WHERE kind = 'notice'") == [(0,)]
    told.delivered_again = sum(work.delivered.values()) - told.effects
