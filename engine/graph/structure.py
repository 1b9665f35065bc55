"""What is wrong with the shape of a procedure: findings MC2xx at the author's lines.

``find_structure`` looks at the net as it stands; ``engine.graph.flaws`` plays it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.graph.block_findings import find_blocks_broken
from engine.graph.condition_findings import find_conditions
from engine.graph.conventions import END_LABELS, EXPIRED
from engine.graph.net import Node, NodeKind, ProcedureNet
from engine.graph.telling import quoted
from engine.messages import message
from engine.specs.findings import Finding, SourceMap
from engine.specs.rules import finding
from engine.specs.steps import Step


def unreachable_nodes(net: ProcedureNet) -> frozenset[str]:
    """Return the nodes that no route from the start reaches."""
    reach, number = net.reach
    from_start = reach[number[net.start]]
    return frozenset(key for key, n in number.items() if not from_start >> n & 1)


def stuck_nodes(net: ProcedureNet) -> frozenset[str]:
    """Return the nodes from which no end can be reached."""
    reach, number = net.reach
    ends = sum(1 << number[node.key] for node in net.nodes if node.kind is NodeKind.END)
    return frozenset(key for key, n in number.items() if not reach[n] & ends)


def without_stuck(net: ProcedureNet) -> ProcedureNet | None:
    """Return a net without the nodes from which no end can be reached, and the ways into them.

    None where parallel work would be torn: there the rest depends on what is stuck.
    """
    stuck = stuck_nodes(net)
    if not stuck:
        return net
    gateways = (NodeKind.SPLIT, NodeKind.JOIN)
    lost = [t for t in net.transitions if t.target in stuck or t.source in stuck]
    ends = (net.node(key) for t in lost for key in (t.source, t.target))
    if net.start in stuck or any(node.kind in gateways for node in ends):
        return None
    return ProcedureNet(
        net.procedure,
        [node for node in net.nodes if node.key not in stuck],
        [t for t in net.transitions if t not in lost],
        net.start,
        net.left_out,
    )


def find_structure(net: ProcedureNet, source: SourceMap) -> list[Finding]:
    """Return the findings on unreachable and endless steps, choices, joins, consultations and circles."""
    return [
        *_unreachable(net, source),
        *_endless(net, source),
        *find_conditions(net, source),
        *_joins(net, source),
        *find_blocks_broken(net, source),
        *_consultations(net, source),
        *_circles(net, source),
        *_names(net, source),
    ]


def _steps(net: ProcedureNet, keys: Iterable[str]) -> Iterator[Node]:
    """Return those of the nodes that are steps, in the order the author wrote them."""
    wanted = frozenset(keys)
    return (node for node in net.nodes if node.key in wanted and node.key == node.step)


def _unreachable(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    cut_off = unreachable_nodes(net)
    reach, number = net.reach
    for node in _steps(net, cut_off):
        others = [key for key in cut_off if reach[number[key]] >> number[node.key] & 1]
        if any(_hides(key, node.key, reach, number) for key in others):
            continue
        yield finding(
            "MC201",
            source.place(*node.path),
            message("Expected a way to {step}, but no step leads there", step=quoted(node.label)),
        )


def _endless(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    if all(node.kind is not NodeKind.END for node in net.nodes):
        yield finding(
            "MC206",
            source.place("steps"),
            message("Expected the procedure to end somewhere, but every step leads to another one"),
        )
        return
    stuck = stuck_nodes(net) - unreachable_nodes(net)
    reach, number = net.reach
    for node in _steps(net, stuck):
        others = [key for key in stuck if reach[number[node.key]] >> number[key] & 1]
        if any(_hides(key, node.key, reach, number) for key in others):
            continue
        yield finding(
            "MC202",
            source.place(*node.path),
            message(
                "Expected a way from {step} to an end, but the dossier never leaves the steps after it",
                step=quoted(node.label),
            ),
        )


def _joins(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    unreachable = unreachable_nodes(net)
    for node in net.nodes:
        if node.kind is not NodeKind.JOIN or node.step is None or node.step in unreachable:
            continue
        if len(net.branches(node.key)) < 2:
            yield finding(
                "MC205",
                source.place(*node.path),
                message(
                    "Expected at least two branches to meet at {step}, but found {count}",
                    step=quoted(net.node(node.step).label),
                    count=len(net.branches(node.key)),
                ),
            )


def _consultations(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    for node in net.nodes:
        timed = node.due is not None or (node.limit is not None and node.limit.counted)
        if node.on_expiry_proceed and not timed:
            yield finding(
                "MC208",
                source.place(*node.path, "on_expiry"),
                message(
                    "Expected {step} to have a `limit:`, because without one it never expires",
                    step=quoted(node.label),
                ),
            )

    for node in net.nodes:
        step = net.procedure.steps.get(node.key)
        if node.for_each is None or step is None:
            continue
        if len(net.leaving(node.key)) > 1:
            yield finding(
                "MC207",
                source.place(*node.path, "outcomes" if step.outcomes else "for_each"),
                message(
                    "Expected one outcome of {step}, because several units answer and their answers could differ",
                    step=quoted(node.label),
                ),
            )
        if step.form:
            yield finding(
                "MC207",
                source.place(*node.path, "form"),
                message(
                    "Expected no `form:` in {step}, because several units answer and each would overwrite the one before",
                    step=quoted(node.label),
                ),
            )


def _hides(key: str, other: str, reach: list[int], number: dict[str, int]) -> bool:
    """Tell whether what is said of ``key`` says enough of ``other``, which lies on one way with it.

    Of a circle the step that was written first speaks for all; else the end of the way does.
    """
    mine, theirs = number[key], number[other]
    circle = reach[mine] >> theirs & 1 and reach[theirs] >> mine & 1
    return mine < theirs if circle else True


_PASSED_BY = frozenset({NodeKind.CHOICE, NodeKind.SPLIT, NodeKind.JOIN})


def _circles(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    """Find circles that a dossier can go round in one moment: nobody works, waits or runs in them."""
    passed = {n.key for n in net.nodes if n.kind in _PASSED_BY or n.for_each is not None}
    if not any(t.source in passed and t.target in passed for t in net.transitions):
        return
    # Imported here because most procedures have no such circle, and a check would wait for it.
    from networkx import strongly_connected_components

    graph = net.graph.subgraph(passed)
    for circle in strongly_connected_components(graph):
        if len(circle) == 1 and not any(graph.has_edge(key, key) for key in circle):
            continue
        node = next(each for each in net.nodes if each.key in circle and each.step == each.key)
        yield finding(
            "MC210",
            source.place(*node.path),
            message(
                "Expected somebody to work between {step} and the way back to it, but a dossier could go round there for ever",
                step=quoted(node.label),
            ),
        )


def _names(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    for name, step in net.procedure.steps.items():
        for outcome in step.outcomes or {}:
            if _taken(name, outcome, step):
                yield finding(
                    "MC209",
                    source.place("steps", name, "outcomes", outcome),
                    message(
                        "Expected another name than `{name}`, which the program itself uses here",
                        name=outcome,
                    ),
                )


def _taken(name: str, outcome: str, step: Step) -> bool:
    """Tell whether an outcome is named like the expiry of its wait, or its wait like an end."""
    if step.expires is not None and outcome == EXPIRED:
        return True
    asks = step.outcomes is not None and step.outcomes[outcome].ask is not None
    return name == "end" and asks and outcome in END_LABELS
