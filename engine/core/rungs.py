"""The ladder of a clock: which rungs it has, and when each of them fires."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

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
    since, due_at = entry.runs_from, entry.due_at
    rungs = []
    for rung in draft.net.ladder(clock_kind):
        at = moment_of(rung, limit, since, due_at, calendar)
        if at is not None and at > since:
            rungs.append(RungAt(rung.name, at))
    return rungs


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
        left = _left_of(limit, rung.at.share)
        return _before(due_at, calendar.allowance(left), calendar) if left else None
    if rung.at.offset is None:
        return due_at
    allowance = calendar.allowance(rung.at.offset.parts)
    if rung.at.sign > 0:
        return calendar.add(due_at, allowance)
    return _before(due_at, allowance, calendar)


@lru_cache(maxsize=1024)
def _left_of(limit: tuple[Span, ...], share: Decimal) -> tuple[Span, ...]:
    """Return what is left of a limit when a share of it is used; nothing of one that ends the same day."""
    if any(span.unit is TimeUnit.SAME_DAY for span in limit):
        return ()
    return tuple(Span(span.amount * (1 - share), span.unit) for span in limit)


def _before(due_at: datetime, allowance: Allowance, calendar: WorkCalendar) -> datetime:
    moment = due_at
    for amount in reversed(allowance):
        moment = calendar.subtract(moment, amount)
    return moment


def soonest_first(rungs: Iterable[RungAt]) -> tuple[RungAt, ...]:
    """Return rungs in the order they fire."""
    return tuple(sorted(rungs, key=lambda rung: rung.at))
