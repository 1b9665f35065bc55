"""Tasks after the result: they begin when it was handed over, and nothing before it follows them."""

from __future__ import annotations

from collections.abc import Iterator

from engine.graph.net import Node, NodeKind, ProcedureNet
from engine.graph.telling import quoted
from engine.messages import message
from engine.specs.findings import Finding, SourceMap
from engine.specs.rules import finding


def find_after_result(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    """Yield the tasks after the result that may come before it, and the ways back out of them.

    A dossier that enters such a task counts as returned for good,
    so the result must be there, and the handling over.
    """
    if not any(step.after_result for step in net.procedure.steps.values()):
        return
    told: set[str] = set()
    if net.node(net.start).after_result:
        yield _too_early(net.node(net.start), source)
        told.add(net.start)
    for transition in net.transitions:
        before, after = _step(net, transition.source), _step(net, transition.target)
        if before is None or after is None:
            continue
        if after.after_result and not (before.after_result or before.step_kind == "return"):
            if after.key not in told:
                yield _too_early(after, source)
                told.add(after.key)
        elif before.after_result and not after.after_result:
            text = message(
                "Expected only tasks after the result to follow {step}, but {next} is not one of them",
                step=quoted(before.label),
                next=quoted(after.label),
            )
            yield finding("MC252", source.place(*transition.path), text)


def _step(net: ProcedureNet, key: str) -> Node | None:
    """Return the step a node belongs to; None for ends."""
    node = net.node(key)
    return None if node.kind is NodeKind.END or node.step is None else net.node(node.step)


def _too_early(node: Node, source: SourceMap) -> Finding:
    text = message(
        "Expected the result to be handed over before {step}, but a dossier can come there without that",
        step=quoted(node.label),
    )
    return finding("MC251", source.place(*node.path, "after_result"), text)
