"""What the law asks of the reception and of refusals: findings MC401 to MC406 at the author's lines."""

from __future__ import annotations

from collections.abc import Iterator

from engine.graph.conventions import EXPIRED
from engine.graph.law_terms import WORKING_DAY, lasts_longer
from engine.graph.net import Node, NodeKind, ProcedureNet
from engine.graph.telling import in_words, quoted
from engine.messages import Message, message
from engine.specs.directory import DESK_ROLE
from engine.specs.findings import Finding, SourceMap
from engine.specs.rules import finding

_DESK_POSITION = "reception"
_DECIDING = {"council", "review", "sign", "approve"}
"""Kinds of steps at which somebody judges or decides; what else a desk does may be mere handling."""


def find_reception(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    """Yield what is wrong with how dossiers are received, handed over and refused."""
    start = net.node(net.start)
    if start.step_kind != "receive":
        text = message(
            "Expected the procedure to begin with the reception of the dossier, but it begins with {step}",
            step=quoted(start.label),
        )
        yield finding("MC401", source.place(*start.path), text)
    else:
        yield from _ways_out(net, start, source)
        yield from _one_receiver(net, start, source)
        yield from _deciding_desk(net, start, source)
    yield from _slow_desk(net, start, source)
    yield from _refusals(net, source)


def _ways_out(net: ProcedureNet, start: Node, source: SourceMap) -> Iterator[Finding]:
    targets = [net.node(each.target) for each in net.leaving(start.key)]
    supplement = any(each.wait == "supplement" for each in targets)
    refusal = any(each.end == "refused" for each in targets)
    if supplement and refusal:
        return
    lacking: Message
    if supplement:
        lacking = message("no way to refuse the dossier")
    elif refusal:
        lacking = message("no way to ask for a supplement")
    else:
        lacking = message("neither a way to ask for a supplement nor one to refuse the dossier")
    text = message(
        "Expected {step} to offer a supplement and a refusal, but it has {lacking}",
        step=quoted(start.label),
        lacking=lacking,
    )
    yield finding("MC402", source.place(*start.path, "outcomes"), text)


def _one_receiver(net: ProcedureNet, start: Node, source: SourceMap) -> Iterator[Finding]:
    performer = start.performer
    if net.procedure.boundary_free and performer is not None and performer.role != DESK_ROLE:
        text = message(
            "Expected any desk to receive dossiers, because of `boundary_free:`, but {step} is done by `{performer}` alone",
            step=quoted(start.label),
            performer=performer,
        )
        yield finding("MC403", source.place(*start.path, "by"), text)


def _slow_desk(net: ProcedureNet, start: Node, source: SourceMap) -> Iterator[Finding]:
    for node in net.nodes:
        at_desk = node.performer == start.performer
        if node.kind is not NodeKind.WORK or node.limit is None:
            continue
        handing_over = node.step_kind == "forward" and at_desk
        if (node.step_kind == "receive" or handing_over) and lasts_longer(node.limit, WORKING_DAY):
            text = message(
                "Expected {step} to take 1 working day at the most, but its limit is {limit}",
                step=quoted(node.label),
                limit=in_words(node.limit),
            )
            yield finding("MC404", source.place(*node.path, "limit"), text)


def _deciding_desk(net: ProcedureNet, start: Node, source: SourceMap) -> Iterator[Finding]:
    desk = start.performer
    if desk is None or desk.position != _DESK_POSITION:
        return
    for node in net.nodes:
        if node.step_kind in _DECIDING and node.performer == desk:
            text = message(
                "Expected {step} to be done by somebody else than the desk, but `{performer}` also receives the dossiers",
                step=quoted(node.label),
                performer=desk,
            )
            yield finding("MC405", source.place(*node.path, "by"), text)


def _refusals(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    for transition in net.transitions:
        asking = net.node(transition.source)
        silent = net.node(transition.target).end == "refused" and not transition.note_required
        if not silent or transition.outcome == EXPIRED:
            continue
        text = message(
            "Expected the reason to be written where {step} refuses the dossier, but nobody is asked for it",
            step=quoted(asking.label),
        )
        by_data = message("Lead the alternative to a step where somebody refuses with a reason.")
        advice = by_data if asking.kind is NodeKind.CHOICE else None
        yield finding("MC406", source.place(*transition.path), text, advice)
