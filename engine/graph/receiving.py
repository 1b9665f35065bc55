"""The minutes of a day at which a dossier can count as received, and what they may depend on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, time

from engine.worktime.amounts import Allowance, TimeUnit
from engine.worktime.rules import MIDNIGHT_END, Sessions
from engine.worktime.work_calendar import WorkCalendar

_DAY_MINUTES = 24 * 60
Minutes = tuple[int, int]
"""A first and a last minute, counted from midnight."""


def receiving_minutes(calendar: WorkCalendar, day: date) -> list[Minutes]:
    """Return the minutes that ``calendar.reception`` gives for ``day``, one range for each session.

    These are the office hours up to the cut-off; a session after it can only be received at its opening,
    by a dossier that came while the office was closed before the cut-off.
    """
    cut_off = calendar.rules.cut_off
    last = _DAY_MINUTES if cut_off is None else _minute(cut_off)
    ranges = []
    closed_since = 0
    for start, end in _in_minutes(calendar.rules.sessions(day)):
        if start <= last:
            ranges.append((start, min(end - 1, last)))
        elif closed_since <= last:
            ranges.append((start, start))
        closed_since = end
    return ranges


def closed_days_count(calendar: WorkCalendar, allowances: Iterable[Allowance]) -> bool:
    """Tell whether it matters to these amounts where the closed days lie, not only the office hours.

    It does not for working time. Hours that end at midnight touch those of the next day, unless it is
    closed, so they are taken to matter.
    """
    if any(end == _DAY_MINUTES for sessions in _hours(calendar) for _, end in sessions):
        return True
    units = {amount.unit for allowance in allowances for amount in allowance}
    return not units <= {TimeUnit.WORKING_DAY, TimeUnit.SAME_DAY}


def _hours(calendar: WorkCalendar) -> Iterator[list[Minutes]]:
    rules = calendar.rules
    yield from map(_in_minutes, rules.weekly)
    yield from (_in_minutes(sessions) for _, sessions in rules.worked_days.values())


def _in_minutes(sessions: Sessions) -> list[Minutes]:
    return [
        (_minute(start), _DAY_MINUTES if end == MIDNIGHT_END else _minute(end))
        for start, end in sessions
    ]


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute
