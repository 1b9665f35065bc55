"""What a working calendar is made of, before it becomes a table.

Plain values only: whoever reads calendar documents builds ``CalendarRules``; nothing here computes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from engine.errors import EngineError
from engine.messages import Label

Session = tuple[time, time]
"""Office hours from the first time up to, not including, the second; see ``MIDNIGHT_END``."""

Sessions = tuple[Session, ...]
"""The office hours of one day, in order; empty where the office is closed."""

MIDNIGHT_END = time.max
"""As the end of a session: 24:00. ``(time(0), MIDNIGHT_END)`` is a day round the clock."""


class CalendarRulesError(EngineError):
    """The rules contradict themselves; no calendar can be built from them."""


class CalendarRangeError(EngineError):
    """The answer lies outside the days the calendar knows."""


@dataclass(frozen=True)
class CalendarRules:
    """Everything a working calendar follows from. Equal rules give equal instants.

    Attributes:
        code: the calendar's code, named in errors.
        time_zone: an IANA zone whose clock does not change between ``first_day`` and ``last_day``.
        weekly: the sessions of Monday to Sunday.
        days_off: days closed by name: public holidays, and working days given away in a swap.
        worked_days: days worked by order, with their own sessions; they win over ``days_off``.
        cut_off: a dossier received after this time of day counts as received at the opening of the
            next working day.
        hours_per_day: working hours that make one working day by convention of the published
            decisions, whatever the desk's real hours.
        moves_closed_end: a limit in calendar days whose last day is closed ends when office hours of
            the next working day end (Bộ luật Dân sự 2015, Điều 148.5).
        first_day: the first day the calendar knows.
        last_day: the last day the calendar knows.
    """

    code: str
    time_zone: str
    weekly: tuple[Sessions, Sessions, Sessions, Sessions, Sessions, Sessions, Sessions]
    days_off: Mapping[date, Label]
    worked_days: Mapping[date, tuple[Label, Sessions]]
    cut_off: time | None
    first_day: date
    last_day: date
    hours_per_day: int = 8
    moves_closed_end: bool = True

    def sessions(self, day: date) -> Sessions:
        """Return the office hours of ``day``."""
        if day in self.worked_days:
            return self.worked_days[day][1]
        return () if day in self.days_off else self.weekly[day.weekday()]

    def digest(self) -> str:
        """Return a short digest of the content; it changes whenever anything here changes."""
        content = [
            self.code,
            self.time_zone,
            [_printed(sessions) for sessions in self.weekly],
            [[day.isoformat(), name.vi, name.en] for day, name in sorted(self.days_off.items())],
            [
                [day.isoformat(), name.vi, name.en, _printed(sessions)]
                for day, (name, sessions) in sorted(self.worked_days.items())
            ],
            self.cut_off and self.cut_off.isoformat(),
            self.hours_per_day,
            self.moves_closed_end,
            self.first_day.isoformat(),
            self.last_day.isoformat(),
        ]
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def _printed(sessions: Sessions) -> list[str]:
    return [f"{start.isoformat()}-{end.isoformat()}" for start, end in sessions]
