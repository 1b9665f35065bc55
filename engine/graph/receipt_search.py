"""The search for receipts whose walks end after the legal due date, day by day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from engine.graph.day_patterns import DayPatterns
from engine.graph.receiving import (
    Minutes,
    cell_edges,
    closed_days_count,
    receiving_minutes,
    telling_minutes,
)
from engine.graph.walks import Walk, not_moved, surely_moved
from engine.worktime.amounts import Allowance
from engine.worktime.rules import CalendarRangeError
from engine.worktime.work_calendar import WorkCalendar

_ONE_DAY = timedelta(days=1)
_ONE_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found for a day of receipt.

    Attributes:
        late_minute: the first minute of the day, counted from midnight, at which a receipt leads to a walk
            that ends too late; None where there is none.
    """

    late_minute: int | None


class ReceiptSearch:
    """Tries the receipts of a calendar against some walks and a legal limit."""

    def __init__(
        self, calendar: WorkCalendar, ways: Sequence[Sequence[Walk]], legal: Allowance
    ) -> None:
        """Search for receipts at which in each of the ways to wait some walk does not fit into ``legal``."""
        self._calendar = calendar
        self._legal = legal
        # A walk that adds just the legal limit fits, whenever it begins.
        exact = (not_moved(legal),)
        self._ways = [[walk for walk in walks if walk.additions != exact] for walks in ways]
        added = [
            legal,
            *(each for walks in self._ways for walk in walks for each in walk.additions),
        ]
        self._edges = cell_edges(calendar, added)
        self._closed_days_count = closed_days_count(calendar, added)

    def verdicts(self, first: date, last: date) -> Iterator[tuple[date, Verdict]]:
        """Yield each day of receipt with its verdict, as far as the calendar knows the answer."""
        patterns: DayPatterns[Verdict] = DayPatterns(
            self._calendar, first, closed_days_count=self._closed_days_count
        )
        for number in range((last - first).days + 1):
            day = first + number * _ONE_DAY
            if not self._calendar.is_working_day(day):
                continue
            try:
                yield day, patterns.find(day) or self._judge(day, patterns)
            except CalendarRangeError:
                return

    def midnight(self, day: date) -> datetime:
        """Return the instant at which ``day`` begins."""
        return datetime.combine(day, time(), self._calendar.zone).astimezone(UTC)

    def _judge(self, day: date, patterns: DayPatterns[Verdict]) -> Verdict:
        midnight = self.midnight(day)
        ranges = receiving_minutes(self._calendar, day)
        last = midnight + ranges[-1][1] * _ONE_MINUTE if ranges else midnight
        reached = max(
            self._latest_of_all(last), self._calendar.add(last, surely_moved(self._legal))
        )
        verdict = Verdict(self._first_late(midnight, ranges))
        patterns.keep(day, self._calendar.local(reached).date(), verdict)
        return verdict

    def _first_late(self, midnight: datetime, ranges: list[Minutes]) -> int | None:
        if not ranges or self._surely_fits(midnight, ranges[0][0], ranges[-1][1]):
            return None

        def is_late(minute: int) -> bool:
            at = midnight + minute * _ONE_MINUTE
            due = self._calendar.add(at, self._legal)
            return all(any(walk.end(at) > due for walk in walks) for walks in self._ways)

        for minutes in ranges:
            if self._surely_fits(midnight, *minutes):
                continue
            for minute in telling_minutes(minutes, self._edges):
                if is_late(minute):
                    return minute
        return None

    def _surely_fits(self, midnight: datetime, first: int, last: int) -> bool:
        """Tell whether even the latest end of these receipts lies before their earliest due date."""
        due = self._calendar.add(midnight + first * _ONE_MINUTE, not_moved(self._legal))
        return self._latest_end(midnight + last * _ONE_MINUTE) <= due

    def _latest_end(self, start: datetime) -> datetime:
        """Return an instant before which everything that is waited for ends."""
        return min((self._latest(walks, start) for walks in self._ways), default=start)

    def _latest_of_all(self, start: datetime) -> datetime:
        return max((self._latest(walks, start) for walks in self._ways), default=start)

    def _latest(self, walks: Sequence[Walk], start: datetime) -> datetime:
        return max((walk.latest_end(start) for walk in walks), default=start)
