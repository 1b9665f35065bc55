"""Which nodes each appointment spans: those on a way from its first step to its last one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from engine.graph.net import Node, NodeKind, Transition
from engine.graph.routes import reachable
from engine.specs.procedures import Procedure


def spans(
    procedure: Procedure, nodes: Iterable[Node], transitions: Iterable[Transition]
) -> dict[str, frozenset[str]]:
    """Return the keys of the nodes each appointment spans; none where its last step is never reached.

    Going back does not count as a way. A wait that an outcome starts belongs to the appointment if the
    answer leads back into it: one that leads on begins when the appointment is over.
    """
    if not procedure.appointments:
        return {}
    known = {node.key: position for position, node in enumerate(nodes)}
    ways = [t for t in transitions if t.source in known and t.target in known]
    onward = [(known[t.source], known[t.target]) for t in ways if not t.goes_back]
    reach = reachable(len(known), onward)
    found = {}
    for name, appointment in procedure.appointments.items():
        first, last = known.get(appointment.first_step), known.get(appointment.last_step)
        inside = {
            key
            for key, number in known.items()
            if first is not None
            and last is not None
            and reach[first] >> number & 1
            and reach[number] >> last & 1
        }
        found[name] = frozenset(inside | _waits_inside(nodes, ways, inside))
    return found


def _waits_inside(
    nodes: Iterable[Node], transitions: Sequence[Transition], inside: set[str]
) -> set[str]:
    back = {t.source for t in transitions if t.target in inside}
    return {
        node.key
        for node in nodes
        if node.kind is NodeKind.WAIT and node.step in inside and node.key in back
    }


def with_appointments(
    procedure: Procedure, nodes: Sequence[Node], transitions: Sequence[Transition]
) -> list[Node]:
    """Return nodes that know their appointment; of those two claim, it is the one written first."""
    belongs: dict[str, str] = {}
    for name, keys in spans(procedure, nodes, transitions).items():
        for key in keys:
            belongs.setdefault(key, name)
    return [_in(node, belongs) for node in nodes]


def _in(node: Node, belongs: Mapping[str, str]) -> Node:
    return replace(node, appointment=belongs[node.key]) if node.key in belongs else node
