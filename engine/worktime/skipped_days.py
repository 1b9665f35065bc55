"""The days a count passes over, and the weekends it does not, each with its name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from engine.messages import Label, Message, message
from engine.worktime.work_calendar import WorkCalendar

_SATURDAY, _SUNDAY = 5, 6
_ONE_DAY = timedelta(days=1)


def day_kind(calendar: WorkCalendar, day: date) -> Label | Message:
    """Return why ``day`` is closed: its name, or that it is a weekend or has no office hours."""
    name = calendar.day_name(day)
    if name is not None:
        return name
    if day.weekday() in (_SATURDAY, _SUNDAY):
        return message("weekend")
    return message("no office hours")


def between(calendar: WorkCalendar, first: date, last: date) -> Iterator[Message]:
    """Yield what is worth telling of the days after ``first`` and before ``last``, in order.

    These are the closed days (a plain weekend is one line) and the days worked by order.
    """
    day = first + _ONE_DAY
    while day < last:
        if _is_plain(calendar, day, _SATURDAY) and day + _ONE_DAY < last:
            sunday = day + _ONE_DAY
            if _is_plain(calendar, sunday, _SUNDAY):
                yield message(
                    "Saturday {first} and Sunday {last}: weekend, not counted",
                    first=f"{day:%d/%m/%Y}",
                    last=f"{sunday:%d/%m/%Y}",
                )
                day = sunday + _ONE_DAY
                continue
        yield from _of_day(calendar, day)
        day += _ONE_DAY


def _is_plain(calendar: WorkCalendar, day: date, weekday: int) -> bool:
    return (
        day.weekday() == weekday
        and not calendar.is_working_day(day)
        and calendar.day_name(day) is None
    )


def _of_day(calendar: WorkCalendar, day: date) -> Iterator[Message]:
    shown = f"{day:%d/%m/%Y}"
    if not calendar.is_working_day(day):
        yield message("{date}: {name}, not counted", date=shown, name=day_kind(calendar, day))
    elif day in calendar.rules.worked_days:
        yield message("{date}: {name}, counted", date=shown, name=day_kind(calendar, day))
