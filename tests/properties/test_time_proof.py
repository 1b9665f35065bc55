"""The calendar proof agrees with trying every minute of receipt on every path of small procedures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from engine.graph.calendar_truth import prove_calendar
from engine.graph.net import Node, NodeKind, ProcedureNet
from engine.graph.tracks import Reading
from engine.specs.durations import Duration
from engine.worktime.amounts import Amount, Span, TimeUnit
from engine.worktime.work_calendar import WorkCalendar
from tests.support.calendars import MORNING, vietnamese_rules
from tests.support.random_procedures import a_random_calendar, a_random_net
from tests.support.seeds import seeded_random

FIRST = date(2026, 2, 2)
LAST = FIRST + timedelta(days=8)
ROUNDS = 20
WORKING = (TimeUnit.WORKING_HOUR, TimeUnit.WORKING_DAY)

Rows = tuple[Duration, ...]
ANEW = Duration(())
"""Stands in a path where an answer makes the clock begin again; what lies before does not count."""


def paths_of(net: ProcedureNet, inside: frozenset[str]) -> set[Rows]:
    """Return the limits within ``inside`` of every path, from where the clock began for the last time."""
    return {
        path[len(path) - path[::-1].index(ANEW) :] if ANEW in path else path
        for path in rows_of(net, net.start, frozenset(), inside)
    } - {()}


def spanned(net: ProcedureNet, first: str, last: str) -> frozenset[str]:
    """Return what lies on some path forwards from one node to another."""

    def to_last(key: str) -> set[str]:
        found = {key} if key == last else set()
        for target in {t.target for t in net.leaving(key) if not t.goes_back}:
            beyond = to_last(target)
            found |= {key, *beyond} if beyond else set()
        return found

    return frozenset(to_last(first))


def rows_of(
    net: ProcedureNet, key: str, counted: frozenset[str], inside: frozenset[str]
) -> Iterator[Rows]:
    """Walk every path from a node to an end, once forwards, and tell the limits it meets."""
    node = net.node(key)
    name, limit = limit_at(net, node) if key in inside else (None, None)
    mine = (limit,) if limit is not None and name not in counted else ()
    if name is not None:
        counted |= {name}
    onward = [t for t in net.leaving(key) if not t.goes_back]
    if not onward:
        yield mine
    for way in onward:
        answered = node.clock_effect == "restart" and way.outcome != "expired" and key in inside
        for rest in rows_of(net, way.target, frozenset() if answered else counted, inside):
            yield (*mine, ANEW, *rest) if answered else mine + rest


def limit_at(net: ProcedureNet, node: Node) -> tuple[str | None, Duration | None]:
    """Return the printed time that stands at a node: of its group, of its phase, or its own."""
    steps = net.procedure.steps.values()
    if node.kind not in {NodeKind.WORK, NodeKind.WAIT} or node.after_result:
        return None, None
    if node.group:
        return f"group {node.group}", net.procedure.groups[node.group].limit
    if node.phase and not any(
        step.phase == node.phase and step.limit and step.limit.parts for step in steps
    ):
        return f"phase {node.phase}", net.procedure.phases[node.phase].limit
    if node.kind is NodeKind.WAIT and node.clock_effect != "run":
        return None, None
    return None, node.limit if node.limit and node.limit.parts else None


def ends_at(calendar: WorkCalendar, start: datetime, rows: Rows, reading: Reading) -> datetime:
    """Add the limits of a path to an instant, one by one or as one sum."""
    if reading == "rows":
        for row in rows:
            start = calendar.add(start, calendar.allowance(row.parts))
        return start
    spans: list[Span] = []
    for span in (span for row in rows for span in row.parts):
        unit, amount = span.unit, span.amount
        if unit is TimeUnit.WORKING_DAY:
            unit, amount = TimeUnit.WORKING_HOUR, amount * calendar.rules.hours_per_day
        before = spans.pop() if spans and spans[-1].unit is unit else Span(Decimal(0), unit)
        spans.append(Span(before.amount + amount, unit))
    return calendar.add(start, (*calendar.allowance(spans), Amount(TimeUnit.HOUR, 0, 0)))


def receipts(calendar: WorkCalendar, first: date, last: date) -> list[datetime]:
    """Return every instant at which a dossier brought at some minute counts as received."""
    begin = datetime.combine(first, time(), calendar.zone).astimezone(UTC)
    minutes = ((last - first).days + 1) * 24 * 60
    counted = {calendar.reception(begin + timedelta(minutes=each)) for each in range(minutes)}
    return sorted(at for at in counted if calendar.local(at).date() <= last)


@pytest.mark.parametrize("reading", ["rows", "sum"])
def test_every_minute_of_receipt_on_every_path_tells_the_same(reading: Reading) -> None:
    source = seeded_random()
    for number in range(ROUNDS):
        net = a_random_net(source)
        calendar = a_random_calendar(source, FIRST, 150)
        legal = calendar.allowance(net.procedure.limit[0].limit.parts)
        paths = paths_of(net, frozenset(node.key for node in net.nodes))
        late = {}
        for at in receipts(calendar, FIRST, LAST):
            end = max((ends_at(calendar, at, path, reading) for path in paths), default=at)
            if end > calendar.add(at, legal):
                late[at] = end

        truth = prove_calendar(net, calendar, first=FIRST, last=LAST, reading=reading)

        told = (number, net.procedure.limit, net.procedure.steps, calendar.rules)
        days = tuple(dict.fromkeys(calendar.local(at).date() for at in late))
        assert truth.failing == days, told
        assert (truth.witness is not None) == bool(late), told
        if truth.witness is not None:
            received = truth.witness.received_at
            assert received == min(late), told
            assert truth.witness.ends_at == late[received], told
            assert truth.witness.stages[-1].ends_at == late[received], told
            assert truth.witness.due_at == calendar.add(received, legal), told


@pytest.mark.parametrize("reading", ["rows", "sum"])
def test_every_minute_at_which_an_appointment_can_begin_tells_the_same(reading: Reading) -> None:
    source = seeded_random()
    for number in range(ROUNDS):
        net = a_random_net(source, appointments=True)
        calendar = a_random_calendar(source, FIRST, 150)
        for name, appointment in net.procedure.appointments.items():
            legal = calendar.allowance(appointment.limit.parts)
            inside = spanned(net, appointment.first_step, appointment.last_step)
            paths = paths_of(net, inside)
            late = [
                calendar.local(at).date()
                for at in receipts(calendar, FIRST, LAST)
                if any(
                    ends_at(calendar, at, path, reading) > calendar.add(at, legal) for path in paths
                )
            ]

            truth = prove_calendar(
                net, calendar, first=FIRST, last=LAST, appointment=name, reading=reading
            )

            told = (number, name, net.procedure.appointments, net.procedure.steps, calendar.rules)
            assert truth.failing == tuple(dict.fromkeys(late)), told


@pytest.mark.parametrize("reading", ["rows", "sum"])
def test_days_that_look_alike_have_the_answer_each_of_them_has_alone(reading: Reading) -> None:
    source = seeded_random()
    days = [date(2026, 1, 5) + timedelta(days=number) for number in range(100)]
    for rules in (vietnamese_rules(), vietnamese_rules(saturday=(MORNING,), cut_off=time(15))):
        calendar = WorkCalendar(rules)
        for _ in range(3):
            net = a_random_net(source)
            alone = [
                prove_calendar(net, calendar, first=day, last=day, reading=reading) for day in days
            ]

            truth = prove_calendar(net, calendar, first=days[0], last=days[-1], reading=reading)

            told = (net.procedure.limit, net.procedure.steps)
            assert truth.failing == tuple(day for each in alone for day in each.failing), told
            assert truth.days == sum(each.days for each in alone), told
            for miss in truth.misses:
                assert miss in [each.witness for each in alone], told
