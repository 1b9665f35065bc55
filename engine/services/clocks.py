"""Clocks that nobody clicks: the sweep that fires them, and the explanation of a due date."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from engine.core.commands import FireClock
from engine.core.events import AlertRaised, RungFired
from engine.core.state import LedgerEntry, RunningClock
from engine.errors import RejectionError
from engine.messages import message
from engine.services.commands import execute
from engine.services.office import Office, Rulebook
from engine.worktime.explain import (
    Line,
    explain,
    paused_line,
    restarted_line,
    resumed_line,
)
from engine.worktime.work_calendar import WorkCalendar

_WAITS = {
    "supplement": message("waiting for a supplement from the applicant"),
    "payment": message("waiting for payment"),
    "external": message("waiting for another agency"),
}


@dataclass(frozen=True, slots=True)
class Sweep:
    """What a sweep did: clocks it fired, alerts it raised, dossiers where firing was refused."""

    fired: int
    raised: int
    stuck: tuple[str, ...] = ()


def fire_due_clocks(office: Office, *, limit: int = 200) -> Sweep:
    """Fire every clock with something due, at most ``limit`` of them.

    Two sweeps at once, or one after a kill, raise each alert once: the command id names the clock and
    the instant that is due, and the core fires only rungs that have not fired.
    """
    now = office.clock.now()
    with office.database.reading() as uow:
        due = uow.clocks.due(now, limit)
    fired = raised = 0
    stuck: list[str] = []
    for dossier, number in due:
        seed = f"motcua:fire:{dossier}:{number}:{now.isoformat()}"
        command = FireClock(
            command_id=str(uuid5(NAMESPACE_URL, seed)), dossier=dossier, clock=number
        )
        try:
            applied = execute(office, command, None)
        except RejectionError:
            # One dossier that cannot go on must not keep the others from their alerts.
            stuck.append(dossier)
            continue
        if applied.repeated:
            continue
        fired += any(isinstance(event, RungFired) for event in applied.events)
        raised += sum(isinstance(event, AlertRaised) for event in applied.events)
    return Sweep(fired, raised, tuple(stuck))


def explain_clock(clock: RunningClock, rulebook: Rulebook) -> tuple[Line, ...]:
    """Return, line by line, how a clock's due date came about, from its ledger."""
    calendar = rulebook.calendars[clock.calendar]
    lines: list[Line] = []
    for entry in clock.ledger:
        lines += _lines(entry, calendar)
    return tuple(lines)


def _lines(entry: LedgerEntry, calendar: WorkCalendar) -> tuple[Line, ...]:
    counted = (
        explain(calendar, entry.runs_from, entry.remaining, received_at=entry.at).lines
        if entry.runs_from is not None and entry.remaining
        else ()
    )
    match entry.kind:
        case "started":
            return counted
        case "paused":
            reason = _WAITS.get(entry.reason, message("waiting"))
            return (paused_line(calendar, entry.at, reason, entry.remaining),)
        case "resumed":
            return (resumed_line(calendar, entry.at, entry.remaining), *counted)
        case "restarted":
            reason = message("the dossier was completed")
            return (restarted_line(calendar, entry.at, reason, entry.remaining), *counted)
        case _:
            return ()
