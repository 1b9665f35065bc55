"""The ladder of a clock: which rungs it has, and when each of them fires."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from engine.core.draft import Draft
from engine.core.state import LedgerEntry, RungAt
from engine.specs.alerts import ClockKind, Rung
from engine.worktime.amounts import Allowance, Span, TimeUnit
from engine.worktime.work_calendar import WorkCalendar

EXPIRY = "+expiry"
"""The rung at which a wait, or an opinion that was asked for, runs out; no author can name one so."""


def first_rungs(
    draft: Draft,
    clock_kind: ClockKind,
    limit: tuple[Span, ...],
    entry: LedgerEntry,
    calendar: WorkCalendar,
) -> list[RungAt]:
    """Return the ladder of a clock that starts; a rung before its start makes no sense."""
    if entry.runs_from is None or entry.due_at is None:
        return []
    ladder = (rung for rung in draft.net.procedure.alerts if rung.of == clock_kind)
    since, due_at = entry.runs_from, entry.due_at
    moments = ((rung.name, moment_of(rung, limit, since, due_at, calendar)) for rung in ladder)
    return [RungAt(name, at) for name, at in moments if at and at > entry.runs_from]


def moment_of(
    rung: Rung,
    limit: tuple[Span, ...],
    since: datetime,
    due_at: datetime,
    calendar: WorkCalendar,
) -> datetime | None:
    """Return when a rung fires; a share of a limit is what is left of it before the due date.

    Where there is no limit but a date, it is a share of the office time ``since`` the clock began.
    """
    if rung.at.share is not None and not limit:
        return calendar.share(since, due_at, rung.at.share, TimeUnit.WORKING_HOUR)
    if rung.at.share is not None:
        left = tuple(Span(span.amount * (1 - rung.at.share), span.unit) for span in limit)
        if any(span.unit is TimeUnit.SAME_DAY for span in left):
            return None
        return _before(due_at, calendar.allowance(left), calendar)
    if rung.at.offset is None:
        return due_at
    allowance = calendar.allowance(rung.at.offset.parts)
    if rung.at.sign > 0:
        return calendar.add(due_at, allowance)
    return _before(due_at, allowance, calendar)


def _before(due_at: datetime, allowance: Allowance, calendar: WorkCalendar) -> datetime:
    moment = due_at
    for amount in reversed(allowance):
        moment = calendar.subtract(moment, amount)
    return moment


def soonest_first(rungs: Iterable[RungAt]) -> tuple[RungAt, ...]:
    """Return rungs in the order they fire."""
    return tuple(sorted(rungs, key=lambda rung: rung.at))
