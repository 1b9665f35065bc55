"""Limits that the working calendar makes impossible on some days, or that are too much to try: MC311 and MC312."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.graph.appointment_findings import named
from engine.graph.calendar_truth import MOST_EFFORT, CalendarTruth, Miss, prove_calendar
from engine.graph.effort import Effort
from engine.graph.net import ProcedureNet
from engine.graph.telling import in_words, quoted, tell_path
from engine.graph.timeproof import TimeProof
from engine.messages import Message, message
from engine.specs.findings import Finding, KeyPath, SourceMap
from engine.specs.rules import finding
from engine.worktime.work_calendar import WorkCalendar

_TWO_YEARS = timedelta(days=730)


def find_misses(
    net: ProcedureNet, proof: TimeProof, source: SourceMap, calendar: WorkCalendar, first: date
) -> Iterator[Finding]:
    """Yield a finding for each case of the legal limit that some receipts within two years miss.

    One that cannot be tried on all days, and is not missed on those tried, is a finding too.

    Only cases that the arithmetic leaves undecided are tried, because working time and dates meet in
    them. Where the printed sum fits, the procedure is as good as its decision; where it does not, that
    is a finding already.

    Args:
        net: the procedure; of one with appointments, each of them is tried by itself.
        proof: its sums.
        source: where the limits are written.
        calendar: by which they are counted.
        first: the first day of receipt.
    """
    until = net.procedure.effective.valid_until or date.max
    # Nobody means the last years there are, but somebody types them.
    two_years = min(_TWO_YEARS, date.max - first)
    effort = Effort(MOST_EFFORT)
    for limit in _undecided(net, proof):
        truth = prove_calendar(
            net,
            calendar,
            first=first,
            last=min(first + two_years, until),
            case=limit.case,
            appointment=limit.appointment,
            reading="sum",
            effort=effort,
        )
        if truth.witness is not None:
            text = _missed(net, calendar, truth, truth.witness)
            if limit.appointment is not None:
                text = message("{name}: {told}", name=named(net, limit.appointment), told=text)
            yield finding("MC311", source.place(*limit.path), text)
        elif not truth.decided:
            yield finding("MC312", source.place(*limit.path), _undecided_from(truth))


@dataclass(frozen=True, slots=True)
class _Limit:
    """A limit to be tried: a case of the legal one, or an appointment."""

    path: KeyPath
    case: int = 0
    appointment: str | None = None


def _undecided(net: ProcedureNet, proof: TimeProof) -> Iterator[_Limit]:
    if net.procedure.appointments:
        for name, total in proof.appointments.items():
            if total.comparison == "undecided":
                yield _Limit(("appointments", name, "limit"), appointment=name)
        return
    for case in proof.cases:
        if case.total.comparison == "undecided":
            yield _Limit(("limit", case.position, "is"), case=case.position)


def _undecided_from(truth: CalendarTruth) -> Message:
    if not truth.days:
        return message(
            "Expected to try whether the steps fit into {limit} on every day of receipt, but there are too many different routes",
            limit=in_words(truth.limit),
        )
    return message(
        "Expected to try whether the steps fit into {limit} on every day of receipt, but there are so many different routes that this was done only from {first} to {last}, where they fit",
        limit=in_words(truth.limit),
        first=_day(truth.first),
        last=_day(truth.last),
    )


def _missed(
    net: ProcedureNet, calendar: WorkCalendar, truth: CalendarTruth, witness: Miss
) -> Message:
    told = message(
        "Expected the steps to fit into {limit} whenever a dossier is received, but on {count} of {days} working days from {first} to {last} they do not: one received at {received} is due at {due}, and the steps may take until {ends}: {path}",
        limit=in_words(truth.limit),
        count=len(truth.failing),
        days=truth.days,
        first=_day(truth.first),
        last=_day(truth.last),
        received=_instant(calendar, witness.received_at),
        due=_instant(calendar, witness.due_at),
        ends=_instant(calendar, witness.ends_at),
        path=tell_path(net, witness.path),
    )
    for miss in truth.misses:
        if miss.holiday is not None:
            told = message(
                "{told}; over {holiday}: received on {received}, due on {due}, done on {ends}",
                told=told,
                holiday=quoted(miss.holiday),
                received=_day(calendar.local(miss.received_at)),
                due=_day(calendar.local(miss.due_at)),
                ends=_day(calendar.local(miss.ends_at)),
            )
    return told


def _instant(calendar: WorkCalendar, at: datetime) -> str:
    return f"{calendar.local(at):%H:%M %d/%m/%Y}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
