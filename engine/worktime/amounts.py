"""Amounts of time, in the four kinds of units that procedures use."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class TimeUnit(StrEnum):
    """A kind of time. Working kinds follow a calendar; ``DAY`` counts dates; ``HOUR`` never stops."""

    # An Enum computes a hash of its own, in Python, and calendars find allowances by it.
    __hash__ = str.__hash__

    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    DAY = "day"
    HOUR = "hour"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True)
class Span:
    """An amount of one kind of time, as printed; ``SAME_DAY`` has no amount (0)."""

    amount: Decimal
    unit: TimeUnit


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount a calendar can add: whole days by date, then seconds by the clock.

    Attributes:
        unit: ``WORKING_DAY`` (also for working hours, 8 of which are a day by convention), ``DAY``,
            ``HOUR`` or ``SAME_DAY``.
        whole: whole working or calendar days; 0 for the other units.
        seconds: the rest: seconds of office time for ``WORKING_DAY`` and ``DAY``, elapsed seconds for
            ``HOUR``, 0 for ``SAME_DAY``.
    """

    unit: TimeUnit
    whole: int
    seconds: int


Allowance = tuple[Amount, ...]
"""What a clock has left to run: amounts used one after the other."""
