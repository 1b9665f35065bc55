"""Which fields of a dossier have been asked for when it comes to a node, whatever way it took."""

from __future__ import annotations

from collections.abc import Mapping

from engine.graph.conventions import EXPIRED
from engine.graph.net import Node, NodeKind, ProcedureNet, Transition

_ASKING = frozenset({NodeKind.WORK, NodeKind.WAIT})


def asked_before(net: ProcedureNet) -> Mapping[str, frozenset[str]]:
    """Return for each node the fields that were asked for on every way to it.

    Fields that no step asks are asked when the dossier is received. A step's form counts where its outcome
    moves the work on, to a linked dossier too; a supplement, a return and a refusal may leave it empty
    (``engine.core.completing``). Where parallel routes meet, what one of them asked is asked, if it must have come; nodes that nothing leads
    to are left out.
    """
    forms = {node.key: frozenset(node.form) for node in net.nodes if node.kind in _ASKING}
    everything = frozenset(net.procedure.dossier.fields)
    at_start = everything.difference(*forms.values())
    # From above: everything was asked, until a way is found on which it was not.
    found = dict.fromkeys(_reached(net), everything)
    found[net.start] = at_start
    changed = [net.start]
    while changed:
        for way in net.leaving(changed.pop()):
            asked = _arriving(net, way.target, found, forms)
            if way.target != net.start and asked != found[way.target]:
                found[way.target] = asked
                changed.append(way.target)
    return found


def _reached(net: ProcedureNet) -> set[str]:
    reached, ahead = {net.start}, [net.start]
    while ahead:
        for way in net.leaving(ahead.pop()):
            if way.target not in reached:
                reached.add(way.target)
                ahead.append(way.target)
    return reached


def _arriving(
    net: ProcedureNet,
    key: str,
    found: Mapping[str, frozenset[str]],
    forms: Mapping[str, frozenset[str]],
) -> frozenset[str]:
    """Return what was asked on every way into a node, by what is known of its sources."""
    branches: dict[str | None, list[frozenset[str]]] = {}
    for way in net.entering(key):
        if way.source in found:
            asked = found[way.source] | _asked_by(net, way, forms)
            branches.setdefault(way.branch, []).append(asked)
    by_branch = {name: frozenset.intersection(*ways) for name, ways in branches.items()}
    return _meeting(net, net.node(key), by_branch, found)


def _meeting(
    net: ProcedureNet,
    node: Node,
    by_branch: Mapping[str | None, frozenset[str]],
    found: Mapping[str, frozenset[str]],
) -> frozenset[str]:
    """Return what was asked where branches meet, of which some may not have come."""
    block = node.block if node.kind is NodeKind.JOIN else None
    before = frozenset[str]() if block is None else found.get(block.split, frozenset())
    if net.goes_on_early(node.key):
        return before if node.within is not None else frozenset.intersection(*by_branch.values())
    if block is None or not net.chooses_branches(block.split):
        return frozenset().union(*by_branch.values())
    always = [
        block.branches.get(way.outcome) for way in net.leaving(block.split) if way.when is None
    ]
    return before.union(*(by_branch.get(branch, frozenset()) for branch in always))


def _asked_by(
    net: ProcedureNet, way: Transition, forms: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    target = net.node(way.target)
    waits = target.kind is NodeKind.WAIT and target.starts is None
    if waits or way.is_return or way.outcome == EXPIRED:
        return frozenset()
    return forms.get(way.source, frozenset())
