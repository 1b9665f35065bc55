"""Clocks that nobody clicks: the sweep that fires them, and the explanation of a due date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b

from engine.core.appointments import WHOLE
from engine.core.clocks import FINISHED, KEPT
from engine.core.commands import FireClock
from engine.core.events import AlertRaised, Event
from engine.core.state import LedgerEntry, RunningClock
from engine.core.waits import LINKED
from engine.errors import BrokenRuleError, EngineError, StaleVersionError, StoreError
from engine.messages import Message, message
from engine.services.commands import Applied
from engine.services.many_commands import execute_all
from engine.services.office import Office, Rulebook
from engine.services.stuck_clocks import put_off
from engine.store.clocks import DueClock
from engine.worktime.explain import (
    Line,
    explain,
    explain_date,
    extended_line,
    fixed_line,
    paused_line,
    recounted_line,
    restarted_line,
    resumed_line,
)
from engine.worktime.rules import CalendarRangeError
from engine.worktime.work_calendar import WorkCalendar

_WAITS = {
    "supplement": message("waiting for a supplement from the applicant"),
    "payment": message("waiting for payment"),
    "external": message("waiting for another agency"),
    LINKED: message("waiting for a linked dossier"),
    FINISHED: message("the result is there"),
    KEPT: message("the steps of the appointment are done"),
}


@dataclass(frozen=True, slots=True)
class Sweep:
    """What a sweep did: clocks it fired, alerts it raised, dossiers where firing was refused."""

    fired: int
    raised: int
    stuck: tuple[str, ...] = ()


def fire_due_clocks(office: Office, *, limit: int = 200) -> Sweep:
    """Fire clocks with something due, longest due first, until ``limit`` of them fired or none is left.

    Those of dossiers that cannot go on are passed by, so that they keep no other from its alerts, and
    put off, so that they are not tried at every sweep.

    Two sweeps at once, or one after a kill, raise each alert once: the command id names the clock and
    the instant that is due, and the core fires only rungs that have not fired.
    """
    now = office.clock.now()
    fired = raised = 0
    stuck: dict[DueClock, EngineError] = {}
    last: DueClock | None = None
    while fired < limit and (due := _due(office, now, limit - fired, last)):
        done, refused = _fire(office, due, now)
        stuck |= refused
        for events in done.values():
            fired += bool(events)
            raised += sum(isinstance(event, AlertRaised) for event in events)
        last = due[-1]
    put_off(office, {clock: why for clock, why in stuck.items() if _says_no(why)}, now)
    return Sweep(fired, raised, tuple(dict.fromkeys(clock.dossier for clock in stuck)))


def _says_no(why: EngineError) -> bool:
    """Tell whether a dossier cannot go on; not where the database failed, or somebody was faster."""
    if isinstance(why, BrokenRuleError):
        return True
    return not isinstance(why, StoreError | StaleVersionError)


def _due(office: Office, now: datetime, limit: int, after: DueClock | None) -> list[DueClock]:
    with office.database.reading() as uow:
        return uow.clocks.due(now, limit, after)


def _fire(
    office: Office, due: list[DueClock], now: datetime
) -> tuple[dict[DueClock, list[Event]], dict[DueClock, EngineError]]:
    """Raise the alerts of clocks, then let run out what they limit; return also where that was refused.

    Each is a command of its own, so that alerts are raised also where running out is refused.
    """
    done: dict[DueClock, list[Event]] = {clock: [] for clock in due}
    refused: dict[DueClock, EngineError] = {}
    going_on = due
    for part in ("alerts", "expiry"):
        commands = [_fire_command(clock, now, part) for clock in going_on]
        results = zip(going_on, execute_all(office, commands), strict=True)
        going_on = []
        for clock, applied in results:
            if isinstance(applied, EngineError):
                refused[clock] = applied
                continue
            if not applied.repeated:
                done[clock] += applied.events
            if _is_still_due(applied, clock, now):
                going_on.append(clock)
    return done, refused


def _is_still_due(applied: Applied, due: DueClock, now: datetime) -> bool:
    """Tell whether a clock that raised its alerts has more to fire; in doubt it has."""
    if applied.left is None:
        return True
    clock = applied.left.dossier.clocks.get(due.number)
    return clock is not None and clock.fires_at is not None and clock.fires_at <= now


def _fire_command(due: DueClock, now: datetime, part: str) -> FireClock:
    seed = f"motcua:fire:{due.dossier}:{due.number}:{now.isoformat()}:{part}"
    command_id = blake2b(seed.encode(), digest_size=16).hexdigest()
    return FireClock(command_id=command_id, dossier=due.dossier, clock=due.number)


def explain_clock(clock: RunningClock, rulebook: Rulebook) -> tuple[Line, ...]:
    """Return, line by line, how a clock's due date came about, from its ledger.

    Each entry is explained by the calendar it was reckoned with, as far as the rulebook knows it.
    """
    versions = rulebook.versions_of(clock.calendar)
    lines: list[Line] = []
    for entry in clock.ledger:
        calendar = next((each for each in versions if _agrees(entry, each)), versions[0])
        # Only a dossier is received; a step begins, and a clock that runs on was received long ago.
        received = clock.kind == "dossier" and entry.kind == "started"
        begun = (
            None if clock.name == WHOLE else message("The appointment begins at {time} on {date}")
        )
        received_at = entry.at if received else None
        if clock.due_on is not None:
            lines += _dated_lines(entry, calendar, clock.due_on, received_at, begun)
        else:
            lines += _lines(entry, calendar, received_at, begun)
    return tuple(lines)


def needs_earlier_calendars(clocks: Iterable[RunningClock], rulebook: Rulebook) -> bool:
    """Tell whether a due date was reckoned with a calendar that was replaced since."""
    return any(
        not _agrees(entry, rulebook.calendars[clock.calendar])
        for clock in clocks
        for entry in clock.ledger
    )


def _agrees(entry: LedgerEntry, calendar: WorkCalendar) -> bool:
    """Tell whether a calendar gives the due date that is on record."""
    if entry.runs_from is None or not entry.remaining:
        return True
    try:
        return calendar.add(entry.runs_from, entry.remaining) == entry.due_at
    except CalendarRangeError:
        return False


def _dated_lines(
    entry: LedgerEntry,
    calendar: WorkCalendar,
    on: date,
    received_at: datetime | None,
    begun: Message | None,
) -> tuple[Line, ...]:
    match entry.kind:
        case "started":
            start = entry.runs_from or entry.at
            return explain_date(calendar, start, on, received_at=received_at, begun=begun).lines
        case "stopped" if not entry.reason:
            return ()
        case "paused" | "stopped":
            reason = _WAITS.get(entry.reason, message("waiting"))
            return (fixed_line(calendar, entry.at, reason=reason),)
        case "recounted":
            told = recounted_line(calendar, entry.at, entry.reason)
            return (told, *explain_date(calendar, entry.at, on).lines)
        case _:
            return (fixed_line(calendar, entry.at, reason=None),)


def _lines(
    entry: LedgerEntry,
    calendar: WorkCalendar,
    received_at: datetime | None,
    begun: Message | None,
) -> tuple[Line, ...]:
    counted = (
        explain(
            calendar, entry.runs_from, entry.remaining, received_at=received_at, begun=begun
        ).lines
        if entry.runs_from is not None and entry.remaining
        else ()
    )
    match entry.kind:
        case "started":
            return counted
        case "stopped" if not entry.reason:
            return ()
        case "paused" | "stopped":
            reason = _WAITS.get(entry.reason, message("waiting"))
            return (paused_line(calendar, entry.at, reason, entry.remaining),)
        case "resumed":
            return (resumed_line(calendar, entry.at, entry.remaining), *counted)
        case "restarted":
            reason = message("the dossier was completed")
            return (restarted_line(calendar, entry.at, reason, entry.remaining), *counted)
        case "extended":
            return _extension(entry, calendar)
        case "recounted":
            return (recounted_line(calendar, entry.at, entry.reason), *counted)


def _extension(entry: LedgerEntry, calendar: WorkCalendar) -> tuple[Line, ...]:
    """Return the decision, then how its amount is counted on from the due date before."""
    by = calendar.allowance(entry.by)
    told = extended_line(calendar, entry.at, by, entry.reason, entry.decision)
    assert entry.runs_from is not None  # only a clock that runs is extended
    before = calendar.add(entry.runs_from, entry.remaining[: -len(by)])
    _, *counted = explain(calendar, before, by).lines
    return (told, *counted)
