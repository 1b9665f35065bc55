"""The next day of a campaign: when office hours of the next 31 July end."""

from __future__ import annotations

from calendar import isleap
from datetime import date, datetime

from engine.worktime.work_calendar import WorkCalendar


def next_date(calendar: WorkCalendar, start: datetime, month: int, day: int) -> date:
    """Return the next such date, at or after ``start``, whose office hours end at or after it.

    29 February is the last day of February in a year that lacks it: the day before March, as it is in
    the years that have it.

    Raises:
        CalendarRangeError: it lies beyond the days the calendar knows.
    """
    local = calendar.local(start).date()
    on = _in_year(local.year, month, day)
    if on >= local and calendar.end_of(on) >= start:
        return on
    return _in_year(local.year + 1, month, day)


def _in_year(year: int, month: int, day: int) -> date:
    lacking = (month, day) == (2, 29) and not isleap(year)
    return date(year, month, 28 if lacking else day)
