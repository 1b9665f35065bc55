"""Joins of parallel routes, and which transitions go back: what only the whole net can tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.graph.conventions import join_label
from engine.graph.net import Node, NodeKind, Transition
from engine.graph.routes import Edge, find_back_edges, group_by_branch, reachable
from engine.specs.parallel import Join


def place_joins(
    nodes: Mapping[str, Node],
    transitions: Sequence[Transition],
    start: str,
    joined: Mapping[str, Join],
) -> tuple[list[Node], list[Transition]]:
    """Return nodes and transitions with a join before each step of ``joined`` and returns marked.

    Transitions that go back to a joined step keep entering the step itself.
    """
    number = {key: position for position, key in enumerate(nodes)}
    edges = [(number[t.source], number[t.target]) for t in transitions]
    back = find_back_edges(len(nodes), number[start], edges)
    branches = _branches(nodes, transitions, edges, back, [number[name] for name in joined])
    finished = [
        replace(
            t,
            target=t.target if position not in branches else f"{t.target}+join",
            branch=branches.get(position),
            goes_back=position in back,
            is_return=position in back and nodes[t.source].kind is not NodeKind.WAIT,
        )
        for position, t in enumerate(transitions)
    ]
    ordered: list[Node] = []
    for key, node in nodes.items():
        if key in joined:
            ordered.append(_join(node, joined[key]))
        ordered.append(node)
    return ordered, finished + [_way_into(nodes[name]) for name in joined]


def _join(node: Node, join: Join) -> Node:
    return Node(
        f"{node.key}+join",
        NodeKind.JOIN,
        join_label(join),
        (*node.path, "join"),
        step=node.key,
        needs=join.count,
        within=join.within,
        after_result=node.after_result,
    )


def _branches(
    nodes: Mapping[str, Node],
    transitions: Sequence[Transition],
    edges: Sequence[Edge],
    back: frozenset[int],
    joined: Sequence[int],
) -> dict[int, str]:
    """Return for each transition into a join the name of the branch it completes.

    A branch is named after the first step that completes it.
    """
    if not joined:
        return {}
    onward = [position for position in range(len(edges)) if position not in back]
    reach = reachable(len(nodes), [edges[position] for position in onward])
    heads: dict[int, list[int]] = {}
    for position in onward:
        if nodes[transitions[position].source].kind is NodeKind.SPLIT:
            heads.setdefault(edges[position][0], []).append(edges[position][1])
    named: dict[int, str] = {}
    for target in joined:
        entering = [position for position in onward if edges[position][1] == target]
        groups = group_by_branch([edges[p] for p in entering], heads.items(), reach)
        names: dict[int, str] = {}
        for position, group in zip(entering, groups, strict=True):
            names.setdefault(group, transitions[position].source)
            named[position] = names[group]
    return named


def _way_into(step: Node) -> Transition:
    return Transition(f"{step.key}+join", step.key, "done", step.label, step.path)
