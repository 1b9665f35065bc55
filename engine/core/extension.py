"""The promise that cannot be kept: an apology goes out in time, then the legal limit is extended once.

NĐ 61/2018 Đ19.9: at least one day before the time runs out the agency tells the desk and apologises with the
reason and a new date; a new appointment is made at most once.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from engine.core import authority, clocks, guards
from engine.core.alerts import resolve_alerts
from engine.core.commands import ExtendDueDate, RecordApology
from engine.core.draft import Draft
from engine.core.lifecycle import RESULT_THERE, ClockStatus
from engine.core.promise_events import ApologyRecorded, ClockExtended
from engine.core.rungs import first_rungs, soonest_first
from engine.core.state import Apology, LedgerEntry, RunningClock
from engine.core.texts import MAX_SHORT, require_text
from engine.errors import GuardFailedError, InvalidStatusError
from engine.messages import Label, Message, message
from engine.specs.durations import Duration
from engine.worktime.amounts import Allowance, Span, TimeUnit
from engine.worktime.rules import CalendarRangeError
from engine.worktime.work_calendar import WorkCalendar

APOLOGY_RUNG = "dossier_apology"
"""The rung of the default ladder that asks for an apology; it is answered when the letter is registered."""


def record_apology(command: RecordApology, draft: Draft) -> None:
    """Register the apology for the legal limit that runs now."""
    authority.require_in_charge(draft)
    guards.require_reason(command.reason)
    _require_paper("letter", command.letter, message("Expected the number of the letter"))
    clock = _running_limit(draft)
    if clock.apology is not None:
        raise InvalidStatusError(
            message(
                "Expected no apology yet, but letter {letter} was registered: the applicant is given a new date at most once (NĐ 61/2018 Điều 19.9)",
                letter=clock.apology.letter,
            )
        )
    today = draft.context.today
    if command.dated > today:
        fault = message("Expected the date of a letter that is written, but it lies in the future")
        raise GuardFailedError(fault, {"dated": fault})
    began_on = _handled_from(draft)
    if command.dated < began_on:
        fault = message(
            "Expected a letter written after the dossier was accepted on {day}, but it is dated {dated}",
            day=_told(began_on),
            dated=_told(command.dated),
        )
        raise GuardFailedError(fault, {"dated": fault})
    if command.promised_on < today:
        fault = message("Expected a new date that is still to come, but it lies in the past")
        raise GuardFailedError(fault, {"promised_on": fault})
    if clock.due_at is not None and command.promised_on <= _day(draft, clock):
        fault = message(
            "Expected a new date after the due date {due}, but found {day}",
            due=_told(_day(draft, clock)),
            day=_told(command.promised_on),
        )
        raise GuardFailedError(fault, {"promised_on": fault})
    draft.record(
        ApologyRecorded(
            at=draft.context.now,
            number=clock.number,
            by=draft.context.actor.officer,
            apology=Apology(
                letter=command.letter.strip(),
                dated=command.dated,
                promised_on=command.promised_on,
                reason=command.reason.strip(),
                recorded_on=today,
            ),
        )
    )
    resolve_alerts(draft, lambda alert: alert.clock == clock.number and alert.rung == APOLOGY_RUNG)


def extend(command: ExtendDueDate, draft: Draft) -> None:
    """Extend the legal limit that runs now, and let its rungs fire before and after the new due date."""
    authority.require_in_charge(draft)
    guards.require_reason(command.reason)
    _require_paper("decision", command.decision, message("Expected the number of the decision"))
    clock = _running_limit(draft)
    calendar = clocks.calendar_of(draft, clock)
    _require_in_time(draft, clock, calendar)
    by = _amount(command.by, clock, calendar)
    entry = _extended(draft, clock, by, calendar, command)
    assert clock.apology is not None  # it was just required
    if entry.due_at is not None and calendar.local(entry.due_at).date() > clock.apology.promised_on:
        fault = message(
            "Expected a due date no later than {promised}, which the apology promised, but it would be {due}",
            promised=_told(clock.apology.promised_on),
            due=_told(calendar.local(entry.due_at).date()),
        )
        raise GuardFailedError(fault, {"by": fault})
    ladder = first_rungs(draft, clock.kind, clock.limit, entry, calendar)
    ahead = [rung for rung in ladder if rung.at > draft.context.now]
    draft.record(
        ClockExtended(
            at=draft.context.now,
            number=clock.number,
            by=draft.context.actor.officer,
            entry=entry,
            rungs=soonest_first(ahead),
        )
    )
    # What warned of the old due date warns of nothing any more.
    resolve_alerts(draft, lambda alert: alert.clock == clock.number)


def _handled_from(draft: Draft) -> date:
    """Return the legal date from which a dossier could be late: it was accepted, or else came in."""
    received, reception = draft.dossier.received_at, draft.dossier.reception_clock
    assert received is not None  # every dossier was received
    accepted = reception is not None and reception.status is ClockStatus.STOPPED
    at = reception.ledger[-1].at if reception is not None and accepted else received
    return at.astimezone(draft.context.zone).date()


def _running_limit(draft: Draft) -> RunningClock:
    clock = draft.dossier.legal_clock
    if draft.dossier.status in RESULT_THERE:
        raise InvalidStatusError(
            message("Expected a dossier without a result yet, but its result is there already")
        )
    if clock is None or clock.due_on is not None:
        raise InvalidStatusError(
            message("Expected a dossier with a time limit, but it has none that could be extended")
        )
    if clock.status is not ClockStatus.RUNNING:
        raise InvalidStatusError(
            message(
                "Expected a time limit that runs, but it stands still; do this when it runs again"
            )
        )
    return clock


def _require_in_time(draft: Draft, clock: RunningClock, calendar: WorkCalendar) -> None:
    if clock.extended:
        raise InvalidStatusError(
            message(
                "Expected a time limit that was never extended, but it was: the law allows it once (NĐ 61/2018 Điều 19.9)"
            )
        )
    if clock.apology is None:
        raise InvalidStatusError(
            message(
                "Expected an apology to the applicant first, but none was registered (NĐ 61/2018 Điều 19.9)"
            )
        )
    due_on = _day(draft, clock)
    if calendar.working_days_between(clock.apology.recorded_on, due_on) < 1:
        raise InvalidStatusError(
            message(
                "Expected an apology at least one working day before the due date {due}, but it was registered on {day}; the due date stays (NĐ 61/2018 Điều 19.9)",
                due=_told(due_on),
                day=_told(clock.apology.recorded_on),
            )
        )
    if clock.due_at is not None and clock.due_at <= draft.context.now:
        raise InvalidStatusError(
            message(
                "Expected a dossier that is not overdue yet, but it was due on {due}; the due date stays",
                due=_told(due_on),
            )
        )


def _amount(text: str, clock: RunningClock, calendar: WorkCalendar) -> tuple[Span, ...]:
    """Read by how much, in the units of the limit; one of the same day is extended by working days."""
    units = [amount.unit for amount in calendar.allowance(clock.limit)]
    counted = [TimeUnit.WORKING_DAY if unit is TimeUnit.SAME_DAY else unit for unit in units]
    fault = _unit_fault(clock, counted[-1])
    try:
        parts = Duration.parse(text).parts
    except ValueError:
        raise GuardFailedError(fault, {"by": fault}) from None
    allowed = calendar.allowance(parts)
    if any(amount.unit not in counted for amount in allowed):
        raise GuardFailedError(fault, {"by": fault})
    if not any(amount.whole or amount.seconds for amount in allowed):
        raise GuardFailedError(fault, {"by": fault})
    return parts


def _unit_fault(clock: RunningClock, unit: TimeUnit) -> Message:
    return message(
        "Expected an amount in the unit of the limit, {limit}, such as “{example}”",
        limit=_in_words(Duration(clock.limit)),
        example=_in_words(Duration((Span(Decimal(2), unit),))),
    )


def _in_words(duration: Duration) -> Label:
    return Label(duration.in_words("vi"), duration.in_words("en"))


def _extended(
    draft: Draft,
    clock: RunningClock,
    by: tuple[Span, ...],
    calendar: WorkCalendar,
    command: ExtendDueDate,
) -> LedgerEntry:
    last = clock.ledger[-1]
    assert last.runs_from is not None  # the clock runs
    # What was left is used first: an extension never moves what was counted before it.
    remaining: Allowance = (*last.remaining, *calendar.allowance(by))
    try:
        due_at = calendar.add(last.runs_from, remaining)
    except CalendarRangeError:
        fault = message("Expected an amount the working calendar reaches, but it is too long")
        raise GuardFailedError(fault, {"by": fault}) from None
    return LedgerEntry(
        "extended",
        draft.context.now,
        reason=command.reason.strip(),
        runs_from=last.runs_from,
        remaining=remaining,
        due_at=due_at,
        by=by,
        decision=command.decision.strip(),
    )


def _require_paper(name: str, number: str, missing: Message) -> None:
    require_text(name, number, MAX_SHORT)
    if not number.strip():
        raise GuardFailedError(missing, {name: missing})


def _day(draft: Draft, clock: RunningClock) -> date:
    assert clock.due_at is not None  # a limit that runs is due at some time
    return clocks.calendar_of(draft, clock).local(clock.due_at).date()


def _told(day: date) -> str:
    return f"{day:%d/%m/%Y}"
