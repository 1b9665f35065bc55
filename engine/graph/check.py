"""Everything the graph floor can say about one procedure: structure, soundness and time."""

from __future__ import annotations

from engine.graph.accepted import without_accepted
from engine.graph.build import build
from engine.graph.flaws import find_flaws
from engine.graph.net import ProcedureNet
from engine.graph.structure import find_structure, unreachable_nodes
from engine.graph.time_findings import find_times
from engine.graph.timeproof import prove_time
from engine.specs.findings import Finding, SourceMap
from engine.specs.procedures import Procedure

_HIDING = {"MC202", "MC206", "MC209"}
"""Where the shape is broken like this, playing the net would only say the same again."""


def check_procedure(procedure: Procedure, source: SourceMap) -> tuple[ProcedureNet, list[Finding]]:
    """Return the net of a procedure and its findings MC2xx and MC3xx, in the order of their lines.

    A net that lacks transitions because their targets do not exist is not judged: those references are
    findings of ``engine.specs.references``, and everything said here would follow from them.
    """
    net = build(procedure)
    if net.left_out:
        return net, []
    found = find_structure(net, source)
    if not any(each.code in _HIDING for each in found):
        found += find_flaws(net, source, unreachable=unreachable_nodes(net))
    found += find_times(net, prove_time(net), source)
    kept = without_accepted(procedure, found, source, judged=("MC2", "MC3"))
    return net, sorted(kept, key=lambda each: (each.place.line, each.place.column, each.code))
