"""The time of joins that go on early agrees with playing every dossier through, each step at its slowest."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from engine.graph.calendar_truth import prove_calendar
from engine.graph.flaws import find_flaws
from engine.graph.net import Node
from engine.graph.structure import find_structure
from engine.graph.sums import Sum
from engine.graph.timeproof import prove_time
from engine.specs.durations import Duration
from engine.specs.findings import Severity
from engine.worktime.work_calendar import WorkCalendar
from tests.support.calendars import vietnamese_rules
from tests.support.nets import a_text
from tests.support.random_joins import JoinComposer, latest_end
from tests.support.seeds import seeded_random
from tests.support.specs import loaded

DAYS = tuple(f"{days} working days" for days in range(1, 12))
MIXED = (*DAYS[:6], "1 day", "3 days", "20 hours", "4 working hours")


def limit_of(node: Node) -> Duration | None:
    return node.within or node.limit


def in_days(node: Node, at: Decimal) -> Decimal:
    limit = limit_of(node)
    return at + (Sum.of(limit).working if limit is not None else 0)


def test_the_sum_is_that_of_the_slowest_dossier_that_can_be_played() -> None:
    source = seeded_random()
    for _ in range(150):
        net = JoinComposer(source, DAYS).net(limit="10 working days")
        played = latest_end(net, Decimal(0), in_days)
        assert Sum.of(prove_time(net).total).working == played, net.procedure.steps


def test_a_composed_join_is_a_block_and_sound() -> None:
    source = seeded_random()
    found = loaded(a_text("a: {by: d/o}"))
    for _ in range(50):
        net = JoinComposer(source, DAYS).net(limit="10 working days")
        wrong = [
            *find_structure(net, found.source),
            *find_flaws(net, found.source, unreachable=frozenset()),
        ]
        assert [each for each in wrong if each.severity is Severity.ERROR] == [], (
            net.procedure.steps
        )


def test_the_days_on_which_a_limit_cannot_be_kept_are_those_on_which_some_dossier_is_late() -> None:
    source = seeded_random()
    calendar = WorkCalendar(vietnamese_rules())
    first = date(2026, 2, 9)

    def lasting(node: Node, at: datetime) -> datetime:
        limit = limit_of(node)
        return at if limit is None else calendar.add(at, calendar.allowance(limit.parts))

    for _ in range(12):
        net = JoinComposer(source, MIXED).net(limit="12 days", depth=1)
        legal = calendar.allowance(net.procedure.limit[0].limit.parts)
        last = first + timedelta(days=6)
        begin = datetime.combine(first, time(), calendar.zone).astimezone(UTC)
        # The limits are whole hours, so quarters of an hour meet every case.
        receipts = {calendar.reception(begin + timedelta(minutes=15 * n)) for n in range(7 * 96)}
        late = {
            calendar.local(at).date()
            for at in receipts
            if calendar.local(at).date() <= last
            and latest_end(net, at, lasting) > calendar.add(at, legal)
        }

        truth = prove_calendar(net, calendar, first=first, last=last, reading="rows")

        assert truth.failing == tuple(sorted(late)), net.procedure.steps
