"""Answers remembered for days that are followed by the same office hours."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Generic, TypeVar

from engine.worktime.rules import Sessions
from engine.worktime.work_calendar import WorkCalendar

_ONE_DAY = timedelta(days=1)
_AHEAD = 100

Answer = TypeVar("Answer")


class DayPatterns(Generic[Answer]):
    """What was found out about a day, for every day that looks alike.

    Adding to a calendar never looks back, so an answer about a day that reached no further than some
    later day holds for each day on which the office hours of all those days are the same. Where only
    working time is added, the closed days between them are not even noticed.
    """

    def __init__(self, calendar: WorkCalendar, first: date, *, closed_days_count: bool) -> None:
        """Remember nothing yet; no day before ``first`` will be asked about.

        ``closed_days_count`` tells that an answer may depend on where the closed days lie.
        """
        self._rules = calendar.rules
        self._first = first
        self._closed_days_count = closed_days_count
        self._hours = ""
        # For each day: how many signs lie before its own.
        self._begins = [0]
        self._signs: dict[Sessions, str] = {}
        self._answers: dict[str, Answer] = {}
        self._lengths: list[int] = []

    def find(self, day: date) -> Answer | None:
        """Return the answer of a day that looks like ``day``, or None."""
        begin = self._begin(day)
        for length in self._lengths:
            found = self._answers.get(self._hours[begin : begin + length])
            if found is not None:
                return found
        return None

    def keep(self, day: date, reached: date, answer: Answer) -> None:
        """Remember the answer of ``day``, for which no day after ``reached`` was looked at."""
        if reached > self._rules.last_day:
            return
        begin, end = self._begin(day), self._begin(reached + _ONE_DAY)
        if end - begin not in self._lengths:
            self._lengths.append(end - begin)
        self._answers[self._hours[begin:end]] = answer

    def _begin(self, day: date) -> int:
        """Return where the signs of ``day`` and those after it stand, as far as days are known."""
        number = (day - self._first).days
        if number + _AHEAD >= len(self._begins):
            self._look_ahead(number + 2 * _AHEAD)
        return self._begins[number]

    def _look_ahead(self, end: int) -> None:
        known = (self._rules.last_day - self._first).days + 1
        for number in range(len(self._begins) - 1, min(end, known)):
            sessions = self._rules.sessions(self._first + number * _ONE_DAY)
            if sessions or self._closed_days_count:
                self._hours += self._signs.setdefault(sessions, chr(len(self._signs)))
            self._begins.append(len(self._hours))
