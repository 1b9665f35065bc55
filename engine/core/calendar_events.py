"""What a change of the working calendar does to a dossier that is under way."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.event import Event
from engine.core.state import LedgerEntry, RungAt


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRecounted(Event):
    """A running clock was counted again by the calendar as it stands now; the entry says why.

    Attributes:
        anew: marks that had fired lie ahead again, so that a new cycle of them begins.
    """

    number: int
    by: str
    calendar_version: str
    entry: LedgerEntry
    rungs: tuple[RungAt, ...]
    anew: bool = False
