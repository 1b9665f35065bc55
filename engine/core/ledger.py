"""Clocks as state: the ledger of each, what is still to fire, and a letter of apology."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from engine.core.lifecycle import ClockStatus
from engine.specs.alerts import ClockKind
from engine.worktime.amounts import Allowance, Span

LedgerKind = Literal[
    "started", "paused", "resumed", "restarted", "extended", "recounted", "stopped"
]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One entry of a clock's ledger.

    Attributes:
        at: when it was entered.
        runs_from: for entries after which the clock runs, the instant it counts from.
        remaining: what was left to run after the entry.
        due_at: the due date that follows, where the clock runs.
        by: by how much the limit was extended, as it was decided; ``decision`` names the paper.
    """

    kind: LedgerKind
    at: datetime
    reason: str = ""
    runs_from: datetime | None = None
    remaining: Allowance = ()
    due_at: datetime | None = None
    by: tuple[Span, ...] = ()
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Apology:
    """A letter of apology to an applicant, as it was registered.

    Attributes:
        letter: its number in the register of outgoing papers.
        dated: the date it carries.
        promised_on: the new date it promises for the result.
        recorded_on: the legal date on which it was registered here.
    """

    letter: str
    dated: date
    promised_on: date
    reason: str
    recorded_on: date


@dataclass(frozen=True, slots=True)
class RungAt:
    """A rung of the alert ladder that has still to fire, and when."""

    name: str
    at: datetime


@dataclass(frozen=True)
class RunningClock:
    """A time limit of the dossier with its ledger; ``due_at`` always follows from the ledger.

    Attributes:
        number: counts the clocks of the dossier from 1.
        name: the node of a step or wait clock, the group or phase of a period clock, the appointment of
            a dossier clock, or "dossier" where the legal limit is not parted into appointments.
        limit: the limit as printed.
        calendar: code and version of the working calendar the due date was computed with.
        cycle: how often the clock was restarted from zero or extended, or counted by another calendar so
            that marks it had passed lie ahead again.
        first_due_at: never overwritten.
        due_on: the date a clock without a limit is due on; pausing does not move it.
        apology: the letter that told the applicant it would not be kept, if one was registered.
        rungs: what is still to fire, soonest first; a paused clock fires none of them.
    """

    number: int
    kind: ClockKind
    name: str
    status: ClockStatus
    limit: tuple[Span, ...]
    calendar: str
    calendar_version: str
    ledger: tuple[LedgerEntry, ...]
    due_at: datetime | None
    first_due_at: datetime | None
    rungs: tuple[RungAt, ...] = ()
    fired: tuple[str, ...] = ()
    cycle: int = 0
    due_on: date | None = None
    apology: Apology | None = None

    @property
    def late(self) -> bool:
        """Tell whether it was stopped after its due date."""
        stopped = self.status is ClockStatus.STOPPED
        return stopped and self.due_at is not None and self.due_at < self.ledger[-1].at

    @property
    def extended(self) -> bool:
        """Tell whether it was extended; the law lets that happen once (NĐ 61/2018 Đ19.9)."""
        return any(entry.kind == "extended" for entry in self.ledger)

    @property
    def fires_at(self) -> datetime | None:
        """Return when the next thing happens to the clock by itself, if anything."""
        running = self.status is ClockStatus.RUNNING
        return self.rungs[0].at if running and self.rungs else None
