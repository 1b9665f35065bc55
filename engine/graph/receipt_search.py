"""The search for receipts whose walks end after the legal due date, day by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from engine.graph.day_patterns import DayPatterns
from engine.graph.effort import Effort
from engine.graph.outlasting import adds_all
from engine.graph.receiving import Minutes, closed_days_count, receiving_minutes
from engine.graph.walks import Walk, not_moved, surely_moved
from engine.worktime.amounts import Allowance
from engine.worktime.courses import Course, later_than
from engine.worktime.rules import CalendarRangeError
from engine.worktime.work_calendar import WorkCalendar

_ONE_DAY = timedelta(days=1)
_ONE_MINUTE = timedelta(minutes=1)
_DAY = 3
"""Steps of work that it takes to look at a day; to add an amount is one."""
_COURSE = 2
"""Steps that it takes to tell the course of an amount."""


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
        self,
        calendar: WorkCalendar,
        ways: Iterable[Iterable[Walk]],
        legal: Allowance,
        effort: Effort,
    ) -> None:
        """Search for receipts at which in each of the ways to wait some walk does not fit into ``legal``."""
        self._calendar = calendar
        self._legal = legal
        self._effort = effort
        self._ways = [[walk for walk in walks if not _always_fits(walk, legal)] for walks in ways]
        added = [
            legal,
            *(each for walks in self._ways for walk in walks for each in walk.additions),
        ]
        self._closed_days_count = closed_days_count(calendar, added)

    def verdicts(self, first: date, last: date) -> Iterator[tuple[date, Verdict]]:
        """Yield each day of receipt with its verdict, as far as the calendar knows the answer.

        Raises:
            Spent: the days yielded are all that could be tried.
        """
        patterns: DayPatterns[Verdict] = DayPatterns(
            self._calendar, first, closed_days_count=self._closed_days_count
        )
        for number in range((last - first).days + 1):
            day = first + number * _ONE_DAY
            if not self._calendar.is_working_day(day):
                continue
            self._effort.spend(_DAY)
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
        latest = [self._latest(walks, last) for walks in self._ways]
        latest_due = self._calendar.add(last, surely_moved(self._legal))
        if not ranges or min(latest) <= self._earliest_due(midnight, ranges[0][0]):
            verdict = Verdict(None)
        else:
            verdict = Verdict(self._first_late(midnight, ranges))
        reached = max(latest_due, *latest)
        patterns.keep(day, self._calendar.local(reached).date(), verdict)
        return verdict

    def _first_late(self, midnight: datetime, ranges: Iterable[Minutes]) -> int | None:
        for minute, last in ranges:
            while minute <= last:
                late, room = self._is_late(midnight + minute * _ONE_MINUTE)
                if late:
                    return minute
                minute += -(-room // 60)
        return None

    def _is_late(self, at: datetime) -> tuple[bool, int]:
        """Tell whether a receipt leads to a walk that ends too late in every way to wait.

        Where it does not, the seconds are told as well during which a receipt does not either.
        """
        due = self._calendar.course(at, (self._legal,))
        for place, walks in enumerate(self._ways):
            fits_for = self._fits_for(walks, at, due)
            if fits_for:
                # What was enough to be in time will mostly be enough the next time.
                self._ways.insert(0, self._ways.pop(place))
                return False, fits_for
        return True, 0

    def _fits_for(self, walks: list[Walk], at: datetime, due: Course) -> int:
        """Return for how many seconds of receipt all walks end in time; 0 where one does not."""
        fits_for = due.room
        for place, walk in enumerate(walks):
            self._effort.spend(_COURSE * len(walk.amounts))
            late, room = later_than(walk.course(at), due)
            if late:
                walks.insert(0, walks.pop(place))
                return 0
            fits_for = min(fits_for, room)
        return fits_for

    def _earliest_due(self, midnight: datetime, first: int) -> datetime:
        """Return an instant before which no receipt from that minute on is due."""
        return self._calendar.add(midnight + first * _ONE_MINUTE, not_moved(self._legal))

    def _latest(self, walks: Sequence[Walk], start: datetime) -> datetime:
        """Return an instant before which all walks begun at ``start`` or earlier end."""
        self._effort.spend(sum(len(walk.amounts) for walk in walks))
        return max((walk.latest_end(start) for walk in walks), default=start)


def _always_fits(walk: Walk, legal: Allowance) -> bool:
    """Tell whether a walk adds no more than the legal limit does, whenever it begins."""
    return walk.is_steady and adds_all(not_moved(legal), walk.amounts)
