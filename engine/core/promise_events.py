"""What happened to the date an applicant was promised: an apology went out, the time limit was extended."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.event import Event
from engine.core.state import Apology, LedgerEntry, RungAt


@dataclass(frozen=True, slots=True, kw_only=True)
class ApologyRecorded(Event):
    """A letter of apology for a time limit that will not be kept was registered; ``number`` is the clock's."""

    number: int
    by: str
    apology: Apology


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockExtended(Event):
    """A time limit was extended; the entry says by how much, why, and by which decision."""

    number: int
    by: str
    entry: LedgerEntry
    rungs: tuple[RungAt, ...]
