"""A net with the gateways that BPMN demands and specifications do without.

In BPMN a step with several flows out of it starts all of them, and a parallel gateway waits for each
flow into it. So outcomes get an exclusive gateway behind their step, and alternatives that complete one
branch of a join meet in an exclusive gateway before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from engine.graph.conventions import DONE, EXPIRED
from engine.graph.net import Node, NodeKind, ProcedureNet, Transition

OUTCOMES = "+outcomes"
MERGE = "+merge"
_DECIDING = (NodeKind.WORK, NodeKind.AUTOMATIC, NodeKind.WAIT)


def with_gateways(net: ProcedureNet) -> ProcedureNet:
    """Return the net with an exclusive gateway wherever outcomes part or one branch's routes meet."""
    return _Widened(net).net


def by_timer(net: ProcedureNet, transition: Transition) -> bool:
    """Tell whether a transition leaves a wait because it ran out."""
    return transition.outcome == EXPIRED and net.node(transition.source).kind is NodeKind.WAIT


class _Widened:
    def __init__(self, net: ProcedureNet) -> None:
        self._narrow = net
        self._deciding = {node.key for node in net.nodes if self._decides(node)}
        counted = Counter((t.target, t.branch) for t in net.transitions if t.branch is not None)
        self._merges = {
            (join, branch): f"{join}{MERGE}.{branch}"
            for (join, branch), count in counted.items()
            if count > 1
        }
        nodes = [each for node in net.nodes for each in self._with_gateways_of(node)]
        transitions = [self._moved(each) for each in net.transitions]
        self.net = ProcedureNet(
            net.procedure, nodes, [*transitions, *self._added()], net.start, net.left_out
        )

    def _decides(self, node: Node) -> bool:
        if node.kind not in _DECIDING:
            return False
        ways = self._narrow.leaving(node.key)
        return sum(not by_timer(self._narrow, each) for each in ways) > 1

    def _with_gateways_of(self, node: Node) -> Iterator[Node]:
        for (join, _), key in self._merges.items():
            if join == node.key:
                yield self._gateway(key, node)
        if node.step in self._deciding and node.kind is NodeKind.WAIT and node.step != node.key:
            # The picture hangs the wait of an outcome beside the node that leads to it.
            node = replace(node, step=f"{node.step}{OUTCOMES}")
        yield node
        if node.key in self._deciding:
            yield self._gateway(node.key + OUTCOMES, node)

    def _gateway(self, key: str, node: Node) -> Node:
        return Node(key, NodeKind.CHOICE, node.label, node.path, step=node.step)

    def _moved(self, transition: Transition) -> Transition:
        if transition.source in self._deciding and not by_timer(self._narrow, transition):
            transition = replace(transition, source=transition.source + OUTCOMES)
        merge = self._merges.get((transition.target, transition.branch or ""))
        return transition if merge is None else replace(transition, target=merge, branch=None)

    def _added(self) -> Iterator[Transition]:
        for key in sorted(self._deciding):
            node = self._narrow.node(key)
            yield Transition(key, key + OUTCOMES, DONE, node.label, node.path)
        for (join, branch), merge in self._merges.items():
            node = self._narrow.node(join)
            yield Transition(merge, join, DONE, node.label, node.path, branch=branch)
