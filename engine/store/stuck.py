"""Clocks whose firing was refused: how often, why, and when a sweep comes back to them.

A clock that is put off keeps its place in the index the sweep reads, at the instant of its next try. Its row
here counts exactly while that place is still the clock's: whatever changes the clock itself ends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    and_,
    delete,
    exists,
    func,
    select,
    update,
)

from engine.store.clocks import DueClock
from engine.store.tables import clock, dossier, stuck
from engine.store.upserts import upsert


@dataclass(frozen=True, slots=True)
class StuckClock:
    """A clock that could not be fired.

    Attributes:
        number: that of the clock in its dossier.
        digest: the procedure version of the dossier.
        name: what the clock limits, "" for the dossier itself.
        since: when it was first refused.
        attempts: how often it was refused since.
        next_try_at: when a sweep comes back to it.
        reason: why it was refused the last time, as a kept sentence.
    """

    dossier: str
    number: int
    digest: str
    name: str
    since: datetime
    attempts: int
    next_try_at: datetime
    reason: str


_IN_FORCE = and_(
    clock.c.dossier == stuck.c.dossier,
    clock.c.number == stuck.c.number,
    clock.c.fires_at == stuck.c.next_try_at,
)
_FOUND = (
    select(stuck, dossier.c.digest, clock.c.name)
    .join(clock, _IN_FORCE)
    .join(dossier, dossier.c.code == stuck.c.dossier)
    .order_by(stuck.c.since, stuck.c.dossier, stuck.c.number)
)


class Stuck:
    """The stuck clocks as one unit of work sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self) -> list[StuckClock]:
        """Return the clocks that are stuck, longest first."""
        return [_stuck(row) for row in self._connection.execute(_FOUND)]

    def find(self, code: str, number: int) -> StuckClock | None:
        """Return a clock if it is stuck."""
        found = _FOUND.where(stuck.c.dossier == code, stuck.c.number == number)
        row = self._connection.execute(found).one_or_none()
        return None if row is None else _stuck(row)

    def count(self) -> int:
        """Return how many clocks are stuck."""
        statement = select(func.count()).select_from(stuck.join(clock, _IN_FORCE))
        found: int = self._connection.execute(statement).scalar_one()
        return found

    def put_off(self, due: DueClock, *, now: datetime, until: datetime, reason: str) -> None:
        """Keep a refused clock from being due before ``until``, unless it was changed and is due no more."""
        before = self._before(due)
        since, attempts = (now, 0) if before is None else (before.since, before.attempts)
        moved = (
            update(clock).where(*_same(due, clock), clock.c.fires_at <= now).values(fires_at=until)
        )
        if self._connection.execute(moved).rowcount:
            row = {
                "dossier": due.dossier,
                "number": due.number,
                "since": since,
                "attempts": attempts + 1,
                "next_try_at": until,
                "reason": reason,
            }
            self._connection.execute(upsert(stuck, self._connection), row)

    def attempts(self, due: DueClock) -> int:
        """Return how often a clock was refused before, as the sweep found it."""
        before = self._before(due)
        return 0 if before is None else before.attempts

    def _before(self, due: DueClock) -> Row[Any] | None:
        # By the place the sweep found: an alert raised since then may have moved the clock.
        statement = select(stuck.c.since, stuck.c.attempts).where(
            *_same(due, stuck), stuck.c.next_try_at == due.fires_at
        )
        return self._connection.execute(statement).one_or_none()

    def let_go(self, now: datetime, only: tuple[str, int] | None = None) -> None:
        """Have all stuck clocks, or one, tried at the next sweep, and counted from the first attempt."""
        for each in self.list():
            if only is None or only == (each.dossier, each.number):
                place = DueClock(each.dossier, each.number, each.next_try_at)
                self._connection.execute(
                    update(clock).where(*_same(place, clock)).values(fires_at=now)
                )
                self._connection.execute(
                    update(stuck).where(*_same(place, stuck)).values(next_try_at=now, attempts=0)
                )

    def forget(self, until: datetime) -> None:
        """Drop the rows of clocks that were to be tried by ``until`` and are stuck no more."""
        still = exists().where(_IN_FORCE)
        self._connection.execute(delete(stuck).where(stuck.c.next_try_at <= until, ~still))


def _same(due: DueClock, table: Table) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.dossier == due.dossier, table.c.number == due.number


def _stuck(row: Row[Any]) -> StuckClock:
    return StuckClock(
        dossier=row.dossier,
        number=row.number,
        digest=row.digest,
        name=row.name,
        since=row.since,
        attempts=row.attempts,
        next_try_at=row.next_try_at,
        reason=row.reason,
    )
