"""Sums of printed time limits, kind by kind, and what can honestly be said when they are compared.

Eight working hours are a working day by convention of the published decisions. Working time, calendar
days and elapsed hours never convert into each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from engine.specs.durations import Duration
from engine.worktime.amounts import Span, TimeUnit

HOURS_PER_DAY = 8

Comparison = Literal["below", "equal", "above", "undecided"]
"""How a sum compares with a limit; ``undecided`` where only a calendar can tell."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of limits: working time in hours, calendar days, elapsed hours.

    ``same_day`` marks a part "within the day", which has no amount.
    """

    working: Decimal = Decimal(0)
    days: Decimal = Decimal(0)
    hours: Decimal = Decimal(0)
    same_day: bool = False

    @classmethod
    def of(cls, limit: Duration | None, hours_per_day: int = HOURS_PER_DAY) -> Sum:
        """Return a printed limit as a sum; no limit is no time."""
        return ZERO if limit is None else _sum_of(limit, hours_per_day)

    def __add__(self, other: Sum) -> Sum:
        if other is ZERO:
            return self
        return Sum(
            self.working + other.working,
            self.days + other.days,
            self.hours + other.hours,
            self.same_day or other.same_day,
        )

    def covers(self, other: Sum) -> bool:
        """Tell whether no kind of time is less than in ``other``."""
        return (
            self.working >= other.working
            and self.days >= other.days
            and self.hours >= other.hours
            and self.same_day >= other.same_day
        )

    def rough_days(self, hours_per_day: int = HOURS_PER_DAY) -> Decimal:
        """Return about how many dates pass, to choose which of several sums to show first."""
        return self.working / hours_per_day * 7 / 5 + self.days + self.hours / 24

    def compare(self, limit: Sum, hours_per_day: int = HOURS_PER_DAY) -> Comparison:
        """Tell how the sum compares with a limit, whatever the calendar."""
        if limit.same_day and limit.amounts == ZERO.amounts:
            return self._compare_with_day(hours_per_day)
        pairs = list(zip(self.amounts, limit.amounts, strict=True))
        if all(mine >= theirs for mine, theirs in pairs):
            if self.amounts == limit.amounts:
                return "equal"
            return "above"
        if all(mine <= theirs for mine, theirs in pairs):
            return "undecided" if self.same_day else "below"
        return "above" if self._surely_above(limit, hours_per_day) else "undecided"

    @property
    def amounts(self) -> tuple[Decimal, Decimal, Decimal]:
        """Return the amount of each kind."""
        return self.working, self.days, self.hours

    def _compare_with_day(self, hours_per_day: int) -> Comparison:
        # A day of work fits into "within the day"; nothing that takes whole days does.
        if self.working > hours_per_day or self.days or self.hours > 24:
            return "above"
        return "equal"

    def _surely_above(self, limit: Sum, hours_per_day: int) -> bool:
        # A working day lasts until another date at the least; what it lasts at the most depends on the
        # holidays, so nothing is sure against a limit in working time.
        at_least = self.working // hours_per_day + self.days + self.hours // 24
        return limit.working == 0 and at_least > limit.days + -(-limit.hours // 24)

    def minus(self, other: Sum) -> Sum | None:
        """Return what is left without ``other``, or None where some kind would be negative."""
        left = Sum(self.working - other.working, self.days - other.days, self.hours - other.hours)
        return left if min(left.amounts) >= 0 else None

    def printed(self, like: Duration, hours_per_day: int = HOURS_PER_DAY) -> Duration:
        """Return the sum as a limit, working time in the unit in which ``like`` is printed."""
        units = {part.unit for part in like.parts}
        in_hours = TimeUnit.WORKING_HOUR in units or self.working < hours_per_day
        parts = [
            Span(self.working, TimeUnit.WORKING_HOUR)
            if in_hours and TimeUnit.WORKING_DAY not in units
            else Span(self.working / hours_per_day, TimeUnit.WORKING_DAY),
            Span(self.days, TimeUnit.DAY),
            Span(self.hours, TimeUnit.HOUR),
        ]
        return Duration(tuple(part for part in parts if part.amount))


ZERO = Sum()


@lru_cache(maxsize=4096)
def _sum_of(limit: Duration, hours_per_day: int) -> Sum:
    working_days = limit.total(TimeUnit.WORKING_DAY) * hours_per_day
    return Sum(
        limit.total(TimeUnit.WORKING_HOUR) + working_days,
        limit.total(TimeUnit.DAY),
        limit.total(TimeUnit.HOUR),
        any(part.unit is TimeUnit.SAME_DAY for part in limit.parts),
    )
