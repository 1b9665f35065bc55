"""A clock's ledger on the slow calendar: what is left after pauses, and when that runs out.

Written from the rules alone and apart from ``engine.core.clocks``, so that the two can be held against each
other. Instants are naive local datetimes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from engine.worktime.amounts import Allowance, Amount, Span, TimeUnit
from tests.support.slow_calendar import ONE_DAY, SlowCalendar

_TO_THE_OPENING = Amount(TimeUnit.WORKING_DAY, 0, 0)


def amounts(spans: Iterable[Span], hours_per_day: int) -> Allowance:
    """Return what printed times allow: whole days by date, the rest by the clock."""
    return tuple(_amount(span, hours_per_day) for span in spans)


def _amount(span: Span, hours_per_day: int) -> Amount:
    if span.unit is TimeUnit.SAME_DAY:
        return Amount(span.unit, 0, 0)
    if span.unit is TimeUnit.HOUR:
        return Amount(span.unit, 0, _rounded(span.amount * 3600))
    by_day = span.unit is not TimeUnit.WORKING_HOUR
    hours = span.amount * hours_per_day if by_day else span.amount
    days = int(hours / hours_per_day)
    rest = _rounded((hours - days * hours_per_day) * 3600)
    unit = TimeUnit.DAY if span.unit is TimeUnit.DAY else TimeUnit.WORKING_DAY
    return Amount(unit, days, rest)


def _rounded(seconds: Decimal) -> int:
    return int(seconds.to_integral_value(ROUND_HALF_UP))


def received_from(calendar: SlowCalendar, at: datetime) -> datetime:
    """Return the instant from which what is received at ``at`` counts as received."""
    cut_off = calendar.rules.cut_off
    if cut_off is None or at.time() <= cut_off:
        return calendar.opening(at)
    return calendar.opening(datetime.combine(at.date() + ONE_DAY, time()))


class SlowLedger:
    """A limit that runs, stands still, runs on, is extended and begins anew.

    Unless ``by_receipt``, it begins at once, as the limits of groups and phases do.
    """

    def __init__(
        self,
        calendar: SlowCalendar,
        limit: Allowance,
        received: datetime,
        *,
        by_receipt: bool = True,
    ) -> None:
        self._calendar = calendar
        self.limit = limit
        self._by_receipt = by_receipt
        self._running: tuple[datetime, Allowance] | None = None
        self._left: Allowance = ()
        self._kept: datetime | None = None
        self.restart(received)

    @property
    def due(self) -> datetime | None:
        """Return the due date; a ledger that stands still has none, unless it was late already."""
        if self._running is None:
            return self._kept
        start, left = self._running
        return self._calendar.add(start, left) if left else self._kept

    def restart(self, at: datetime) -> None:
        round_the_clock = all(each.unit is TimeUnit.HOUR for each in self.limit)
        at_once = round_the_clock or not self._by_receipt
        start = at if at_once else received_from(self._calendar, at)
        self._running, self._kept = (start, self.limit), None
        self._start = start

    def pause(self, at: datetime) -> None:
        assert self._running is not None
        due = self.due
        start, left = self._running
        self._left = self._remaining(at, start, left)
        self._running = None
        self._kept = due if due is not None and due <= at else None

    def resume(self, at: datetime) -> None:
        assert self._running is None
        late = self._kept is not None
        self._running = (at, ()) if late else (max(at, self._start), self._left)
        self._start = self._running[0]

    def due_with(self, by: Allowance) -> datetime:
        """Return when it would be due if it were extended."""
        assert self._running is not None
        start, left = self._running
        return self._calendar.add(start, (*left, *by))

    def extend(self, by: Allowance) -> None:
        """Give a limit that runs some more; what was left is used first."""
        assert self._running is not None
        start, left = self._running
        self._running = (start, (*left, *by))

    def _remaining(self, at: datetime, start: datetime, allowance: Allowance) -> Allowance:
        if at <= start:
            return allowance
        for number, amount in enumerate(allowance, start=1):
            end = self._calendar.add(start, (amount,))
            if number < len(allowance) and amount.unit is TimeUnit.DAY and not amount.seconds:
                end = start + amount.whole * ONE_DAY  # only the last end moves off a closed day
            if at < end:
                return (*self._left_of(amount, at, start, end), *allowance[number:])
            start = end
        return ()

    def _left_of(self, amount: Amount, at: datetime, start: datetime, end: datetime) -> Allowance:
        match amount.unit:
            case TimeUnit.HOUR:
                return (Amount(TimeUnit.HOUR, 0, _seconds(end - at)),)
            case TimeUnit.SAME_DAY:
                return (amount,)
            case TimeUnit.DAY if at <= start + amount.whole * ONE_DAY:
                return self._days_left(amount, at, start + amount.whole * ONE_DAY)
            case TimeUnit.DAY if not amount.seconds:
                return (Amount(TimeUnit.SAME_DAY, 0, 0),)
        rest = self._calendar.measure(at, end, TimeUnit.WORKING_DAY)
        stops_early = self._calendar.add(at, (rest,)) != end
        return (rest, _TO_THE_OPENING) if stops_early else (rest,)

    def _days_left(self, amount: Amount, at: datetime, by_date: datetime) -> Allowance:
        days = 0
        while at + (days + 1) * ONE_DAY <= by_date:
            days += 1
        hours = _seconds(by_date - at - days * ONE_DAY)
        begun = (Amount(TimeUnit.HOUR, 0, hours),) if hours else ()
        return (*begun, Amount(TimeUnit.DAY, days, amount.seconds))


def _seconds(span: timedelta) -> int:
    return span.days * 86_400 + span.seconds
