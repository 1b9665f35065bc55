"""Whether what a linked procedure requires was asked for before the dossier starts it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.graph.asking import asked_before
from engine.graph.net import Node, ProcedureNet
from engine.graph.telling import quoted
from engine.messages import message
from engine.specs.findings import Finding, SourceMap
from engine.specs.procedures import Procedure
from engine.specs.rules import finding


def find_unasked(
    net: ProcedureNet, catalogue: Mapping[str, Procedure], source: SourceMap
) -> Iterator[Finding]:
    """Yield a finding for each field that is passed on before it was asked for.

    What the linked procedure does not require may be left empty on some ways, but not on all of them.
    """
    starting = [node for node in net.nodes if node.starts is not None and node.starts.data]
    if not starting:
        return
    asked = asked_before(net)
    for node in starting:
        before = asked.get(node.key)
        if node.starts is None or before is None:
            continue
        for target, origin in node.starts.data.items():
            field = net.procedure.dossier.fields.get(origin)
            if field is None or origin in before:
                continue
            if _is_required(target, node, catalogue):
                text = message(
                    "Expected “{field}” to be asked for before {step} passes it on, but a dossier can come there without any step having asked for it",
                    field=field.label,
                    step=quoted(node.label),
                )
            elif not _may_be_asked(net, node, origin):
                text = message(
                    "Expected “{field}” to be asked for before {step} passes it on, but no step before asks for it",
                    field=field.label,
                    step=quoted(node.label),
                )
            else:
                continue
            yield finding("MC147", source.place(*node.path, "starts", "data", target), text)


def _is_required(target: str, node: Node, catalogue: Mapping[str, Procedure]) -> bool:
    child = catalogue.get(node.starts.procedure) if node.starts is not None else None
    field = None if child is None else child.dossier.fields.get(target)
    return field is not None and field.required


def _may_be_asked(net: ProcedureNet, node: Node, field: str) -> bool:
    """Tell whether a step on some way to a node asks for a field."""
    before: set[str] = set()
    waiting = [node.key]
    while waiting:
        for way in net.entering(waiting.pop()):
            if way.source not in before:
                before.add(way.source)
                waiting.append(way.source)
    return any(field in net.node(key).form for key in before)
