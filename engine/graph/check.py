"""Everything the graph floor can say about one procedure: structure, soundness, time and law."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from engine.graph.accepted import without_accepted
from engine.graph.after_result import find_after_result
from engine.graph.build import build
from engine.graph.calendar_findings import find_misses
from engine.graph.flaws import find_flaws
from engine.graph.law import find_law
from engine.graph.linked_time import find_short_waits, with_linked_limits
from engine.graph.net import ProcedureNet
from engine.graph.statuses import find_statuses
from engine.graph.structure import find_structure, unreachable_nodes
from engine.graph.time_findings import find_times
from engine.graph.timeproof import prove_time
from engine.specs.findings import Finding, Severity, SourceMap
from engine.specs.procedures import Procedure
from engine.worktime.work_calendar import WorkCalendar

_HIDING = {"MC202", "MC206", "MC209"}
"""Where the shape is broken like this, playing the net would only say the same again."""
_TEARING = {"MC201", "MC202", "MC206"}
"""Where steps are cut off like this, sums over the rest would only say the same again."""
_SUMS = {"MC301", "MC302", "MC303", "MC304"}
_JUDGED = ("MC2", "MC30", "MC310", "MC4")
"""Codes that are idle in `accept:` where nothing is found; MC311 comes and goes with the years."""


def check_procedure(
    procedure: Procedure,
    source: SourceMap,
    *,
    calendar: WorkCalendar | None = None,
    first: date | None = None,
    catalogue: Mapping[str, Procedure] | None = None,
) -> tuple[ProcedureNet, list[Finding]]:
    """Return the net of a procedure and its findings MC2xx to MC4xx, in the order of their lines.

    A net that lacks transitions because their targets do not exist is not judged: those references are
    findings of ``engine.specs.references``, and everything said here would follow from them.

    Args:
        procedure: what to check.
        source: where it is written.
        calendar: by which its limits are counted; without one, MC311 is not looked for.
        catalogue: the procedures that this one may start, by key.
        first: from which day of receipt on they are counted; the first day in force if none is given.
    """
    net = build(procedure)
    if net.left_out:
        return net, []
    found = find_structure(net, source)
    found += find_statuses(net, source)
    found += find_after_result(net, source)
    if not any(each.code in _HIDING for each in found):
        found += find_flaws(net, source, unreachable=unreachable_nodes(net))
    timed = with_linked_limits(net, catalogue or {})
    proof = prove_time(timed)
    torn = any(each.code in _TEARING for each in found)
    found += [
        each for each in find_times(timed, proof, source) if not (torn and each.code in _SUMS)
    ]
    found += find_short_waits(net, catalogue or {}, source)
    if calendar is not None and not torn:
        from_day = procedure.effective.valid_from if first is None else first
        found += find_misses(timed, proof, source, calendar, from_day)
    found += find_law(net, source, found)
    # With errors, not everything that could be accepted was looked for.
    errors = any(each.severity is Severity.ERROR for each in found)
    kept = without_accepted(procedure, found, source, judged=() if errors else _JUDGED)
    return net, sorted(kept, key=lambda each: (each.place.line, each.place.column, each.code))
