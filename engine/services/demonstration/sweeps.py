"""The sweep of the demonstration office: somebody looks about every minute where a clock may have run out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from engine.services import clocks
from engine.services.demonstration.agenda import Agenda
from engine.services.draining import drain_outbox
from engine.services.office import Office

_MINUTE = timedelta(minutes=1)
_HOLDER = "demonstration"


class Sweeps:
    """Sweeps that are planned, each with the dossiers it is for.

    Args:
        is_due: tells of a dossier whether one of its clocks has run out now.
        swept: is told of each dossier that had one, after the sweep.
    """

    def __init__(
        self,
        office: Office,
        agenda: Agenda,
        is_due: Callable[[str], bool],
        swept: Callable[[str], None],
    ) -> None:
        self._office = office
        self._agenda = agenda
        self._is_due = is_due
        self._swept = swept
        self._planned: dict[datetime, dict[str, None]] = {}

    def plan(self, code: str, fires_at: datetime) -> None:
        """Plan to look at a dossier when one of its clocks will have run out."""
        minute = _next_minute(max(fires_at, self._agenda.now))
        if minute not in self._planned:
            self._planned[minute] = {}
            self._agenda.at(minute, lambda: self._sweep(minute))
        self._planned[minute][code] = None

    def _sweep(self, minute: datetime) -> None:
        due = [code for code in self._planned.pop(minute) if self._is_due(code)]
        if not due:
            return
        clocks.fire_due_clocks(self._office, limit=1000)
        self.carry_out()
        for code in due:
            self._swept(code)

    def carry_out(self) -> None:
        """Carry out the effects that wait outside."""
        drain_outbox(self._office, _HOLDER)


def _next_minute(at: datetime) -> datetime:
    """Return when the sweep comes by next."""
    begun = at.replace(second=0, microsecond=0)
    return begun if begun == at else begun + _MINUTE
