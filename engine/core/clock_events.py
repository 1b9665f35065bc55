"""What happened to the clocks of a dossier as it moved and as time passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.core.event import Event
from engine.core.state import LedgerEntry, RungAt
from engine.specs.alerts import ClockKind
from engine.worktime.amounts import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStarted(Event):
    """A time limit began."""

    number: int
    kind: ClockKind
    name: str
    limit: tuple[Span, ...]
    calendar: str
    calendar_version: str
    entry: LedgerEntry
    rungs: tuple[RungAt, ...]
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPaused(Event):
    """A clock stands still."""

    number: int
    entry: LedgerEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockResumed(Event):
    """A clock runs on with what it had left."""

    number: int
    entry: LedgerEntry
    rungs: tuple[RungAt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRestarted(Event):
    """A clock starts again from zero."""

    number: int
    entry: LedgerEntry
    rungs: tuple[RungAt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStopped(Event):
    """A time limit is over; the lateness is known."""

    number: int
    entry: LedgerEntry
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RungFired(Event):
    """A rung of a clock's ladder was reached."""

    clock: int
    rung: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRequeued(Event):
    """A clock that could not be fired is to be tried again."""

    number: int
    by: str
