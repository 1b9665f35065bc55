"""What each node of a net adds to the time of the procedure, as the decision prints it."""

from __future__ import annotations

from collections.abc import Callable

from engine.graph.conventions import EXPIRED
from engine.graph.net import Node, NodeKind, ProcedureNet, Transition
from engine.specs.durations import UNCOUNTED, Duration

UNTIMED = frozenset({NodeKind.SPLIT, NodeKind.JOIN, NodeKind.CHOICE, NodeKind.END})
"""Nodes that take no time, whatever is written."""


class Charges:
    """The printed times of a net: own limits, or those of the group or phase that stands for them.

    With an ``appointment``, the times of the nodes it spans.
    """

    def __init__(self, net: ProcedureNet, appointment: str | None = None) -> None:
        self._appointment = appointment
        self._groups = {name: each.limit for name, each in net.procedure.groups.items()}
        self._phases = {name: each.limit for name, each in net.procedure.phases.items()}
        self.timed_phases = frozenset(
            node.phase for node in net.nodes if node.group in self._groups or timed(node)
        )

    def spans(self, node: Node) -> bool:
        """Tell whether the time of a node is counted."""
        return self._appointment in (None, node.appointment)

    def of(self, node: Node) -> tuple[str | None, Duration]:
        """Return what a node adds to the procedure; with a name, only once on each route."""
        if node.kind in UNTIMED or node.after_result or not self.spans(node):
            return None, UNCOUNTED
        if node.group is not None and node.group in self._groups:
            return f"group {node.group}", self._groups[node.group]
        phase = node.phase
        if phase is not None and phase in self._phases and phase not in self.timed_phases:
            return f"phase {phase}", self._phases[phase]
        return None, own_time(node)


def own_time(node: Node) -> Duration:
    """Return what the node's own limit adds; a wait counts only where the clock runs on.

    A task after the result adds nothing: neither to the legal limit nor to the phase or the group it belongs
    to, which are parts of that limit.
    """
    if node.kind in UNTIMED or node.after_result:
        return UNCOUNTED
    limit = running_time(node) if node.kind is NodeKind.WAIT else node.limit
    return limit or UNCOUNTED


def running_time(node: Node) -> Duration | None:
    """Return how long a wait may last while the clock runs on; None for all other nodes."""
    if node.clock_effect != "run":
        return None
    return node.limit or (node.expiry.after if node.expiry else None)


def timed(node: Node) -> bool:
    """Tell whether the node has a limit of its own that counts within the legal limit."""
    return node.limit is not None and node.limit.counted and not node.after_result


def begins_anew(net: ProcedureNet, transition: Transition) -> bool:
    """Tell whether the clock starts again from zero where a dossier takes this transition.

    An answer does that, where the wait says so; what never came completes no dossier.
    """
    source = net.node(transition.source)
    waited = source.kind is NodeKind.WAIT and source.clock_effect == "restart"
    return waited and transition.outcome != EXPIRED


def open_in_case(net: ProcedureNet, position: int) -> Callable[[Transition], bool]:
    """Return which transitions can be taken by a dossier with the legal limit at ``position``.

    The condition of that case holds, and those of the cases above it do not. Alternatives are tried in
    order, so those below one that holds are closed. Conditions are recognised by their text; about
    others nothing is known.
    """
    cases = net.procedure.limit
    failed = {str(earlier.when) for earlier in cases[:position]}
    holding = None if cases[position].when is None else str(cases[position].when)

    def is_open(transition: Transition) -> bool:
        if net.node(transition.source).kind is not NodeKind.CHOICE:
            return transition.when is None or str(transition.when) not in failed
        for alternative in net.leaving(transition.source):
            condition = None if alternative.when is None else str(alternative.when)
            if alternative is transition:
                return condition not in failed
            if condition is not None and condition == holding:
                return False
        return True

    return is_open
