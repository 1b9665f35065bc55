"""Working calendars for tests: a national one with the swaps of 2024-2026, at several desks."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from engine.messages import Label
from engine.worktime.holidays import public_holidays
from engine.worktime.rules import MIDNIGHT_END, CalendarRules, Sessions
from engine.worktime.work_calendar import WorkCalendar

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = (time(7, 30), time(11, 30))
EIGHT_HOURS: Sessions = (MORNING, (time(13), time(17)))
SEVEN_AND_A_HALF_HOURS: Sessions = (MORNING, (time(13, 30), time(17)))
ROUND_THE_CLOCK: Sessions = ((time(0), MIDNIGHT_END),)

SWAPS = {
    date(2024, 4, 29): date(2024, 5, 4),
    date(2025, 5, 2): date(2025, 4, 26),
    date(2026, 1, 2): date(2026, 1, 10),
    date(2026, 8, 31): date(2026, 8, 22),
}
"""The swapped days of 2024-2026: the weekday given away, and the Saturday worked for it."""


def vietnamese_rules(
    sessions: Sessions = EIGHT_HOURS,
    *,
    saturday: Sessions = (),
    cut_off: time | None = None,
    hours_per_day: int = 8,
    moves_closed_end: bool = True,
    first_day: date = date(2019, 1, 1),
    last_day: date = date(2028, 12, 31),
) -> CalendarRules:
    """Return the rules of an office open Monday to Friday, with holidays and swapped days."""
    swapped = {
        off: Label(f"Nghỉ hoán đổi, làm bù {worked:%d/%m/%Y}", f"Swapped with {worked:%d/%m/%Y}")
        for off, worked in SWAPS.items()
    }
    return CalendarRules(
        code="vn",
        time_zone="Asia/Ho_Chi_Minh",
        weekly=(sessions, sessions, sessions, sessions, sessions, saturday, ()),
        days_off=public_holidays(first_day, last_day) | swapped,
        worked_days={
            worked: (Label(f"Làm bù ngày {off:%d/%m/%Y}", f"Worked for {off:%d/%m/%Y}"), sessions)
            for off, worked in SWAPS.items()
        },
        cut_off=cut_off,
        hours_per_day=hours_per_day,
        moves_closed_end=moves_closed_end,
        first_day=first_day,
        last_day=last_day,
    )


def round_the_clock_rules() -> CalendarRules:
    """Return the rules of an emergency desk that never closes."""
    day = ROUND_THE_CLOCK
    return CalendarRules(
        code="round_the_clock",
        time_zone="Asia/Ho_Chi_Minh",
        weekly=(day, day, day, day, day, day, day),
        days_off={},
        worked_days={},
        cut_off=None,
        first_day=date(2024, 1, 1),
        last_day=date(2027, 12, 31),
    )


def eight_hour_desk(*, cut_off: time | None = None) -> WorkCalendar:
    """Return the calendar of a desk that works 07:30-11:30 and 13:00-17:00."""
    return WorkCalendar(vietnamese_rules(EIGHT_HOURS, cut_off=cut_off))


def short_desk(*, cut_off: time | None = None) -> WorkCalendar:
    """Return the calendar of a desk that works 07:30-11:30 and 13:30-17:00, 7.5 hours a day."""
    return WorkCalendar(vietnamese_rules(SEVEN_AND_A_HALF_HOURS, cut_off=cut_off))


def at(text: str) -> datetime:
    """Return a local instant written like ``2025-11-20 08:37``."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)
