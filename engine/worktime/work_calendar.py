"""The working calendar: instants in, instants out.

All datetimes are aware; results are in UTC. Instants count in whole seconds, fractions are dropped.
Whole days are counted by date and only the rest by the clock, as the published decisions print it.
A limit is never stored as a date: it is an allowance from which the date follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from engine.messages import Label, message
from engine.worktime import reckoning
from engine.worktime.amounts import Allowance, Amount, Span, TimeUnit
from engine.worktime.courses import Course, course
from engine.worktime.office_time import DAY, OfficeTime
from engine.worktime.rules import CalendarRules, CalendarRulesError

_SECONDS_PER_HOUR = 3600
_ALLOWANCES_KEPT = 10_000


class WorkCalendar:
    """Computes with the office hours, holidays and legal settings of one set of rules.

    Attributes:
        rules: what the calendar was built from.
        version: a short digest of the rules; clocks keep it, so that a due date can be recomputed.
        zone: the zone in which the calendar's dates are meant.
    """

    def __init__(self, rules: CalendarRules) -> None:
        """Build the calendar's table.

        Raises:
            CalendarRulesError: the rules contradict themselves, or the zone changes its clock.
        """
        self.rules = rules
        self.version = rules.digest()
        self.zone = ZoneInfo(rules.time_zone)
        self._office = OfficeTime(rules)
        self._end = self._office.end
        # The same limits are asked for with every step, and the rules never change.
        self._allowances: dict[tuple[Span, ...], Allowance] = {}
        self._base = _midnight_without_clock_changes(rules, self.zone)

    def reception(self, at: datetime) -> datetime:
        """Return the instant from which a dossier received at ``at`` counts as received.

        After the cut-off, outside office hours or on a closed day it is the next opening. The cut-off
        is a setting because there is no single rule: NĐ 61/2018 Điều 18 moves an electronic dossier
        received after 15:00 at the start of the next working day (still so in decisions under
        NĐ 118/2025), other texts name other hours.
        """
        received = self._second(at)
        if self.rules.cut_off is None or self.local(at).time() <= self.rules.cut_off:
            return self._instant(self._office.opening(received))
        midnight = (received // DAY + 1) * DAY
        return self._instant(self._office.opening(midnight))

    def end_of(self, day: date) -> datetime:
        """Return when office hours of ``day`` end, or on a closed day those of the next working day.

        A limit that ends on a day off ends on the next working day (Bộ luật Dân sự 2015, Điều 148.5).
        """
        midnight = datetime.combine(day, time(), self.zone)
        return self._instant(self._office.closing(self._second(midnight)))

    def opening(self, at: datetime) -> datetime:
        """Return ``at`` where the office is open at that instant, else the instant it opens next."""
        return self._instant(self._office.opening(self._second(at)))

    def allowance(self, spans: Sequence[Span]) -> Allowance:
        """Return what a printed limit allows, in amounts that can be added.

        Working hours make working days by the calendar's convention (8 hours are a day, whatever the
        desk's real hours), so 168 working hours are 21 days by date, and 4 working hours are 4 hours by
        the clock. A fraction of a working or calendar day is that part of a conventional office day.
        """
        asked = tuple(spans)
        known = self._allowances.get(asked)
        if known is None:
            if len(self._allowances) >= _ALLOWANCES_KEPT:
                self._allowances.clear()
            known = self._allowances[asked] = tuple(self._amount(span) for span in asked)
        return known

    def add(self, start: datetime, allowance: Allowance) -> datetime:
        """Return when an allowance begun at ``start`` is used up, its parts one after the other.

        - Working days begin at the next opening; the n-th working day after, at the same clock time (the
          receipt day does not count, a half day counts). If that day's hours do not hold the clock time,
          it is the end of the session before it, or that day's opening. Then office time by the clock,
          to the earliest instant with that much of it: 11:30, not 13:30.
        - Days are dates later at the same clock time, then office time by the clock. If the limit ends
          with them on a closed day, it ends when office hours of the next working day end (Bộ luật Dân
          sự 2015, Điều 148.5), unless the calendar keeps the end.
        - Hours are elapsed time. ``SAME_DAY`` is the end of office hours on the working day begun.

        Raises:
            CalendarRangeError: the calendar does not know the days asked for.
        """
        at = self._second(start)
        last = len(allowance) - 1
        for position, amount in enumerate(allowance):
            at = reckoning.after(self._office, at, amount, is_last=position == last)
        return self._instant(at)

    def course(self, start: datetime, allowances: Iterable[Allowance]) -> Course:
        """Return how the end of allowances, begun at ``start`` one after the other, changes with their start.

        The end is in seconds of this calendar; only ends of one calendar can be compared.

        Raises:
            CalendarRangeError: the calendar does not know the days asked for.
        """
        found = course(self._office, self._second(start), allowances)
        if found.end > self._end:
            raise self._office.beyond()
        return found

    def part_ends(self, start: datetime, allowance: Allowance) -> tuple[datetime, ...]:
        """Return when each part of the allowance ends; the last is the due instant of ``add``."""
        at = self._second(start)
        last = len(allowance) - 1
        ends = []
        for position, amount in enumerate(allowance):
            at = reckoning.after(self._office, at, amount, is_last=position == last)
            ends.append(self._instant(at))
        return tuple(ends)

    def measure(self, start: datetime, end: datetime, unit: TimeUnit) -> Amount:
        """Return the time from ``start`` to ``end``: as many whole days as fit, then the rest.

        It is the inverse of ``add``: adding it to ``start`` gives every ``end`` that an amount of that
        unit can reach. In ``WORKING_HOUR`` all of it is office time. It is zero where ``end`` is not
        after ``start``.
        """
        return reckoning.measured(self._office, self._second(start), self._second(end), unit)

    def remaining(self, at: datetime, start: datetime, allowance: Allowance) -> Allowance:
        """Return what is left at ``at`` of an allowance begun at ``start``: what a pause keeps.

        ``add(at, remaining(at, start, allowance)) == add(start, allowance)`` for every instant from
        ``start`` to the due instant, office open or not. From the due instant on, nothing is left and
        the result is empty; before ``start`` everything is. Of a limit in calendar days the begun day
        is kept as elapsed hours.
        """
        return reckoning.left(self._office, self._second(at), self._second(start), allowance)

    def subtract(self, end: datetime, amount: Amount) -> datetime:
        """Return the instant ``amount`` before ``end``.

        One working day before is the same clock time one working day earlier; outside office hours the
        way back begins at the closing before ``end``. Office time runs backwards by the clock, to the
        latest instant from which it is ``amount``. ``SAME_DAY`` is the opening of that working day.
        """
        return self._instant(reckoning.before(self._office, self._second(end), amount))

    def share(self, start: datetime, due: datetime, fraction: Decimal, unit: TimeUnit) -> datetime:
        """Return the instant at which ``fraction`` (0 to 1) of the time from start to due is used.

        Office time counts; for a limit in ``HOUR`` it is elapsed time.
        """
        first, last = self._second(start), self._second(due)
        if fraction >= 1:
            return self._instant(last)
        if unit is TimeUnit.HOUR:
            return self._instant(first + int((last - first) * fraction))
        used = self._office.used(first)
        share = int((self._office.used(last) - used) * fraction)
        return self._instant(min(last, max(first, self._office.earliest(used + share))))

    def office_seconds(self, start: datetime, end: datetime) -> int:
        """Return the seconds of office time from ``start`` to ``end``; negative where end comes first."""
        return self._office.used(self._second(end)) - self._office.used(self._second(start))

    def is_working_day(self, day: date) -> bool:
        """Tell whether the office is open at some time of ``day``."""
        return bool(self.rules.sessions(day))

    def day_name(self, day: date) -> Label | None:
        """Return the name of a holiday, a day given away in a swap, or a day worked by order."""
        worked = self.rules.worked_days.get(day)
        return worked[0] if worked else self.rules.days_off.get(day)

    def working_days_between(self, first: date, last: date) -> int:
        """Return how many working days follow ``first`` up to and including ``last``.

        ``first`` itself does not count, like the receipt day; negative where ``last`` comes first.
        """
        return self._working_days_through(last) - self._working_days_through(first)

    def local(self, at: datetime) -> datetime:
        """Return the same instant in the calendar's zone, for showing and for its date."""
        return at.astimezone(self.zone)

    def _working_days_through(self, day: date) -> int:
        number = (day - self.rules.first_day).days
        if not 0 <= number * DAY < self._end:
            raise self._office.beyond()
        return self._office.working_days_through(number)

    def _amount(self, span: Span) -> Amount:
        unit, amount = span.unit, span.amount
        if unit is TimeUnit.SAME_DAY:
            return Amount(unit, 0, 0)
        if unit is TimeUnit.HOUR:
            return Amount(unit, 0, _whole_seconds(amount * _SECONDS_PER_HOUR))
        hours = amount if unit is TimeUnit.WORKING_HOUR else amount * self.rules.hours_per_day
        whole, rest = divmod(hours, self.rules.hours_per_day)
        counted_in = TimeUnit.DAY if unit is TimeUnit.DAY else TimeUnit.WORKING_DAY
        return Amount(counted_in, int(whole), _whole_seconds(rest * _SECONDS_PER_HOUR))

    def _second(self, at: datetime) -> int:
        since = at - self._base
        second = since.days * DAY + since.seconds
        if 0 <= second <= self._end:
            return second
        raise self._office.beyond()

    def _instant(self, second: int) -> datetime:
        if 0 <= second <= self._end:
            return self._base + timedelta(0, second)
        raise self._office.beyond()


def _midnight_without_clock_changes(rules: CalendarRules, zone: ZoneInfo) -> datetime:
    days = (rules.last_day - rules.first_day).days + 2
    midnight = datetime.combine(rules.first_day, time(), zone)
    if len({(midnight + timedelta(day)).utcoffset() for day in range(days)}) > 1:
        raise CalendarRulesError(
            message(
                "Expected calendar “{code}” to be in a time zone without clock changes, but “{zone}” changes its clock between {first} and {last}",
                code=rules.code,
                zone=rules.time_zone,
                first=f"{rules.first_day:%d/%m/%Y}",
                last=f"{rules.last_day:%d/%m/%Y}",
            )
        )
    return midnight.astimezone(UTC)


def _whole_seconds(seconds: Decimal) -> int:
    return int(seconds.to_integral_value(ROUND_HALF_UP))
