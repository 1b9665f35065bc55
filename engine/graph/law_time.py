"""What the law asks of time: an apology before expiry, terms for whoever works on a dossier.

Findings MC407 and MC414 to MC417 at the author's lines.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.graph.law_terms import WORKING_DAY, lasts_longer
from engine.graph.net import Node, NodeKind, ProcedureNet
from engine.graph.sums import Sum
from engine.graph.telling import quoted
from engine.messages import message
from engine.specs.alerts import Rung
from engine.specs.durations import Duration
from engine.specs.findings import Finding, SourceMap
from engine.specs.rules import finding

_UNTIMED = {"receive", "return", "payout"}
"""Kinds of steps whose time published decisions often leave blank."""


def find_terms(net: ProcedureNet, source: SourceMap, *, unexplained: bool) -> Iterator[Finding]:
    """Yield what is wrong with alerts, consultations and steps without a time.

    Args:
        net: the procedure.
        source: where it is written.
        unexplained: whether its limits add up, so that no other finding tells of a missing one.
    """
    yield from _apologies(net, source)
    yield from _consultations(net, source)
    yield from _phases(net, source)
    if unexplained:
        yield from _untimed(net, source)


def _apologies(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    # Within a day no apology can come a day early; the law sets such limits, and nobody can mend them.
    limits = [case.limit for case in net.procedure.limit if lasts_longer(case.limit, WORKING_DAY)]
    rungs = [rung for rung in net.procedure.alerts if rung.of == "dossier"]
    if any(not any(_in_time(rung, limit) for rung in rungs) for limit in limits):
        text = message(
            "Expected an alert of the dossier at least 1 working day before it is due, so that the apology goes out in time, but found none"
        )
        yield finding("MC407", source.place("alerts"), text)


def _in_time(rung: Rung, limit: Duration) -> bool:
    """Tell whether a rung of the dossier's ladder comes a working day before the limit ends."""
    at = rung.at
    if at.share is not None:
        left = float(1 - at.share) * float(Sum.of(limit).rough_days())
        return left >= float(Sum.of(WORKING_DAY).rough_days())
    return at.offset is not None and at.sign < 0 and not lasts_longer(WORKING_DAY, at.offset)


def _consultations(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    consulting = [node for node in net.nodes if _consults(node)]
    for node in consulting:
        if not node.on_expiry_proceed and not _has_time(net, node):
            text = message(
                "Expected {step} to say by when the others answer, but it has no `limit:`",
                step=quoted(node.label),
            )
            yield finding("MC415", source.place(*node.path), text)
        for following in net.leaving(node.key):
            after = net.node(following.target)
            if _consults(after) and not following.goes_back and after.key != node.key:
                text = message(
                    "Expected others to be consulted at the same time, but {step} begins only after {earlier}",
                    step=quoted(after.label),
                    earlier=quoted(node.label),
                )
                yield finding("MC416", source.place(*after.path), text)


def _consults(node: Node) -> bool:
    return node.kind is NodeKind.WORK and (node.step_kind == "consult" or node.for_each is not None)


def _phases(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    if net.procedure.level != "interlevel" or net.procedure.phases:
        return
    hand_over = next((node for node in net.nodes if _hands_over(net, node)), None)
    if hand_over is not None:
        text = message(
            "Expected `phases:` with the time of each level, because the dossier changes hands at {step}, but found none",
            step=quoted(hand_over.label),
        )
        yield finding("MC417", source.place("level"), text)


def _hands_over(net: ProcedureNet, node: Node) -> bool:
    return node.key != net.start and node.step_kind in {"receive", "forward"}


def _untimed(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    if not any(case.limit.counted for case in net.procedure.limit):
        return
    for node in net.nodes:
        office = node.kind is NodeKind.WORK and node.step_kind not in _UNTIMED
        if office and not _consults(node) and not _has_time(net, node):
            text = message(
                "Expected {step} to have a time, because the legal limit runs meanwhile, but nothing bounds it",
                step=quoted(node.label),
            )
            yield finding("MC414", source.place(*node.path), text)


def _has_time(net: ProcedureNet, node: Node) -> bool:
    """Tell whether something bounds a step; a shared time that does not exist is told where it is named."""
    counted = node.limit is not None and node.limit.counted
    return counted or node.group is not None or node.phase is not None
