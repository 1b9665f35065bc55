"""A track walked through a calendar: when its last limit ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.graph.tracks import Reading, Track
from engine.specs.durations import Duration
from engine.worktime.amounts import Allowance, Amount, TimeUnit
from engine.worktime.courses import Course
from engine.worktime.work_calendar import WorkCalendar

_TO_CLOSING = Amount(TimeUnit.SAME_DAY, 0, 0)
_NO_HOURS = Amount(TimeUnit.HOUR, 0, 0)
_PLACES = {unit: 2 * position for position, unit in enumerate(TimeUnit)}
"""Where the totals of each kind of time stand."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of a path: the steps that share it, their time, and when it is used up."""

    keys: tuple[str, ...]
    limit: Duration
    ends_at: datetime


class Walk:
    """What is added to the receipt, one allowance after the other, each to where the one before ended.

    Attributes:
        additions: the allowance of each row; of a sum, the one allowance of all of them.
        amounts: their amounts, one after the other.
        is_steady: begun later, it never ends sooner: none of its ends may be moved out of a closed day.
        totals: how much it adds of each kind of time, whole days and seconds apart.
    """

    def __init__(self, calendar: WorkCalendar, track: Track, reading: Reading) -> None:
        """Turn the printed limits of a track into what the calendar adds."""
        rows = tuple(calendar.allowance(limit.parts) for limit in track.limits)
        self._calendar = calendar
        self._track = track
        # The sum is no legal limit, so it is not moved where it ends on a closed day.
        summed = (not_moved(tuple(amount for row in rows for amount in row)),)
        self.additions = rows if reading == "rows" or not rows else summed
        self.amounts = tuple(amount for row in self.additions for amount in row)
        self.is_steady = not any(map(_may_be_moved, self.additions))
        self.totals = _totals(self.amounts)
        self._late_additions = tuple(map(surely_moved, self.additions))
        self._is_sum = reading == "sum"

    def end(self, start: datetime) -> datetime:
        """Return when the walk begun at ``start`` ends."""
        for allowance in self.additions:
            start = self._calendar.add(start, allowance)
        return start

    def course(self, start: datetime) -> Course:
        """Return how the end of the walk begun at ``start`` changes with its start."""
        return self._calendar.course(start, self.additions)

    def latest_end(self, start: datetime) -> datetime:
        """Return an instant before which every walk begun at ``start`` or earlier ends."""
        for allowance in self._late_additions:
            start = self._calendar.add(start, allowance)
        return start

    def stages(self, start: datetime) -> tuple[Stage, ...]:
        """Return the stretches of the walk begun at ``start``."""
        ends: list[datetime] = []
        for allowance in self.additions:
            parts = self._calendar.part_ends(ends[-1] if ends else start, allowance)
            ends += parts if self._is_sum else parts[-1:]
        stretches = self._track.stretches
        return tuple(
            Stage(stretch.keys, stretch.limit, end)
            for stretch, end in zip(stretches, ends[: len(stretches)], strict=True)
        )


def not_moved(allowance: Allowance) -> Allowance:
    """Return an allowance that stays on the closed day where its last date falls.

    It ends no later than the allowance itself does from the same start or from a later one.
    """
    return (*allowance, _NO_HOURS) if _may_be_moved(allowance) else allowance


def surely_moved(allowance: Allowance) -> Allowance:
    """Return an allowance that goes on to the closing of the day, or working day, of its last date.

    It ends no earlier than the allowance itself does from the same start or from an earlier one: only
    where a date falls on a closed day can an earlier start end later.
    """
    return (*allowance, _TO_CLOSING) if _may_be_moved(allowance) else allowance


def _totals(amounts: tuple[Amount, ...]) -> tuple[int, ...]:
    found = [0] * (2 * len(_PLACES))
    for amount in amounts:
        place = _PLACES[amount.unit]
        found[place] += amount.whole
        found[place + 1] += amount.seconds
    return tuple(found)


def _may_be_moved(allowance: Allowance) -> bool:
    return allowance[-1].unit is TimeUnit.DAY and not allowance[-1].seconds
