"""Which national status a dossier has at a node, and where an author says one that contradicts the route.

What the kind of a step tells, the author may override with ``status:``; this is the one place that knows
both. ``engine.core.routing`` asks it for the nodes a dossier is at.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.graph.net import Node, NodeKind, ProcedureNet
from engine.graph.telling import quoted
from engine.messages import message
from engine.specs.findings import Finding, SourceMap
from engine.specs.outcomes import WaitKind
from engine.specs.rules import finding
from engine.specs.statuses import StatusName

_OF_WAIT: dict[WaitKind, StatusName] = {
    "supplement": "awaiting_supplement",
    "payment": "awaiting_payment",
}
_STAGES: dict[StatusName, int] = {"registered": 0, "received": 1, "finished": 3}
"""How far a dossier has come; every other open status is one of the middle."""
_MIDDLE = 2
_RESTS = frozenset({NodeKind.WORK, NodeKind.AUTOMATIC, NodeKind.WAIT})


def status_at(node: Node) -> StatusName | None:
    """Return the national status of a dossier at a node; None where its kind tells none of its own."""
    if node.status is not None:
        return node.status
    if node.wait is not None:
        return _OF_WAIT.get(node.wait)
    return "finished" if node.step_kind == "return" else None


def find_statuses(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    """Yield a finding for each ``status:`` that contradicts what its step is, or where it stands."""
    for node in net.nodes:
        if node.status is None or node.after_result:
            continue
        wait = next((w for w, status in _OF_WAIT.items() if status == node.status), None)
        if wait is not None and node.wait != wait:
            text = message(
                "Expected the status “{status}” only at a wait with `ask: {wait}`, but {step} is none",
                status=node.status,
                wait=wait,
                step=quoted(node.label),
            )
        elif node.wait in _OF_WAIT and node.status != _OF_WAIT[node.wait]:
            text = message(
                "Expected the status “{expected}” while {step} waits, but found “{status}”, and the request would not be counted",
                expected=_OF_WAIT[node.wait],
                step=quoted(node.label),
                status=node.status,
            )
        elif (other := _contradicted(net, node)) is not None:
            text = message(
                "Expected a status that goes forward along the route, but {step} shows “{status}” and {other}, which comes {order} it, “{its}”",
                step=quoted(node.label),
                status=node.status,
                other=quoted(other.label),
                order=message("after")
                if _stage(other, net) < _stage(node, net)
                else message("before"),
                its=_shown(other, net),
            )
        else:
            continue
        yield finding("MC231", source.place(*node.path, "status"), text)


def _contradicted(net: ProcedureNet, node: Node) -> Node | None:
    """Return the next node on a way forward that has come less far, or one before that has come further."""
    stage = _stage(node, net)
    after = (each for each in _next(net, node.key, forward=True) if _stage(each, net) < stage)
    before = (each for each in _next(net, node.key, forward=False) if _stage(each, net) > stage)
    return next(after, None) or next(before, None)


def _next(net: ProcedureNet, key: str, *, forward: bool) -> Iterator[Node]:
    """Iterate over the nearest nodes where a dossier rests, leaving out ways that go back."""
    waiting, seen = [key], {key}
    while waiting:
        here = waiting.pop()
        for way in net.leaving(here) if forward else net.entering(here):
            there = way.target if forward else way.source
            if way.goes_back or there in seen or net.node(there).after_result:
                continue
            seen.add(there)
            node = net.node(there)
            if node.kind in _RESTS and node.wait not in _OF_WAIT:
                yield node
            elif node.kind is not NodeKind.END:
                waiting.append(there)


def _shown(node: Node, net: ProcedureNet) -> StatusName:
    return status_at(node) or ("received" if node.key == net.start else "in_progress")


def _stage(node: Node, net: ProcedureNet) -> int:
    return _STAGES.get(_shown(node, net), _MIDDLE)
