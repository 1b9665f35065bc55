"""What awaiting a linked procedure takes: its whole legal limit, as long as nothing shorter is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.graph.net import Node, NodeKind, ProcedureNet
from engine.graph.sums import Sum
from engine.graph.telling import in_words, quoted
from engine.messages import message
from engine.specs.durations import Duration
from engine.specs.findings import Finding, SourceMap
from engine.specs.procedures import Procedure
from engine.specs.rules import finding


def longest_limit(procedure: Procedure) -> Duration:
    """Return the longest case of the legal limit of a procedure."""
    return max((case.limit for case in procedure.limit), key=lambda each: Sum.of(each).rough_days())


def with_linked_limits(net: ProcedureNet, catalogue: Mapping[str, Procedure]) -> ProcedureNet:
    """Return a net for the time proof, in which each wait for a linked dossier has a limit.

    A limit that is written stays; else it is that of the linked procedure, where it is known.
    """
    nodes = [
        replace(node, limit=longest_limit(child))
        if (child := _awaited(node, catalogue)) is not None and node.limit is None
        else node
        for node in net.nodes
    ]
    if nodes == list(net.nodes):
        return net
    return ProcedureNet(net.procedure, nodes, list(net.transitions), net.start, net.left_out)


def find_short_waits(
    net: ProcedureNet, catalogue: Mapping[str, Procedure], source: SourceMap
) -> Iterator[Finding]:
    """Yield a finding for each step that may last less than the linked procedure it awaits."""
    for node in net.nodes:
        child = _awaited(node, catalogue)
        if child is None or node.limit is None or node.clock_effect == "stop":
            continue
        takes = longest_limit(child)
        if Sum.of(takes).compare(Sum.of(node.limit)) == "above":
            text = message(
                "Expected {step} to last as long as {code} may take, {takes}, but its limit is {limit}",
                step=quoted(node.label),
                code=child.key,
                takes=in_words(takes),
                limit=in_words(node.limit),
            )
            yield finding("MC340", source.place(*node.path, "limit"), text)


def _awaited(node: Node, catalogue: Mapping[str, Procedure]) -> Procedure | None:
    if node.kind is not NodeKind.WAIT or node.starts is None:
        return None
    return catalogue.get(node.starts.procedure)
