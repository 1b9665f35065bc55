"""A calendar changed: running clocks are counted again by what is in force now.

A due date is derived, but the one on record is what everybody was told; it moves only by this command, with a
reason. What stands still or is over is left alone: it is counted when it runs on. Given twice, the command
does nothing the second time.
"""

from __future__ import annotations

from datetime import datetime

from engine.core import authority, clocks, guards
from engine.core.alerts import resolve_alerts
from engine.core.calendar_events import ClockRecounted
from engine.core.commands import RecountDueDates
from engine.core.draft import Draft
from engine.core.lifecycle import ClockStatus
from engine.core.rungs import EXPIRY, moment_of, soonest_first
from engine.core.state import LedgerEntry, RungAt, RunningClock
from engine.worktime.work_calendar import WorkCalendar


def recount(command: RecountDueDates, draft: Draft) -> None:
    """Count every running clock again whose due date would be another one today."""
    authority.require_administrator(draft)
    guards.require_reason(command.reason)
    for clock in tuple(draft.dossier.clocks.values()):
        if clock.status is ClockStatus.RUNNING:
            _recount(draft, clock, command.reason.strip())


def _recount(draft: Draft, clock: RunningClock, reason: str) -> None:
    calendar, now = clocks.calendar_of(draft, clock), draft.context.now
    last = clock.ledger[-1]
    due_at = _due(clock, last, calendar)
    expires_at = _expires_at(draft, clock, due_at, calendar)
    planned = next((rung.at for rung in clock.rungs if rung.name == EXPIRY), None)
    if (due_at, expires_at) == (clock.due_at, planned):
        return
    moments = _moments(draft, clock, due_at, calendar)
    ahead = {rung.name for rung in moments if rung.at > now}
    rungs = [rung for rung in moments if rung.at > now or rung.name not in clock.fired]
    if expires_at is not None:
        rungs.append(RungAt(EXPIRY, expires_at))
    draft.record(
        ClockRecounted(
            at=now,
            number=clock.number,
            by=draft.context.actor.officer,
            calendar_version=calendar.version,
            entry=LedgerEntry(
                "recounted",
                now,
                reason=reason,
                runs_from=last.runs_from,
                remaining=last.remaining,
                due_at=due_at,
            ),
            rungs=soonest_first(rungs),
            anew=not ahead.isdisjoint(clock.fired),
        )
    )
    # What warned of a date that lies further ahead now warns of nothing yet.
    resolve_alerts(draft, lambda alert: alert.clock == clock.number and alert.rung in ahead)


def _due(clock: RunningClock, last: LedgerEntry, calendar: WorkCalendar) -> datetime | None:
    if clock.due_on is not None:
        return calendar.end_of(clock.due_on)
    if last.runs_from is None or not last.remaining:
        # It was late when it ran on: a breach stays where it was.
        return last.due_at
    return calendar.add(last.runs_from, last.remaining)


def _expires_at(
    draft: Draft, clock: RunningClock, due_at: datetime | None, calendar: WorkCalendar
) -> datetime | None:
    """Return when a wait or an opinion runs out by the calendar in force, if it ever does."""
    if all(rung.name != EXPIRY for rung in clock.rungs):
        return None
    expiry = draft.net.node(clock.name).expiry
    if expiry is None:
        return due_at
    began = clock.ledger[0].runs_from or clock.ledger[0].at
    return calendar.add(began, calendar.allowance(expiry.after.parts))


def _moments(
    draft: Draft, clock: RunningClock, due_at: datetime | None, calendar: WorkCalendar
) -> list[RungAt]:
    """Return when each rung of the ladder is reached, by the new due date; none before the start."""
    began = clock.ledger[0].runs_from
    if due_at is None or began is None:
        return []
    ladder = draft.net.ladder(clock.kind)
    known = {rung.name for rung in clock.rungs} | set(clock.fired)
    moments = (
        (rung.name, moment_of(rung, clock.limit, began, due_at, calendar))
        for rung in ladder
        if rung.name in known
    )
    return [RungAt(name, at) for name, at in moments if at is not None]
