"""Amounts of time, and the time left until a due date, in words.

Time left is working time, because that is what an office has; at most two units are named.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from engine.messages import Message, message
from engine.worktime.amounts import Allowance, Amount, TimeUnit
from engine.worktime.work_calendar import WorkCalendar

DueState = Literal["overdue", "today", "soon", "later"]

SOON = Amount(TimeUnit.WORKING_DAY, 2, 0)
"""How long before the due date a dossier begins to count as due soon."""

_SECONDS_PER_DAY = 86_400


def time_left(calendar: WorkCalendar, now: datetime, due: datetime, unit: TimeUnit) -> Message:
    """Return how long is left until ``due``, or how long it is past, as a sentence.

    ``unit`` is the unit of the limit: limits in days or hours are told in days or hours, all others
    in working days and hours.
    """
    local = calendar.local(due)
    time, date = f"{local:%H:%M}", f"{local:%d/%m/%Y}"
    if now > due:
        late = _shown(calendar, due, now, unit)
        if late is None:
            return message("Overdue since {time} on {date}", time=time, date=date)
        return message("Overdue by {amount}", amount=late)
    if calendar.local(now).date() == local.date():
        return message("Due today at {time}", time=time)
    left = _shown(calendar, now, due, unit)
    if left is None:
        return message("Due at {time} on {date}", time=time, date=date)
    return message("{amount} left", amount=left)


def due_state(
    calendar: WorkCalendar, now: datetime, due: datetime, *, soon: Amount = SOON
) -> DueState:
    """Return how urgent ``due`` is: past, on today's date, within ``soon`` before it, or later.

    At the due instant itself it is not overdue.
    """
    if now > due:
        return "overdue"
    if calendar.local(now).date() == calendar.local(due).date():
        return "today"
    return "soon" if now >= calendar.subtract(due, soon) else "later"


def allowance_in_words(allowance: Allowance) -> Message:
    """Return an allowance in words, its parts joined by a plus sign; nothing left reads as such."""
    # An amount without any time only leads to the next opening, which nobody wants to read.
    parts = [
        part for part in allowance if part.whole or part.seconds or part.unit is TimeUnit.SAME_DAY
    ]
    if not parts:
        return message("no time")
    told = amount_in_words(parts[0])
    for part in parts[1:]:
        told = message("{first} + {second}", first=told, second=amount_in_words(part))
    return told


def amount_in_words(amount: Amount) -> Message:
    """Return an amount in words, to the minute, for example ``2 working days and 4 working hours``."""
    if amount.unit is TimeUnit.SAME_DAY:
        return message("the same working day")
    return _joined(_units(amount))


def _shown(
    calendar: WorkCalendar, start: datetime, end: datetime, unit: TimeUnit
) -> Message | None:
    if unit is TimeUnit.DAY:
        days, rest = divmod(int((end - start).total_seconds()), _SECONDS_PER_DAY)
        units = [_days(days)] * bool(days) + _units(Amount(TimeUnit.HOUR, 0, rest))
    elif unit is TimeUnit.HOUR:
        units = _units(calendar.measure(start, end, TimeUnit.HOUR))
    else:
        # A whole day of office hours reads as a day, although no second date has passed.
        used = calendar.measure(start, end, TimeUnit.WORKING_DAY)
        full, rest = divmod(used.seconds, calendar.rules.hours_per_day * 3600)
        units = _units(Amount(TimeUnit.WORKING_DAY, used.whole + full, rest))
    return _joined(units[:2]) if units else None


def _units(amount: Amount) -> list[Message]:
    hours, rest = divmod(amount.seconds, 3600)
    minutes = rest // 60
    days = _days(amount.whole) if amount.unit is TimeUnit.DAY else _working_days(amount.whole)
    told_hours = _hours(hours) if amount.unit is TimeUnit.HOUR else _working_hours(hours)
    told = ((amount.whole, days), (hours, told_hours), (minutes, _minutes(minutes)))
    return [words for count, words in told if count]


def _joined(units: list[Message]) -> Message:
    if not units:
        return message("less than a minute")
    told = units[-1]
    for unit in reversed(units[:-1]):
        told = message("{first} and {second}", first=unit, second=told)
    return told


def _working_days(count: int) -> Message:
    return message("1 working day") if count == 1 else message("{count} working days", count=count)


def _days(count: int) -> Message:
    return message("1 day") if count == 1 else message("{count} days", count=count)


def _working_hours(count: int) -> Message:
    return (
        message("1 working hour") if count == 1 else message("{count} working hours", count=count)
    )


def _hours(count: int) -> Message:
    return message("1 hour") if count == 1 else message("{count} hours", count=count)


def _minutes(count: int) -> Message:
    return message("1 minute") if count == 1 else message("{count} minutes", count=count)
