"""Blocks of parallel work: from one split to one join, closed to both sides.

A join that goes on before all branches have arrived cancels what is left of them, and a branch that does
not start is as good as arrived. Both make sense only where it is plain what belongs to a branch: in a
block. The workflow patterns call such a join a cancelling discriminator or partial join (WCP-29, WCP-32:
van der Aalst, ter Hofstede, Russell et al.).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType

from engine.graph.net import Block, NodeKind, ProcedureNet, Transition


@dataclass(frozen=True, slots=True)
class Leak:
    """Why the branches that meet at a join make no block.

    Attributes:
        way: a transition that leads into the branches, or out of them, or past the join; None where they
            do not all start at one split.
    """

    way: Transition | None = None


def with_blocks(net: ProcedureNet) -> ProcedureNet:
    """Return the net with the blocks of the joins and splits that need one."""
    if not any(net.goes_on_early(n.key) or net.chooses_branches(n.key) for n in net.nodes):
        return net
    blocks = dict(_blocks(net))
    nodes = [replace(node, block=blocks.get(node.key)) for node in net.nodes]
    return ProcedureNet(net.procedure, nodes, list(net.transitions), net.start, net.left_out)


def _blocks(net: ProcedureNet) -> Iterator[tuple[str, Block]]:
    for node in net.nodes:
        block = find_block(net, node.key) if node.kind is NodeKind.JOIN else None
        if not isinstance(block, Block):
            continue
        if net.chooses_branches(block.split) or net.goes_on_early(block.join):
            yield block.split, block
            yield block.join, block


def find_block(net: ProcedureNet, join: str) -> Block | Leak | None:
    """Return the block a join closes, or what keeps it from being one; None where nothing leads to it."""
    # Imported here because most procedures have no block, and a check would wait for it.
    from networkx import immediate_dominators

    dominators = immediate_dominators(net.graph, net.start)
    if join not in dominators:
        return None
    split: str = dominators[join]
    if net.node(split).kind is not NodeKind.SPLIT:
        return Leak(_way_beside(net, join))
    regions = {way.outcome: _region(net, way.target, join) for way in net.leaving(split)}
    branches: dict[str, str] = {}
    for way in net.leaving(split):
        region = regions[way.outcome]
        others = (each for outcome, each in regions.items() if outcome != way.outcome)
        if split in region or any(region & other for other in others):
            return Leak(_way_over(net, region, split))
        into = next((t for t in _into(net, region) if t.source != split), None)
        arriving = {t.branch for t in net.entering(join) if t.source in region or t == way}
        if into is not None:
            out = (t for t in net.transitions if t.target == into.target and t.source in region)
            return Leak(next(out, into))
        if len(arriving) != 1 or (branch := arriving.pop()) is None or branch in branches.values():
            return Leak(way)
        branches[way.outcome] = branch
    inside = frozenset().union(*regions.values())
    astray = (t for t in net.entering(join) if t.source not in inside and t.source != split)
    if (way_in := next(astray, None)) is not None:
        return Leak(way_in)
    return Block(split, join, inside, MappingProxyType(branches))


def meeting_of(net: ProcedureNet, split: str) -> str | None:
    """Return the first join that every branch of a split can come to, or None if there is none."""
    ways = net.leaving(split)
    joins = (node.key for node in net.nodes if node.kind is NodeKind.JOIN)
    return next((key for key in joins if all(_arrives(net, way, key) for way in ways)), None)


def _arrives(net: ProcedureNet, way: Transition, join: str) -> bool:
    region = _region(net, way.target, join)
    return way.target == join or any(t.source in region for t in net.entering(join))


def _way_beside(net: ProcedureNet, join: str) -> Transition | None:
    """Return a transition by which a dossier comes to the branches of a join without their split."""
    splits = (node.key for node in net.nodes if node.kind is NodeKind.SPLIT)
    split = next((key for key in splits if meeting_of(net, key) == join), None)
    if split is None:
        return None
    regions = [_region(net, way.target, join) for way in net.leaving(split)]
    inside = frozenset((split, *(key for region in regions for key in region)))
    ways = (t for t in net.transitions if t.source not in inside and t.target != split)
    return next((t for t in ways if t.target in inside or t.target == join), None)


def _region(net: ProcedureNet, start: str, join: str) -> frozenset[str]:
    """Return the nodes that a branch can come to before the join, ends aside."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key != join and key not in found and net.node(key).kind is not NodeKind.END:
            found.add(key)
            waiting += [t.target for t in net.leaving(key)]
    return frozenset(found)


def _into(net: ProcedureNet, region: frozenset[str]) -> Iterator[Transition]:
    """Return the transitions that lead into a region, in the order the author wrote them."""
    return (t for t in net.transitions if t.target in region and t.source not in region)


def _way_over(net: ProcedureNet, region: frozenset[str], split: str) -> Transition | None:
    """Return a transition by which a branch gets to where others come from outside, or to the split."""
    inner = [t for t in net.transitions if t.source in region and t.source != split]
    shared = (t for t in inner if t.target == net.start or _is_entered(net, t.target, region))
    return next(shared, next((t for t in inner if t.target == split), None))


def _is_entered(net: ProcedureNet, key: str, region: frozenset[str]) -> bool:
    return any(t.source not in region for t in net.entering(key))
