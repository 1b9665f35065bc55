"""What a dossier waits for at joins that go on early, in the worst case: the least that must be waited for.

Everything else is as slow as it may be, so a join of two branches is reached with the second smallest of
their longest times. Each way to wait is a net of its own, with joins that wait for all they still have: the
worst case of the procedure is the least of the worst cases of these nets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, islice, product

from engine.graph.charges import Charges
from engine.graph.effort import Effort
from engine.graph.longest import longest_routes
from engine.graph.net import Block, Node, NodeKind, ProcedureNet, Transition
from engine.graph.sums import Sum

MOST_WAYS = 100
"""How many ways to wait are tried where each of them could be the least."""

_JOINS = frozenset({NodeKind.JOIN, NodeKind.WAIT})
"""What the join of a block is in a way to wait: a join, or the wait for its deadline."""


@dataclass(frozen=True, slots=True)
class _Way:
    """What is waited for at one join: some branches, or the deadline."""

    block: Block
    branches: frozenset[str] | None


def ways_to_wait(net: ProcedureNet, most: int = MOST_WAYS) -> tuple[ProcedureNet, ...] | None:
    """Return the nets of which the least worst case is that of ``net``; None where they are more."""
    blocks = [node.block for node in net.nodes if node.kind is NodeKind.JOIN and node.block]
    if not blocks:
        return (net,)
    chosen = tuple(islice(product(*(_ways(net, block) for block in blocks)), most + 1))
    if len(chosen) > most:
        return None
    return tuple(_waiting(net, ways) for ways in chosen)


def ways_to_wait_roughly(
    net: ProcedureNet, hours_per_day: int, most: int, effort: Effort
) -> tuple[ProcedureNet, ...]:
    """Return some of the nets: at each join the branches that are shortest by themselves, or the deadline.

    The least worst case of these is never below that of ``net``, and is the same where all times in the
    branches are of one kind.
    """
    blocks = [node.block for node in net.nodes if node.kind is NodeKind.JOIN and node.block]
    shortest = [_ShortestFirst(net, block, hours_per_day, effort).ways() for block in blocks]
    return tuple(_waiting(net, ways) for ways in islice(product(*shortest), most))


def leaves_out(way: ProcedureNet, members: Callable[[Node], bool]) -> bool:
    """Tell whether one of the nets of ``ways_to_wait`` does not wait for steps that ``members`` names.

    That is so where they lie in some branches of a block and it waits for others instead. How long they
    take by themselves is then not to be seen in it.
    """
    for node in way.nodes:
        if node.kind in _JOINS and node.block is not None:
            steps = {key for key in node.block.inside if key == way.node(key).step}
            inside = {key for key in steps if members(way.node(key))}
            if inside and inside != steps and not inside & _before(way, node.block):
                return True
    return False


def _before(way: ProcedureNet, block: Block) -> set[str]:
    """Return the nodes within a block that its join waits for; none where it waits for its deadline."""
    found: set[str] = set()
    waiting = [] if way.node(block.join).kind is NodeKind.WAIT else [block.join]
    while waiting:
        for transition in way.entering(waiting.pop()):
            if transition.source in block.inside and transition.source not in found:
                found.add(transition.source)
                waiting.append(transition.source)
    return found


class _ShortestFirst:
    """The branches of a block by about how long they take by themselves."""

    def __init__(self, net: ProcedureNet, block: Block, hours_per_day: int, effort: Effort) -> None:
        charges = Charges(net)

        def charge(node: Node) -> tuple[str | None, Sum]:
            name, limit = charges.of(node)
            return name, Sum.of(limit, hours_per_day)

        longest = longest_routes(net, block.split, charge, _any, effort=effort)
        self._routes = longest.routes
        self._net, self._block, self._hours = net, block, hours_per_day

    def ways(self) -> list[_Way]:
        """Return the one subset of branches that is waited for, and the deadline where there is one."""
        # Subsets come in the order of the branches, so the first one holds the shortest of them.
        shortest = next(_subsets(self._net, self._block, self._longest))
        return [shortest, *_deadlines(self._net, self._block)]

    def _longest(self, branch: str) -> Decimal:
        ends = [t.source for t in self._net.entering(self._block.join) if t.branch == branch]
        times = (route.total.rough_days(self._hours) for key in ends for route in self._routes[key])
        return max(times, default=Decimal(0))


def _ways(net: ProcedureNet, block: Block) -> list[_Way]:
    """Return the ways to wait at a join, one more than are tried at most."""
    return [*_deadlines(net, block), *islice(_subsets(net, block), MOST_WAYS + 1)]


def _deadlines(net: ProcedureNet, block: Block) -> list[_Way]:
    within = net.node(block.join).within
    return [_Way(block, None)] if within is not None and within.counted else []


def _any(transition: Transition) -> bool:
    return True


def _subsets(
    net: ProcedureNet, block: Block, order: Callable[[str], Decimal] | None = None
) -> Iterator[_Way]:
    """Yield the fewest branches that must be waited for; those with small ``order`` come first."""
    needs = net.node(block.join).needs
    surely = [block.branches[t.outcome] for t in net.leaving(block.split) if t.when is None]
    if needs is None or len(surely) < needs:
        # Of branches that may not start, the slowest may be the only one that does.
        yield _Way(block, frozenset(block.branches.values()))
        return
    for branches in combinations(sorted(surely, key=order) if order else surely, needs):
        yield _Way(block, frozenset(branches))


def _waiting(net: ProcedureNet, ways: tuple[_Way, ...]) -> ProcedureNet:
    by_join = {way.block.join: way for way in ways}
    by_split = {way.block.split: way for way in ways}
    nodes = [
        _deadline(net, node) if key in by_join and by_join[key].branches is None else node
        for node in net.nodes
        for key in (node.key,)
    ]
    kept = [t for t in net.transitions if _is_waited_for(t, by_join, by_split)]
    return ProcedureNet(
        net.procedure, nodes, [*kept, *_short_cuts(net, ways)], net.start, net.left_out
    )


def _is_waited_for(
    transition: Transition, by_join: dict[str, _Way], by_split: dict[str, _Way]
) -> bool:
    split, join = by_split.get(transition.source), by_join.get(transition.target)
    if split is not None and split.branches is None:
        return False
    return join is None or join.branches is None or transition.branch in join.branches


def _short_cuts(net: ProcedureNet, ways: tuple[_Way, ...]) -> Iterator[Transition]:
    """Return the ways from split to join where a deadline is waited for, or nothing may have started."""
    for way in ways:
        leaving = net.leaving(way.block.split)
        if way.branches is None or all(t.when is not None for t in leaving):
            yield replace(leaving[0], target=way.block.join, outcome="", branch=None, when=None)


def _deadline(net: ProcedureNet, join: Node) -> Node:
    """Return a join as a wait that lasts until its deadline while the clock goes on."""
    inside = join.block.inside if join.block is not None else frozenset()
    phases = {net.node(key).phase for key in inside if key == net.node(key).step}
    phase = phases.pop() if len(phases) == 1 else None
    return replace(join, kind=NodeKind.WAIT, limit=join.within, clock_effect="run", phase=phase)
