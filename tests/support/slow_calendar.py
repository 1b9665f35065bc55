"""A working calendar that walks day by day and session by session: slow, and plainly right.

Written from the rules alone and apart from ``engine.worktime``'s arithmetic, so that the two can be
held against each other. Instants are naive local datetimes.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from engine.worktime.amounts import Allowance, Amount, TimeUnit
from engine.worktime.rules import MIDNIGHT_END, CalendarRules

ONE_DAY = timedelta(days=1)
Window = tuple[datetime, datetime]


class SlowCalendar:
    def __init__(self, rules: CalendarRules) -> None:
        self.rules = rules

    def windows(self, day: date) -> list[Window]:
        if day in self.rules.worked_days:
            sessions = self.rules.worked_days[day][1]
        elif day in self.rules.days_off:
            sessions = ()
        else:
            sessions = self.rules.weekly[day.weekday()]
        return [(datetime.combine(day, start), _end(day, end)) for start, end in sessions]

    def opening(self, at: datetime) -> datetime:
        day = at.date()
        while True:
            for start, end in self.windows(day):
                if at < start:
                    return start
                if at < end:
                    return at
            day += ONE_DAY

    def closing(self, at: datetime) -> datetime:
        return self.windows(self.opening(at).date())[-1][1]

    def add(self, start: datetime, allowance: Allowance) -> datetime:
        at = start
        for number, amount in enumerate(allowance, start=1):
            at = self._add_part(at, amount, is_last=number == len(allowance))
        return at

    def measure(self, start: datetime, end: datetime, unit: TimeUnit) -> Amount:
        if unit is TimeUnit.HOUR:
            return Amount(unit, 0, _seconds(end - start))
        if unit is TimeUnit.WORKING_HOUR:
            return Amount(TimeUnit.WORKING_DAY, 0, self.office_seconds(start, end))
        if unit is TimeUnit.DAY:
            whole = 0
            while start + (whole + 1) * ONE_DAY <= end:
                whole += 1
            return Amount(unit, whole, self.office_seconds(start + whole * ONE_DAY, end))
        return self._measured_in_working_days(start, end)

    def office_seconds(self, start: datetime, end: datetime) -> int:
        total = timedelta()
        day = start.date()
        while day <= end.date():
            for opens, closes in self.windows(day):
                total += max(timedelta(), min(closes, end) - max(opens, start))
            day += ONE_DAY
        return _seconds(total)

    def _measured_in_working_days(self, start: datetime, end: datetime) -> Amount:
        opened = self.opening(start)
        if end <= opened:
            return Amount(TimeUnit.WORKING_DAY, 0, 0)
        whole, reached = 0, opened
        day = opened.date() + ONE_DAY
        while day <= end.date():
            if self.windows(day):
                landed = self._landing(day, opened.time())
                if landed > end:
                    break
                whole, reached = whole + 1, landed
            day += ONE_DAY
        return Amount(TimeUnit.WORKING_DAY, whole, self.office_seconds(reached, end))

    def _add_part(self, at: datetime, amount: Amount, *, is_last: bool) -> datetime:
        if amount.unit is TimeUnit.HOUR:
            return at + timedelta(seconds=amount.seconds)
        if amount.unit is TimeUnit.SAME_DAY:
            return self.closing(at)
        if amount.unit is TimeUnit.WORKING_DAY:
            opened = self.opening(at)
            return self._walk(self._nth_working_day(opened, amount.whole), amount.seconds)
        by_date = at + amount.whole * ONE_DAY
        if amount.seconds:
            return self._walk(by_date, amount.seconds)
        if is_last and self.rules.moves_closed_end and not self._belongs_to_working_day(by_date):
            return self.closing(by_date)
        return by_date

    def _nth_working_day(self, opened: datetime, whole: int) -> datetime:
        if whole == 0:
            return opened
        day = opened.date()
        left = whole
        while left:
            day += ONE_DAY
            if self.windows(day):
                left -= 1
        return self._landing(day, opened.time())

    def _landing(self, day: date, clock: time) -> datetime:
        wanted = datetime.combine(day, clock)
        landed = self.windows(day)[0][0]
        for start, end in self.windows(day):
            if start <= wanted:
                landed = min(wanted, end)
        return landed

    def _walk(self, at: datetime, seconds: int) -> datetime:
        left = timedelta(seconds=seconds)
        while left:
            at = self.opening(at)
            for start, end in self.windows(at.date()):
                if start <= at < end:
                    step = min(left, end - at)
                    at, left = at + step, left - step
                    break
        return at

    def _belongs_to_working_day(self, at: datetime) -> bool:
        if self.windows(at.date()):
            return True
        day_before = self.windows(at.date() - ONE_DAY)
        return bool(day_before) and day_before[-1][1] == at


def _end(day: date, end: time) -> datetime:
    if end == MIDNIGHT_END:
        return datetime.combine(day + ONE_DAY, time())
    return datetime.combine(day, end)


def _seconds(span: timedelta) -> int:
    return span.days * 86_400 + span.seconds
