"""Clocks as ledgers: start, pause, resume, restart and stop them, and say when they fire next.

What a clock has left is kept as the amount a calendar can still add (docs/decisions/0004): pausing
measures it, resuming adds it again, so a pause of no length never moves a due date.
"""

from __future__ import annotations

from datetime import datetime

from engine.core.alerts import resolve_alerts
from engine.core.draft import Draft
from engine.core.events import (
    ClockPaused,
    ClockRestarted,
    ClockResumed,
    ClockStarted,
    ClockStopped,
)
from engine.core.lifecycle import ClockStatus
from engine.core.rungs import EXPIRY, first_rungs, moment_of, soonest_first
from engine.core.state import LedgerEntry, LedgerKind, RungAt, RunningClock
from engine.specs.alerts import ClockKind, Rung
from engine.specs.durations import Duration
from engine.specs.yearly_dates import YearlyDate
from engine.worktime.amounts import Allowance, Span, TimeUnit
from engine.worktime.work_calendar import WorkCalendar
from engine.worktime.yearly import next_date

FINISHED = "finished"
"""The reason of a clock that was stopped because the result is there."""
KEPT = "kept"
"""The reason of a clock that was stopped because the steps of its appointment are done."""


def start_clock(
    draft: Draft,
    kind: ClockKind,
    name: str,
    limit: Duration,
    calendar: WorkCalendar,
    *,
    expires_after: Duration | None = None,
    warns: bool = True,
) -> int:
    """Start a clock and return its number; it raises the alerts of its kind only if it ``warns``.

    The dossier's clock starts by the rule of reception (cut-off, after hours); others start at once.
    """
    number = draft.dossier.clocks_made + 1
    now = draft.context.now
    runs_from = _start_of(now, kind, limit.parts, calendar)
    entry = _running("started", now, runs_from, calendar.allowance(limit.parts), calendar)
    rungs = first_rungs(draft, kind, limit.parts, entry, calendar) if warns else []
    if expires_after is not None:
        runs_out = calendar.add(runs_from, calendar.allowance(expires_after.parts))
        rungs.append(RungAt(EXPIRY, runs_out))
    draft.record(
        ClockStarted(
            at=now,
            number=number,
            kind=kind,
            name=name,
            limit=limit.parts,
            calendar=calendar.rules.code,
            calendar_version=calendar.version,
            entry=entry,
            rungs=soonest_first(rungs),
        )
    )
    return number


def start_dated_clock(
    draft: Draft,
    kind: ClockKind,
    name: str,
    due: YearlyDate,
    calendar: WorkCalendar,
    *,
    expires: bool = False,
) -> int:
    """Start a clock that is due when office hours of the next such date end, and return its number.

    It counts nothing, so neither a pause nor a supplement moves its due date.
    """
    number, now = draft.dossier.clocks_made + 1, draft.context.now
    due_on = next_date(calendar, now, due.month, due.day)
    entry = LedgerEntry("started", now, runs_from=now, due_at=calendar.end_of(due_on))
    rungs = first_rungs(draft, kind, (), entry, calendar)
    if expires and entry.due_at is not None:
        rungs.append(RungAt(EXPIRY, entry.due_at))
    draft.record(
        ClockStarted(
            at=now,
            number=number,
            kind=kind,
            name=name,
            limit=(),
            calendar=calendar.rules.code,
            calendar_version=calendar.version,
            entry=entry,
            rungs=soonest_first(rungs),
            due_on=due_on,
        )
    )
    return number


def _start_of(
    now: datetime, kind: ClockKind, limit: tuple[Span, ...], calendar: WorkCalendar
) -> datetime:
    if kind != "dossier" or all(span.unit is TimeUnit.HOUR for span in limit):
        return now
    return calendar.reception(now)


def _running(
    kind: LedgerKind,
    now: datetime,
    runs_from: datetime,
    remaining: Allowance,
    calendar: WorkCalendar,
) -> LedgerEntry:
    due_at = calendar.add(runs_from, remaining) if remaining else None
    return LedgerEntry(
        kind=kind,
        at=now,
        runs_from=runs_from,
        remaining=remaining,
        due_at=due_at,
    )


def pause_clock(draft: Draft, clock: RunningClock, reason: str) -> None:
    """Let a running clock stand still; what it has left is measured now."""
    entry = _measured(draft, clock, "paused", reason)
    draft.record(ClockPaused(at=entry.at, number=clock.number, entry=entry))


def _measured(draft: Draft, clock: RunningClock, kind: LedgerKind, reason: str) -> LedgerEntry:
    now = draft.context.now
    calendar = calendar_of(draft, clock)
    last = clock.ledger[-1]
    remaining: Allowance = ()
    if last.runs_from is not None and last.remaining:
        remaining = calendar.remaining(now, last.runs_from, last.remaining)
    # A clock that is due on a date, or already late, keeps its due date: a pause does not undo a breach.
    late = clock.due_at if clock.due_at is not None and clock.due_at <= now else None
    if clock.due_on is not None:
        late = clock.due_at
    return LedgerEntry(kind, now, reason=reason, remaining=remaining, due_at=late)


