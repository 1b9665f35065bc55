"""What of a procedure stands in an exported diagram beside its shapes: most of it as extensions of ours."""

from __future__ import annotations

from engine.graph.bpmn_joins import gateway_facts
from engine.graph.captions import AUTOMATIC, OUTSIDE
from engine.graph.net import Node, ProcedureNet
from engine.specs.durations import Duration
from engine.specs.starts import Starts
from engine.worktime.amounts import TimeUnit

_ISO = {TimeUnit.DAY: "P{amount}D", TimeUnit.HOUR: "PT{amount}H"}


def role_of(lane: str) -> str | None:
    """Return the unit role of a lane, or None where nobody's work stands in it."""
    return None if lane in (AUTOMATIC, OUTSIDE) else lane


def node_facts(net: ProcedureNet, node: Node) -> dict[str, str | None]:
    """Return what BPMN has no place for, of a node."""
    step = net.procedure.steps.get(node.key)
    return {
        "kind": step.kind if step is not None else None,
        "ref": step.ref if step is not None else None,
        "limit": str(node.limit) if node.limit is not None else None,
        "by": str(node.performer) if node.performer is not None else None,
        "participants": " ".join(map(str, node.participants)) or None,
        "status": node.status,
        "note": step.note if step is not None else None,
        "forEach": node.for_each,
        "onExpiry": step.on_expiry if step is not None else None,
        "ask": node.wait,
        "clock": node.clock_effect,
        "run": node.action,
        **_link_facts(node.starts),
        "end": node.end,
        "afterResult": "true" if step is not None and step.after_result else None,
        **gateway_facts(net, node),
    }


def _link_facts(starts: Starts | None) -> dict[str, str | None]:
    if starts is None:
        return {}
    data = " ".join(f"{target}={origin}" for target, origin in starts.data.items())
    waits = "true" if starts.wait else None
    return {"starts": starts.procedure, "awaits": waits, "gives": data or None}


def iso_duration(duration: Duration) -> str | None:
    """Return a duration in ISO 8601, or None where that knows no such unit."""
    if len(duration.parts) != 1 or duration.parts[0].unit not in _ISO:
        return None
    (span,) = duration.parts
    return _ISO[span.unit].format(amount=f"{span.amount.normalize():f}")
