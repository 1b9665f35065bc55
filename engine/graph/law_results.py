"""What the law asks of the way from the decision to the applicant: findings MC412 and MC413."""

from __future__ import annotations

from collections.abc import Iterator

from engine.graph.conventions import EXPIRED
from engine.graph.net import ProcedureNet
from engine.graph.telling import quoted
from engine.messages import message
from engine.specs.findings import Finding, SourceMap
from engine.specs.rules import finding

_HANDING_OVER = {"return", "payout"}


def find_results(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    """Yield the places where a result reaches nobody, or another desk than that of the applicant."""
    yield from _unreturned(net, source)
    yield from _elsewhere(net, source)


def _unreturned(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    seen, open_keys = {net.start}, [net.start]
    last: dict[str, None] = {}
    while open_keys:
        key = open_keys.pop()
        if net.node(key).step_kind in _HANDING_OVER:
            continue
        for transition in net.leaving(key):
            # A wait that runs out is judged by what it says of itself (MC419).
            if net.node(transition.target).end == "returned" and transition.outcome != EXPIRED:
                last[key] = None
            if transition.target not in seen:
                seen.add(transition.target)
                open_keys.append(transition.target)
    for node in net.nodes:
        if node.key in last:
            text = message(
                "Expected a step that returns the result, but the dossier ends with {step}",
                step=quoted(node.label),
            )
            yield finding("MC412", source.place(*node.path), text)


def _elsewhere(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    desk = net.node(net.start).performer
    if net.procedure.level != "interlevel" or desk is None:
        return
    for node in net.nodes:
        performer = node.performer
        if node.step_kind == "return" and performer is not None and performer.role != desk.role:
            text = message(
                "Expected the result to come back to `{desk}`, which received the dossier, but `{performer}` returns it",
                desk=desk.role,
                performer=performer,
            )
            yield finding("MC413", source.place(*node.path, "by"), text)
