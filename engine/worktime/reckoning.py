"""Adding, measuring and splitting limits on an ``OfficeTime`` table, in whole seconds.

The conventions of counting live here, once. Dates and zones belong to ``WorkCalendar``, the public
face of this floor.
"""

from __future__ import annotations

from engine.worktime.amounts import Allowance, Amount, TimeUnit
from engine.worktime.office_time import DAY, OfficeTime

# Enum members are looked up once, because these functions are called a million times an hour.
_WORKING_DAY = TimeUnit.WORKING_DAY
_WORKING_HOUR = TimeUnit.WORKING_HOUR
_DAY = TimeUnit.DAY
_HOUR = TimeUnit.HOUR
_SAME_DAY = TimeUnit.SAME_DAY

TO_THE_OPENING = Amount(_WORKING_DAY, 0, 0)
"""No time at all, and then until the office is open."""


def after(office: OfficeTime, start: int, amount: Amount, *, is_last: bool) -> int:
    """Return when ``amount``, begun at ``start``, is used up.

    ``is_last`` tells that the whole limit ends here; only then may a closed day move the end.
    """
    unit = amount.unit
    if unit is _WORKING_DAY:
        at = office.opening(start)
        if amount.whole:
            at = office.move(at, amount.whole)
        return office.earliest(office.used(at) + amount.seconds) if amount.seconds else at
    if unit is _DAY:
        at = start + amount.whole * DAY
        if amount.seconds:
            return office.earliest(office.used(at) + amount.seconds)
        if is_last and office.rules.moves_closed_end and office.is_closed_day(at):
            return office.closing(at)
        return at
    if unit is _HOUR:
        return start + amount.seconds
    if unit is _SAME_DAY:
        return office.closing(start)
    raise ValueError(f"Expected an amount in a unit a calendar can add, but found {unit}")


def before(office: OfficeTime, end: int, amount: Amount) -> int:
    """Return the instant ``amount`` before ``end``, walking backwards as ``after`` walks forwards."""
    unit = amount.unit
    if unit is _HOUR:
        return end - amount.seconds
    if unit is _SAME_DAY:
        return office.day_opening(end)
    at = (
        end - amount.whole * DAY
        if unit is _DAY
        else office.move(office.last_open(end), -amount.whole)
    )
    return office.latest(office.used(at) - amount.seconds) if amount.seconds else at


def measured(office: OfficeTime, start: int, end: int, unit: TimeUnit) -> Amount:
    """Return the amount that leads from ``start`` to ``end``: as many whole days as fit, then the rest."""
    if unit is _SAME_DAY:
        return Amount(_SAME_DAY, 0, 0)
    if unit is _HOUR:
        return Amount(_HOUR, 0, max(0, end - start))
    if unit is _WORKING_HOUR:
        return Amount(_WORKING_DAY, 0, max(0, office.used(end) - office.used(start)))
    if unit is _DAY:
        whole = max(0, (end - start) // DAY)
        passed = start + whole * DAY
        return Amount(_DAY, whole, max(0, office.used(end) - office.used(passed)))
    return _working_days(office, office.opening(start), end)


def left(office: OfficeTime, at: int, start: int, allowance: Allowance) -> Allowance:
    """Return what is left at ``at`` of an allowance begun at ``start``; nothing once it has run out."""
    if at <= start:
        return allowance
    last = len(allowance) - 1
    for position, amount in enumerate(allowance):
        end = after(office, start, amount, is_last=position == last)
        if at < end:
            return _left_of_part(office, at, start, amount, end) + allowance[position + 1 :]
        start = end
    return ()


def _working_days(office: OfficeTime, start: int, end: int) -> Amount:
    if end <= start:
        return Amount(_WORKING_DAY, 0, 0)
    whole = office.working_days_through(end // DAY) - office.working_days_through(start // DAY)
    passed = office.move(start, whole)
    if passed > end:
        whole -= 1
        passed = office.move(start, whole)
    return Amount(_WORKING_DAY, whole, office.used(end) - office.used(passed))


def _left_of_part(
    office: OfficeTime, at: int, start: int, amount: Amount, end: int
) -> tuple[Amount, ...]:
    if amount.unit is _WORKING_DAY:
        return _left_until(office, at, end)
    if amount.unit is _DAY:
        by_date = start + amount.whole * DAY
        if at <= by_date:
            days, rest = divmod(by_date - at, DAY)
            hours = (Amount(_HOUR, 0, rest),) if rest else ()
            return (*hours, Amount(_DAY, days, amount.seconds))
        # The dates have passed: what is left is office time, or the way out of the closed day.
        return _left_until(office, at, end) if amount.seconds else (Amount(_SAME_DAY, 0, 0),)
    if amount.unit is _HOUR:
        return (Amount(_HOUR, 0, end - at),)
    return (amount,)


def _left_until(office: OfficeTime, at: int, end: int) -> tuple[Amount, ...]:
    rest = _working_days(office, office.opening(at), end)
    # Closing time and the next opening have the same office time before them; where the limit ends
    # at the opening, going on must not stop at the closing time.
    ends = after(office, at, rest, is_last=False)
    return (rest,) if ends == end else (rest, TO_THE_OPENING)
