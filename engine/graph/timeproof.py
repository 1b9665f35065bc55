"""Whether the printed limits of the steps add up to the printed limits of the procedure.

Arithmetic in printed units only: return edges count zero times (and are told what each would add),
waits count only where the clock runs on, groups and phases count once, and each case of the legal limit
is compared with the routes that are open in that case. Where a join goes on early, the least that must be
waited for counts (``engine.graph.waiting``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from engine.graph.charges import Charges, open_in_case, own_time, timed
from engine.graph.effort import Effort
from engine.graph.longest import MOST_EFFORT, Charge, LongestRoutes, Route, longest_routes
from engine.graph.net import Node, NodeKind, ProcedureNet, Transition
from engine.graph.return_costs import ReturnCost, return_costs, visited
from engine.graph.sums import HOURS_PER_DAY, ZERO, Comparison, Sum
from engine.graph.waiting import MOST_WAYS, leaves_out, ways_to_wait, ways_to_wait_roughly
from engine.specs.conditions import Condition
from engine.specs.durations import Duration

_WEIGHT: Mapping[Comparison, int] = {"below": 0, "equal": 1, "undecided": 2, "above": 3}
"""Which comparison tells about all routes: the one that says most against the limit."""
_MOST_VISITS = 80_000
"""How many nodes are visited at most for the sums of all ways to wait together, but for the fewest ways."""
_FEWEST_WAYS = 4


@dataclass(frozen=True, slots=True)
class Total:
    """A stated time and the longest route it is compared with.

    Attributes:
        stated: the limit of the procedure, of a phase or of a group.
        path: the keys of the steps and waits on the longest route.
        total: what their limits add up to.
        difference: how much ``total`` lies above or below; None where the kinds of time differ.
    """

    stated: Duration
    path: tuple[str, ...]
    total: Duration
    comparison: Comparison
    difference: Duration | None


@dataclass(frozen=True, slots=True)
class CaseTotal:
    """The total for one case of the legal limit; ``position`` counts the cases from 0."""

    position: int
    when: Condition | None
    total: Total


@dataclass(frozen=True, slots=True)
class TimeProof:
    """The result of the arithmetic.

    Attributes:
        bounded: some step has a time that counts.
        cases: one total for each case of the legal limit.
        appointments: each appointment, against its own limit.
        phases: each phase whose steps have times of their own, against its stated subtotal.
        groups: each group whose steps have times of their own, against its stated time.
        returns: what each return edge adds.
    """

    bounded: bool
    cases: tuple[CaseTotal, ...]
    appointments: Mapping[str, Total]
    phases: Mapping[str, Total]
    groups: Mapping[str, Total]
    returns: tuple[ReturnCost, ...]

    @property
    def worst(self) -> Total:
        """Return the total of the first case whose limit is exceeded, else of the first case."""
        above = (case.total for case in self.cases if case.total.comparison == "above")
        return next(above, self.cases[0].total)

    @property
    def worst_path(self) -> tuple[str, ...]:
        """Return the keys of the steps and waits on the worst route."""
        return self.worst.path

    @property
    def total(self) -> Duration:
        """Return what the worst route adds up to."""
        return self.worst.total


def prove_time(net: ProcedureNet, *, hours_per_day: int = HOURS_PER_DAY) -> TimeProof:
    """Return the sums of a net, compared with the limits that its procedure states."""
    most = _most_ways(net)
    effort = Effort(MOST_EFFORT)
    nets = ways_to_wait(net, most) or ways_to_wait_roughly(net, hours_per_day, most, effort)
    proofs = [_Proof(each, hours_per_day, effort).result() for each in nets]
    if len(proofs) == 1:
        return proofs[0]
    whole = _Proof(net, hours_per_day, effort).result()
    return _Least(list(zip(nets, proofs, strict=True)), whole, hours_per_day).result()


def _most_ways(net: ProcedureNet) -> int:
    """Return how many ways to wait are worth their work: each is added up for all parts of the procedure."""
    procedure = net.procedure
    parts = (procedure.limit, procedure.appointments, procedure.phases, procedure.groups)
    sums = sum(map(len, parts)) + len({t.target for t in net.transitions if t.is_return})
    return max(_FEWEST_WAYS, min(MOST_WAYS, _MOST_VISITS // (sums * len(list(net.nodes)))))


class _Least:
    """Of several ways to wait, for each comparison, the one that takes least.

    Ways that leave a part out tell nothing of it; where all do, its steps are taken as they are written.
    """

    def __init__(
        self, ways: list[tuple[ProcedureNet, TimeProof]], whole: TimeProof, hours_per_day: int
    ) -> None:
        self._ways, self._whole, self._hours = ways, whole, hours_per_day

    def result(self) -> TimeProof:
        proofs = [proof for _, proof in self._ways]
        first = proofs[0]
        return TimeProof(
            any(each.bounded for each in proofs),
            tuple(
                replace(case, total=self._least(each.cases[place].total for each in proofs))
                for place, case in enumerate(first.cases)
            ),
            self._parts(lambda proof: proof.appointments, lambda node: node.appointment),
            self._parts(lambda proof: proof.phases, lambda node: node.phase),
            self._parts(lambda proof: proof.groups, lambda node: node.group),
            tuple(self._returns(proofs)),
        )

    def _returns(self, proofs: Iterable[TimeProof]) -> Iterable[ReturnCost]:
        """Return the least of what each return edge of the first proof adds."""
        costs: dict[Transition, list[ReturnCost]] = {}
        for cost in (cost for each in proofs for cost in each.returns):
            costs.setdefault(cost.transition, []).append(cost)
        return [
            min(costs[one.transition], key=lambda cost: self._rough(cost.adds))
            for one in self._ways[0][1].returns
        ]

    def _parts(
        self,
        totals: Callable[[TimeProof], Mapping[str, Total]],
        part_of: Callable[[Node], str | None],
    ) -> Mapping[str, Total]:
        def told(name: str) -> Iterable[Total]:
            for way, proof in self._ways:
                if not leaves_out(way, lambda node: part_of(node) == name):
                    yield totals(proof)[name]

        return {
            name: self._least([*told(name)] or [written])
            for name, written in totals(self._whole).items()
        }

    def _least(self, totals: Iterable[Total]) -> Total:
        return min(totals, key=lambda each: (_WEIGHT[each.comparison], self._rough(each.total)))

    def _rough(self, total: Duration) -> Decimal:
        return Sum.of(total, self._hours).rough_days(self._hours)


class _Proof:
    def __init__(self, net: ProcedureNet, hours_per_day: int, effort: Effort) -> None:
        self._net = net
        self._effort = effort
        self._hours = hours_per_day
        self._appointments = net.procedure.appointments
        self._groups = {name: each.limit for name, each in net.procedure.groups.items()}
        self._phases = {name: each.limit for name, each in net.procedure.phases.items()}
        self._charges = Charges(net)
        self._charged: dict[str, Charge] = {}

    def result(self) -> TimeProof:
        nodes = [node for node in self._net.nodes if not node.after_result]
        return TimeProof(
            any(self._charge(node)[1] != ZERO for node in nodes),
            tuple(self._cases()),
            {name: self._appointment(name, a.limit) for name, a in self._appointments.items()},
            {
                name: self._part(stated, self._charge, {n.key for n in nodes if n.phase == name})
                for name, stated in self._phases.items()
                if name in self._charges.timed_phases
            },
            {
                name: self._part(stated, self._own, {n.key for n in nodes if n.group == name})
                for name, stated in self._groups.items()
                if any(n.group == name and timed(n) for n in nodes)
            },
            tuple(return_costs(self._net, self._charge, self._hours, self._effort)),
        )

    def _charge(self, node: Node) -> Charge:
        """Return what a node adds to the time of the procedure."""
        if node.key not in self._charged:
            name, time = self._charges.of(node)
            self._charged[node.key] = name, self._sum(time)
        return self._charged[node.key]

    def _own(self, node: Node) -> Charge:
        """Return what the node's own limit adds."""
        return None, self._sum(own_time(node))

    def _sum(self, limit: Duration | None) -> Sum:
        return Sum.of(limit, self._hours)

    def _cases(self) -> Iterable[CaseTotal]:
        for position, case in enumerate(self._net.procedure.limit):
            possible = open_in_case(self._net, position)
            longest = longest_routes(
                self._net, self._net.start, self._charge, possible, effort=self._effort
            )
            yield CaseTotal(position, case.when, self._total(case.limit, longest))

    def _appointment(self, name: str, stated: Duration) -> Total:
        return self._part(
            stated, self._charge, {n.key for n in self._net.nodes if n.appointment == name}
        )

    def _part(self, stated: Duration, charge: Callable[[Node], Charge], members: set[str]) -> Total:
        longest = longest_routes(
            self._net,
            self._net.start,
            lambda node: charge(node) if node.key in members else (None, ZERO),
            lambda transition: True,
            lambda node: node.key in members,
            effort=self._effort,
        )
        total = self._total(stated, longest)
        return replace(total, path=tuple(key for key in total.path if key in members))

    def _at_ends(self, routes: Mapping[str, list[Route]]) -> list[Route]:
        ends = [key for key in routes if self._net.node(key).kind is NodeKind.END]
        return [route for key in ends or routes for route in routes[key]]

    def _total(self, stated: Duration, longest: LongestRoutes) -> Total:
        limit = self._sum(stated)
        compared = [
            (route, self._comparison(route, stated)) for route in self._at_ends(longest.routes)
        ]
        route, comparison = max(compared, key=lambda each: (_WEIGHT[each[1]], self._rough(each[0])))
        if comparison != "above" and not longest.complete:
            comparison = "undecided"
        more, less = (limit, route.total) if comparison == "below" else (route.total, limit)
        difference = more.minus(less)
        return Total(
            stated,
            visited(self._net, route),
            route.total.printed(stated, self._hours),
            comparison,
            None if difference is None else difference.printed(stated, self._hours),
        )

    def _comparison(self, route: Route, stated: Duration) -> Comparison:
        if not stated.counted:
            return "undecided"
        return route.total.compare(self._sum(stated), self._hours)

    def _rough(self, route: Route) -> Decimal:
        return route.total.rough_days(self._hours)