def resume_clock(draft: Draft, clock: RunningClock) -> None:
    """Let a clock that was paused or finished run on with what it had left."""
    now = draft.context.now
    calendar = calendar_of(draft, clock)
    paused = clock.ledger[-1]
    if paused.due_at is not None:
        entry = LedgerEntry("resumed", now, runs_from=now, due_at=paused.due_at)
    else:
        # A clock that had yet to begin (received after hours) still begins then.
        began = next(e.runs_from for e in reversed(clock.ledger) if e.runs_from is not None)
        entry = _running("resumed", now, max(now, began), paused.remaining, calendar)
    moments = (
        (rung.name, moment_of(rung, clock.limit, _began(clock), entry.due_at, calendar))
        for rung in _pending(draft, clock, calendar)
        if entry.due_at
    )
    rungs = soonest_first(RungAt(name, at) for name, at in moments if at)
    draft.record(ClockResumed(at=now, number=clock.number, entry=entry, rungs=rungs))


def _pending(draft: Draft, clock: RunningClock, calendar: WorkCalendar) -> list[Rung]:
    """Return the rungs that have still to fire; of a finished clock, those that lay ahead then."""
    ladder = draft.net.ladder(clock.kind)
    if clock.status is not ClockStatus.STOPPED:
        pending = {rung.name for rung in clock.rungs}
        return [rung for rung in ladder if rung.name in pending]
    if clock.due_at is None:
        return []
    since, due_at = _began(clock), clock.due_at
    moments = ((rung, moment_of(rung, clock.limit, since, due_at, calendar)) for rung in ladder)
    ahead = [rung for rung, at in moments if at and at > clock.ledger[-1].at]
    return [rung for rung in ahead if rung.name not in clock.fired]


def _began(clock: RunningClock) -> datetime:
    """Return the instant from which a clock counted at first."""
    return clock.ledger[0].runs_from or clock.ledger[0].at


def restart_clock(draft: Draft, clock: RunningClock) -> None:
    """Start a paused clock again from zero: the dossier was completed by a supplement.

    A clock that is due on a date only runs on.
    """
    if clock.due_on is not None:
        resume_clock(draft, clock)
        return
    now = draft.context.now
    calendar = calendar_of(draft, clock)
    runs_from = _start_of(now, clock.kind, clock.limit, calendar)
    entry = _running("restarted", now, runs_from, calendar.allowance(clock.limit), calendar)
    rungs = soonest_first(first_rungs(draft, clock.kind, clock.limit, entry, calendar))
    draft.record(ClockRestarted(at=now, number=clock.number, entry=entry, rungs=rungs))
    # What was late before the supplement is not late any more.
    resolve_alerts(draft, lambda alert: alert.clock == clock.number)


def stop_clock(draft: Draft, clock: RunningClock) -> None:
    """Stop a clock for good and resolve the alerts it raised."""
    _stop(draft, clock, LedgerEntry("stopped", draft.context.now))


def is_void(clock: RunningClock) -> bool:
    """Tell whether a clock was stopped for good, as where the step that began it was taken back."""
    last = clock.ledger[-1]
    return last.kind == "stopped" and not last.reason


def finish_clock(draft: Draft, clock: RunningClock, reason: str = FINISHED) -> None:
    """Stop the dossier's clock because what it limits is done: now it is in time or late.

    What the clock has left is measured, in case the dossier goes back.
    """
    _stop(draft, clock, _measured(draft, clock, "stopped", reason))


def _stop(draft: Draft, clock: RunningClock, entry: LedgerEntry) -> None:
    late = clock.due_at is not None and clock.due_at < entry.at
    draft.record(ClockStopped(at=entry.at, number=clock.number, entry=entry, late=late))
    resolve_alerts(draft, lambda alert: alert.clock == clock.number)


def live_clocks(draft: Draft, *kinds: ClockKind) -> tuple[RunningClock, ...]:
    """Return the clocks of these kinds that are not stopped."""
    return tuple(
        [
            clock
            for clock in draft.dossier.clocks.values()
            if clock.kind in kinds and clock.status is not ClockStatus.STOPPED
        ]
    )


def calendar_of(draft: Draft, clock: RunningClock) -> WorkCalendar:
    """Return the calendar a clock counts by, as it stands now."""
    return draft.context.calendars[clock.calendar]


def derived_due(clock: RunningClock, calendar: WorkCalendar) -> datetime | None:
    """Return the due date that follows from the ledger alone; property: it equals ``due_at``."""
    entries = [entry for entry in clock.ledger if entry.kind != "stopped"]
    last = entries[-1]
    if last.runs_from is None or not last.remaining:
        return last.due_at
    return calendar.add(last.runs_from, last.remaining)
