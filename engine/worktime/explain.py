"""Why a due date is what it is, line by line, for the clerk, the supervisor and the receipt.

``explain`` tells one stretch of a clock from its start to its due date. The line functions tell what
happened to the clock on the way, so that a whole ledger can be composed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine.messages import Label, Message, message
from engine.worktime.amounts import Allowance, Amount, TimeUnit
from engine.worktime.skipped_days import between, day_kind
from engine.worktime.words import allowance_in_words, amount_in_words
from engine.worktime.work_calendar import WorkCalendar

Reason = Message | Label | str
"""Why a clock was touched, in the words of whoever did it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence; ``at`` is the instant it is about, or None where it is about whole days."""

    at: datetime | None
    text: Message


@dataclass(frozen=True, slots=True)
class Explanation:
    """The lines in the order of time, and the due date they end at."""

    lines: tuple[Line, ...]
    due_at: datetime


def explain(
    calendar: WorkCalendar,
    start: datetime,
    allowance: Allowance,
    *,
    received_at: datetime | None = None,
    begun: Message | None = None,
) -> Explanation:
    """Explain when an allowance begun at ``start`` is used up.

    ``received_at`` is the true instant of receipt, where the clock starts later because of the cut-off
    or office hours; ``begun`` says what happened then, if not that the dossier was received. ``due_at`` is ``calendar.add(start, allowance)``.
    """
    lines = [] if received_at is None else _receipt(calendar, received_at, start, begun)
    lines.append(_start(calendar, start, allowance))
    ends = calendar.part_ends(start, allowance)
    at = start
    for amount, end in zip(allowance, ends, strict=True):
        lines += _part(calendar, at, amount, end)
        at = end
    lines.append(_line(calendar, at, message("Due at {time} on {date}")))
    return Explanation(tuple(lines), at)


def explain_date(
    calendar: WorkCalendar,
    start: datetime,
    on: date,
    *,
    received_at: datetime | None = None,
    begun: Message | None = None,
) -> Explanation:
    """Explain when something begun at ``start`` is due that is due on a date, whatever happens."""
    due_at = calendar.end_of(on)
    lines = [] if received_at is None else _receipt(calendar, received_at, start, begun)
    text = message("Due on a fixed date, the next {day} of {month}", day=on.day, month=on.month)
    lines.append(Line(None, text))
    if calendar.local(due_at).date() != on:
        moved = message(
            "{closed} is not a working day ({name}): the limit ends when office hours of the next working day end, {time} on {date} (Civil Code 2015, article 148.5)",
            closed=_date(on),
            name=day_kind(calendar, on),
        )
        lines.append(_line(calendar, due_at, moved))
    lines.append(_line(calendar, due_at, message("Due at {time} on {date}")))
    return Explanation(tuple(lines), due_at)


def fixed_line(calendar: WorkCalendar, at: datetime, *, reason: Reason | None) -> Line:
    """Return the line for a pause of a clock that is due on a date, or for its end without ``reason``."""
    if reason is None:
        return _line(calendar, at, message("Running again from {time} on {date}; the date stays"))
    text = message("Paused at {time} on {date}: {reason}; the date stays", reason=reason)
    return _line(calendar, at, text)


def paused_line(calendar: WorkCalendar, at: datetime, reason: Reason, left: Allowance) -> Line:
    """Return the line for a pause: since when, why, and what is left."""
    text = message(
        "Paused at {time} on {date}: {reason}; {left} left",
        reason=reason,
        left=allowance_in_words(left),
    )
    return _line(calendar, at, text)


def resumed_line(calendar: WorkCalendar, at: datetime, left: Allowance) -> Line:
    """Return the line for a clock that runs again with what was left."""
    text = message(
        "Running again from {time} on {date}, {left} left", left=allowance_in_words(left)
    )
    return _line(calendar, at, text)


def restarted_line(
    calendar: WorkCalendar, at: datetime, reason: Reason, allowance: Allowance
) -> Line:
    """Return the line for a clock that starts from zero, as the law asks after a supplement."""
    text = message(
        "Counted anew from {time} on {date}: {reason}; {amount} in full",
        reason=reason,
        amount=allowance_in_words(allowance),
    )
    return _line(calendar, at, text)


def extended_line(
    calendar: WorkCalendar,
    at: datetime,
    by: Allowance,
    reason: Reason,
    decision: Reason | None = None,
) -> Line:
    """Return the line for an extension: by how much, why, and by which decision if there is one."""
    amount = allowance_in_words(by)
    if decision is None:
        text = message(
            "Extended by {amount} at {time} on {date}: {reason}", amount=amount, reason=reason
        )
    else:
        text = message(
            "Extended by {amount} at {time} on {date}: {reason} (decision {decision})",
            amount=amount,
            reason=reason,
            decision=decision,
        )
    return _line(calendar, at, text)


def recounted_line(calendar: WorkCalendar, at: datetime, reason: Reason) -> Line:
    """Return the line for a clock that is counted again because the calendar changed."""
    text = message(
        "Counted again at {time} on {date}, because the working calendar changed: {reason}",
        reason=reason,
    )
    return _line(calendar, at, text)


def _receipt(
    calendar: WorkCalendar, received_at: datetime, start: datetime, begun: Message | None
) -> list[Line]:
    received = _line(calendar, received_at, begun or message("Received at {time} on {date}"))
    if start <= received_at or calendar.reception(received_at) != start:
        return [received]
    shift = Line(None, _shift(calendar, calendar.local(received_at)))
    return [received, shift, *_days_between(calendar, received_at, start)]


def _shift(calendar: WorkCalendar, received: datetime) -> Message:
    cut_off = calendar.rules.cut_off
    if not calendar.is_working_day(received.date()):
        return message(
            "{date} is not a working day ({name}): the clock starts at the next opening",
            date=_date(received),
            name=day_kind(calendar, received.date()),
        )
    if cut_off is not None and received.time() > cut_off:
        return message(
            "Received after {cut_off}: the clock starts at the opening of the next working day",
            cut_off=f"{cut_off:%H:%M}",
        )
    return message("Received outside office hours: the clock starts at the next opening")


def _start(calendar: WorkCalendar, start: datetime, allowance: Allowance) -> Line:
    amount = allowance_in_words(allowance)
    if any(part.whole for part in allowance):
        text = message(
            "The clock starts at {time} on {date} with {amount}; this day is not counted",
            amount=amount,
        )
    else:
        text = message("The clock starts at {time} on {date} with {amount}", amount=amount)
    return _line(calendar, start, text)


def _part(calendar: WorkCalendar, start: datetime, amount: Amount, end: datetime) -> list[Line]:
    if amount.unit is TimeUnit.WORKING_DAY:
        return _working_time(calendar, start, amount, end)
    if amount.unit is TimeUnit.DAY:
        return _dates(calendar, start, amount, end)
    if amount.unit is TimeUnit.SAME_DAY:
        text = message("To the end of office hours that working day: {time} on {date}")
        return [*_days_between(calendar, start, end), _line(calendar, end, text)]
    text = message("{amount} round the clock: {time} on {date}", amount=amount_in_words(amount))
    return [_line(calendar, end, text)]


def _working_time(
    calendar: WorkCalendar, start: datetime, amount: Amount, end: datetime
) -> list[Line]:
    opened = calendar.opening(start)
    lines = [] if opened == start else _opening(calendar, start, opened)
    by_date = calendar.add(opened, (Amount(amount.unit, amount.whole, 0),))
    if amount.whole:
        lines += _days_between(calendar, opened, by_date)
        lines.append(_whole_days(calendar, opened, amount, by_date))
    if amount.seconds:
        lines += _days_between(calendar, by_date, end)
        lines.append(_rest(calendar, amount, end))
    return lines


def _opening(calendar: WorkCalendar, start: datetime, opened: datetime) -> list[Line]:
    text = message("Outside office hours: counting goes on at {time} on {date}")
    return [*_days_between(calendar, start, opened), _line(calendar, opened, text)]


def _whole_days(calendar: WorkCalendar, start: datetime, amount: Amount, by_date: datetime) -> Line:
    days = amount_in_words(Amount(amount.unit, amount.whole, 0))
    if calendar.local(start).time() == calendar.local(by_date).time():
        text = message("{days} later, at the same time of day: {time} on {date}", days=days)
    else:
        text = message(
            "{days} later; the office is not open at that time of day then, so: {time} on {date}",
            days=days,
        )
    return _line(calendar, by_date, text)


def _dates(calendar: WorkCalendar, start: datetime, amount: Amount, end: datetime) -> list[Line]:
    # An amount of no hours follows, so that this date is not yet moved off a closed day.
    no_hours = Amount(TimeUnit.HOUR, 0, 0)
    by_date = calendar.add(start, (Amount(amount.unit, amount.whole, 0), no_hours))
    lines = []
    if amount.whole:
        days = amount_in_words(Amount(amount.unit, amount.whole, 0))
        text = message("{days} later by date, closed days included: {time} on {date}", days=days)
        lines.append(_line(calendar, by_date, text))
    if amount.seconds:
        lines += _days_between(calendar, by_date, end)
        lines.append(_rest(calendar, amount, end))
    elif end != by_date:
        lines += _closed_end(calendar, by_date, end)
    return lines


def _closed_end(calendar: WorkCalendar, by_date: datetime, end: datetime) -> list[Line]:
    closed = calendar.local(by_date).date()
    text = message(
        "{closed} is not a working day ({name}): the limit ends when office hours of the next working day end, {time} on {date} (Civil Code 2015, article 148.5)",
        closed=_date(closed),
        name=day_kind(calendar, closed),
    )
    return [*_days_between(calendar, by_date, end), _line(calendar, end, text)]


def _rest(calendar: WorkCalendar, amount: Amount, end: datetime) -> Line:
    rest = amount_in_words(Amount(TimeUnit.WORKING_DAY, 0, amount.seconds))
    return _line(calendar, end, message("{amount} by the clock: {time} on {date}", amount=rest))


def _days_between(calendar: WorkCalendar, start: datetime, end: datetime) -> list[Line]:
    first, last = calendar.local(start).date(), calendar.local(end).date()
    return [Line(None, text) for text in between(calendar, first, last)]


def _line(calendar: WorkCalendar, at: datetime, text: Message) -> Line:
    local = calendar.local(at)
    when = {"time": f"{local:%H:%M}", "date": _date(local)}
    return Line(at, message(text.text, **text.params, **when))


def _date(day: date) -> str:
    return f"{day:%d/%m/%Y}"
