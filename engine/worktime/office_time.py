"""Office time as a table: how much of it lies before any instant, and which instant it leads to.

Instants are whole local seconds since midnight of the calendar's first day. Each question is one or
two bisections in precomputed lists. Nothing here knows about limits; ``reckoning`` does.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, time, timedelta

from engine.messages import message
from engine.worktime.rules import (
    MIDNIGHT_END,
    CalendarRangeError,
    CalendarRules,
    CalendarRulesError,
    Sessions,
)

DAY = 86_400
_ONE_DAY = timedelta(days=1)


class OfficeTime:
    """The sessions of every day of a calendar, one after the other, with their running sum.

    Attributes:
        rules: what the table was built from.
        end: the instant the last day ends.
    """

    __slots__ = (
        "_day_starts_with",
        "_ends",
        "_starts",
        "_used_after",
        "_used_before",
        "_working_days",
        "_working_days_before",
        "end",
        "rules",
    )

    def __init__(self, rules: CalendarRules) -> None:
        """Build the table.

        Raises:
            CalendarRulesError: sessions overlap or stand in the wrong order, or no day is known.
        """
        self.rules = rules
        days = (rules.last_day - rules.first_day).days + 1
        if days < 1:
            raise CalendarRulesError(
                message(
                    "Expected calendar “{code}” to know at least one day, but it ends before it begins",
                    code=rules.code,
                )
            )
        self.end = days * DAY
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._used_before: list[int] = []
        self._used_after: list[int] = []
        # For each day: how many sessions, and how many working days, lie before it.
        self._day_starts_with: list[int] = [0]
        self._working_days_before: list[int] = [0]
        self._working_days: list[int] = []
        used = 0
        for day in range(days):
            on = rules.first_day + day * _ONE_DAY
            for start, end in _checked(rules, on):
                self._starts.append(day * DAY + start)
                self._ends.append(day * DAY + end)
                self._used_before.append(used)
                used += end - start
                self._used_after.append(used)
            if len(self._starts) > self._day_starts_with[day]:
                self._working_days.append(day)
            self._day_starts_with.append(len(self._starts))
            self._working_days_before.append(len(self._working_days))
        # The instant that ends the last day lies, by number, on one day more.
        self._day_starts_with.append(len(self._starts))
        self._working_days_before.append(len(self._working_days))

    def used(self, at: int) -> int:
        """Return the seconds of office time before ``at``."""
        found = bisect_right(self._starts, at) - 1
        if found < 0:
            return 0
        end = self._ends[found]
        return self._used_after[found] - (end - at if at < end else 0)

    def earliest(self, used: int) -> int:
        """Return the first instant with ``used`` seconds of office time before it: 11:30, not 13:30."""
        found = bisect_left(self._used_after, used)
        if found == len(self._ends):
            raise self.beyond()
        return self._ends[found] - (self._used_after[found] - used)

    def latest(self, used: int) -> int:
        """Return the last instant with ``used`` seconds of office time before it: 13:30, not 11:30."""
        found = bisect_right(self._used_before, used) - 1
        if found < 0 or used < 0:
            raise self.beyond()
        return self._starts[found] + used - self._used_before[found]

    def opening(self, at: int) -> int:
        """Return ``at`` where the office is open, else the instant it opens next."""
        found = bisect_right(self._starts, at)
        if found and at < self._ends[found - 1]:
            return at
        if found == len(self._starts):
            raise self.beyond()
        return self._starts[found]

    def is_open(self, at: int) -> bool:
        """Tell whether ``at`` lies in office hours; the instant that ends them does not."""
        found = bisect_right(self._starts, at)
        return bool(found) and at < self._ends[found - 1]

    def next_edge(self, at: int) -> int:
        """Return the first opening or closing after ``at``; after the last one, the end of the table."""
        found = bisect_right(self._starts, at)
        if found and at < self._ends[found - 1]:
            return self._ends[found - 1]
        return self._starts[found] if found < len(self._starts) else self.end + 1

    def closing(self, at: int) -> int:
        """Return the end of office hours of the day of ``at``, or of the working day after it."""
        day = self.opening(at) // DAY
        return self._ends[self._day_starts_with[day + 1] - 1]

    def day_opening(self, at: int) -> int:
        """Return the start of office hours of the day of ``at``, or of the working day before it."""
        day = self._starts[bisect_right(self._starts, self.last_open(at)) - 1] // DAY
        return self._starts[self._day_starts_with[day]]

    def last_open(self, at: int) -> int:
        """Return ``at`` inside office hours or as they end, else the instant they ended before it."""
        found = bisect_right(self._starts, at) - 1
        if found < 0:
            raise self.beyond()
        return min(at, self._ends[found])

    def is_closed_day(self, at: int) -> bool:
        """Tell whether ``at`` lies on a day without work. Midnight that ends a session does not."""
        day = at // DAY
        if not 0 <= at <= self.end:
            raise self.beyond()
        found = self._day_starts_with[day]
        if self._day_starts_with[day + 1] > found:
            return False
        return not (found and self._ends[found - 1] == at)

    def move(self, at: int, days: int) -> int:
        """Return the same clock time ``days`` working days later, or earlier where negative.

        ``at`` is inside office hours, or at the end of a session. Where that day's office hours do not
        hold the clock time (a half day), it is the end of the session before it, or else the opening.
        """
        # The day of the session, because midnight that ends a session belongs to the day it ends.
        day = self._starts[bisect_right(self._starts, at) - 1] // DAY
        target = self._working_days_before[day] + days
        if not 0 <= target < len(self._working_days):
            raise self.beyond()
        moved_day = self._working_days[target]
        moved = at + (moved_day - day) * DAY
        found = bisect_right(self._starts, moved) - 1
        if found >= 0 and moved < self._ends[found]:
            return moved
        first = self._day_starts_with[moved_day]
        if found < first:
            return self._starts[first]
        return min(moved, self._ends[min(found, self._day_starts_with[moved_day + 1] - 1)])

    def working_days_through(self, day: int) -> int:
        """Return how many of the calendar's working days lie on or before the day numbered ``day``."""
        return self._working_days_before[day + 1]

    def beyond(self) -> CalendarRangeError:
        """Return the error for an answer outside the known days."""
        return CalendarRangeError(
            message(
                "Expected a date between {first} and {last}, the days calendar “{code}” knows, but the answer lies outside them; extend the valid days of the calendar",
                first=f"{self.rules.first_day:%d/%m/%Y}",
                last=f"{self.rules.last_day:%d/%m/%Y}",
                code=self.rules.code,
            )
        )


def _checked(rules: CalendarRules, on: date) -> list[tuple[int, int]]:
    sessions = _in_seconds(rules.sessions(on))
    edges = [edge for session in sessions for edge in session]
    if edges != sorted(edges) or any(start == end for start, end in sessions):
        raise CalendarRulesError(
            message(
                "Expected the office hours of {date} in calendar “{code}” to follow one another, but they overlap",
                date=f"{on:%d/%m/%Y}",
                code=rules.code,
            )
        )
    return sessions


def _in_seconds(sessions: Sessions) -> list[tuple[int, int]]:
    return [
        (_second(start), DAY if end == MIDNIGHT_END else _second(end)) for start, end in sessions
    ]


def _second(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second
