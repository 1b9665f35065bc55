"""Parallel work that cannot be cut short or left out as it is written: MC217, MC218, MC219."""

from __future__ import annotations

from collections.abc import Iterator

from engine.graph.blocks import Leak, find_block, meeting_of
from engine.graph.net import Node, NodeKind, ProcedureNet
from engine.graph.telling import quoted
from engine.messages import Message, message
from engine.specs.findings import Finding, KeyPath, SourceMap
from engine.specs.rules import finding


def find_blocks_broken(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    """Yield what keeps joins from going on early, and splits from starting only some branches."""
    for node in net.nodes:
        if net.goes_on_early(node.key):
            yield from _counts(net, node, source)
            yield from _deadlines(node, source)
    for node, leak in broken_blocks(net):
        if node.step is not None:
            told = _no_block if node.kind is NodeKind.JOIN else _nowhere_together
            yield told(net, node, leak, quoted(net.node(node.step).label), source)


def broken_blocks(net: ProcedureNet) -> list[tuple[Node, Leak]]:
    """Return the joins and splits that need a block and have none, with what breaks it; each cause once."""
    early = [n for n in net.nodes if net.goes_on_early(n.key) and n.block is None]
    choosing = [n for n in net.nodes if net.chooses_branches(n.key) and n.block is None]
    if not early and not choosing:
        return []
    found = [(node, find_block(net, node.key)) for node in early]
    broken = [(node, leak) for node, leak in found if isinstance(leak, Leak)]
    told = {node.key for node, _ in broken}
    for split in choosing:
        join = meeting_of(net, split.key)
        if join not in told:
            leak = find_block(net, join) if join is not None else None
            broken.append((split, leak if isinstance(leak, Leak) else Leak()))
    return broken


def without_leaks(net: ProcedureNet) -> ProcedureNet | None:
    """Return a net without the ways that break its blocks, or None where no single way does."""
    broken = broken_blocks(net)
    ways = [leak.way for _, leak in broken if leak.way is not None]
    whole = all(net.node(way.source).kind is not NodeKind.SPLIT for way in ways)
    if len(ways) < len(broken) or not whole:
        return None
    if not ways:
        return net
    kept = [t for t in net.transitions if t not in ways]
    return ProcedureNet(net.procedure, [*net.nodes], kept, net.start, net.left_out)


def _counts(net: ProcedureNet, join: Node, source: SourceMap) -> Iterator[Finding]:
    count = len(net.branches(join.key))
    if join.needs is None or join.step is None or count < 2 or join.needs < count:
        return
    if join.needs > count:
        text = message(
            "Expected {step} to wait for at most {count} branches, because no more lead there, but it waits for {needs}",
            step=quoted(net.node(join.step).label),
            count=count,
            needs=join.needs,
        )
    else:
        text = message(
            "Expected `all`, because {step} waits for all of its {count} branches",
            step=quoted(net.node(join.step).label),
            count=count,
        )
    yield finding("MC217", source.place(*join.path, "needs"), text)


def _deadlines(join: Node, source: SourceMap) -> Iterator[Finding]:
    if join.within is not None and not join.within.counted:
        text = message(
            "Expected a time that counts in `within:`, because another one never runs out"
        )
        yield finding("MC208", source.place(*join.path, "within"), text)


def _no_block(
    net: ProcedureNet, join: Node, leak: Leak, step: Message, source: SourceMap
) -> Finding:
    path: KeyPath = join.path if leak.way is None else leak.way.path
    if leak.way is None:
        text = message(
            "Expected all branches that meet at {step} to start at one `next:`, because it may go on before all have arrived",
            step=step,
        )
    else:
        text = message(
            "Expected the branches that meet at {step} to be closed, because it may go on before all have arrived, but a way leads from {source} to {target}",
            step=step,
            source=_name(net, leak.way.source),
            target=_name(net, leak.way.target),
        )
    return finding("MC218", source.place(*path), text)


def _name(net: ProcedureNet, key: str) -> Message:
    node = net.node(key)
    if node.kind in (NodeKind.SPLIT, NodeKind.JOIN) and node.step is not None:
        node = net.node(node.step)
    return quoted(node.label)


def _nowhere_together(
    net: ProcedureNet, split: Node, leak: Leak, step: Message, source: SourceMap
) -> Finding:
    path: KeyPath = split.path if leak.way is None else leak.way.path
    if leak.way is None:
        text = message(
            "Expected the branches after {step} to meet again at one step with `join:` and to lead nowhere else, because some of them may not start",
            step=step,
        )
    else:
        text = message(
            "Expected the branches after {step} to be closed until they meet, because some of them may not start, but a way leads from {source} to {target}",
            step=step,
            source=_name(net, leak.way.source),
            target=_name(net, leak.way.target),
        )
    return finding("MC219", source.place(*path), text)
