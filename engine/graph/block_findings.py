"""Parallel work that cannot be cut short or left out as it is written: MC217, MC218, MC219."""

from __future__ import annotations

from collections.abc import Iterator

from engine.graph.blocks import Leak, find_block
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
        if net.goes_on_early(node.key) and node.block is None:
            yield from _no_block(net, node, source)
        elif net.chooses_branches(node.key) and node.block is None:
            yield from _nowhere_together(net, node, source)


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


def _no_block(net: ProcedureNet, join: Node, source: SourceMap) -> Iterator[Finding]:
    leak = find_block(net, join.key)
    if not isinstance(leak, Leak) or join.step is None:
        return
    step = quoted(net.node(join.step).label)
    yield finding("MC218", source.place(*_place(leak, join)), _told(net, leak, step))


def _place(leak: Leak, join: Node) -> KeyPath:
    return join.path if leak.way is None else leak.way.path


def _told(net: ProcedureNet, leak: Leak, step: Message) -> Message:
    if leak.way is None:
        return message(
            "Expected all branches that meet at {step} to start at one `next:`, because it may go on before all have arrived",
            step=step,
        )
    return message(
        "Expected the branches that meet at {step} to be closed, because it may go on before all have arrived, but a way leads from {source} to {target}",
        step=step,
        source=_name(net, leak.way.source),
        target=_name(net, leak.way.target),
    )


def _name(net: ProcedureNet, key: str) -> Message:
    node = net.node(key)
    if node.kind in (NodeKind.SPLIT, NodeKind.JOIN) and node.step is not None:
        node = net.node(node.step)
    return quoted(node.label)


def _nowhere_together(net: ProcedureNet, split: Node, source: SourceMap) -> Iterator[Finding]:
    if split.step is None:
        return
    text = message(
        "Expected the branches after {step} to meet again at one step with `join:` and to lead nowhere else, because some of them may not start",
        step=quoted(net.node(split.step).label),
    )
    yield finding("MC219", source.place(*split.path), text)
