"""Calendar documents as working calendars that can compute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from typing import TypeVar

from engine.errors import SpecError
from engine.messages import Label, message
from engine.specs.calendars import WEEKDAYS, CalendarSpec, OfficeHours, WorkedDay
from engine.worktime.holidays import public_holidays
from engine.worktime.rules import CalendarRules, Sessions
from engine.worktime.work_calendar import WorkCalendar

_TIME_ZONE = "Asia/Ho_Chi_Minh"
_HOURS_PER_DAY = 8
_VALID = (date(2015, 1, 1), date(2035, 12, 31))

_T = TypeVar("_T")


def compile_calendars(specs: Sequence[CalendarSpec]) -> dict[str, WorkCalendar]:
    """Return the working calendar of each document by its code.

    A calendar that extends another changes only what it says itself: a weekday it names has its hours,
    and its days off and worked days are added to the others, where they win on the same day.

    Raises:
        SpecError: a calendar extends one that is not there, or itself.
        CalendarRulesError: the rules of a calendar contradict themselves.
    """
    by_code = {spec.code: spec for spec in specs}
    return {code: WorkCalendar(_rules(_chain(code, by_code))) for code in by_code}


def _chain(code: str, by_code: Mapping[str, CalendarSpec]) -> list[CalendarSpec]:
    """Return a calendar and those it extends, the calendar itself last."""
    chain: list[CalendarSpec] = []
    above: str | None = code
    while above is not None:
        if above not in by_code or by_code[above] in chain:
            raise SpecError(
                message(
                    "Expected calendar “{code}” to extend calendars that exist, but “{named}” does not exist or leads back",
                    code=code,
                    named=above,
                )
            )
        chain.insert(0, by_code[above])
        above = by_code[above].extends
    return chain


def _rules(chain: list[CalendarSpec]) -> CalendarRules:
    first, last = _last_said([spec.valid for spec in chain], _VALID)
    days_off: dict[date, Label] = {}
    worked: dict[date, WorkedDay] = {}
    if _last_said([spec.public_holidays for spec in chain], True):
        days_off.update(public_holidays(first, last))
    for spec in chain:
        for day in spec.days_off:
            days_off[day.on] = day.name
            worked.pop(day.on, None)
        worked.update({day.on: day for day in spec.worked_days})
    hours: dict[str, tuple[OfficeHours, ...]] = {
        weekday: each for spec in chain for weekday, each in spec.hours.items()
    }
    weekly = {weekday: _sessions(hours.get(weekday, ())) for weekday in WEEKDAYS}
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = weekly.values()
    return CalendarRules(
        code=chain[-1].code,
        time_zone=_last_said([spec.time_zone for spec in chain], _TIME_ZONE),
        weekly=(monday, tuesday, wednesday, thursday, friday, saturday, sunday),
        days_off=days_off,
        worked_days={on: (day.name, _hours_of(day, weekly)) for on, day in worked.items()},
        cut_off=_cut_off(chain),
        first_day=first,
        last_day=last,
        hours_per_day=_last_said([spec.hours_per_day for spec in chain], _HOURS_PER_DAY),
        moves_closed_end=_last_said([spec.closed_day_end for spec in chain], "next_working_day")
        == "next_working_day",
    )


def _last_said(values: Sequence[_T | None], default: _T) -> _T:
    """Return what the calendar nearest to the end of the chain says."""
    return next(_said(values), default)


def _said(values: Sequence[_T | None]) -> Iterator[_T]:
    return (value for value in reversed(values) if value is not None)


def _cut_off(chain: list[CalendarSpec]) -> time | None:
    return next((cut_off.after for cut_off in _said([spec.cut_off for spec in chain])), None)


def _hours_of(day: WorkedDay, weekly: Mapping[str, Sessions]) -> Sessions:
    return weekly[day.like] if day.hours is None else _sessions(day.hours)


def _sessions(hours: tuple[OfficeHours, ...]) -> Sessions:
    return tuple((session.start, session.end) for session in hours)
