"""Everything the graph floor can say about one procedure: structure, soundness, time and law."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from engine.graph.accepted import without_accepted
from engine.graph.after_result import find_after_result
from engine.graph.block_findings import without_leaks
from engine.graph.build import build
from engine.graph.calendar_findings import find_misses
from engine.graph.doubts import without_followers
from engine.graph.flaws import find_flaws
from engine.graph.law import find_law
from engine.graph.linked_data import find_unasked
from engine.graph.linked_time import find_short_waits, with_linked_limits
from engine.graph.net import ProcedureNet
from engine.graph.readings import likeliest, said_of_all
from engine.graph.statuses import find_statuses
from engine.graph.structure import find_structure, unreachable_nodes, without_stuck
from engine.graph.time_findings import find_times
from engine.graph.timeproof import prove_time
from engine.specs.findings import Finding, Severity, SourceMap
from engine.specs.procedures import Procedure
from engine.specs.rest import Rest
from engine.worktime.work_calendar import WorkCalendar

_HIDING = {"MC206", "MC209"}
"""Where the shape is broken like this, playing the net would only say the same again."""
_TEARING = {"MC201", "MC202", "MC206"}
"""Where steps are cut off like this, that too little time is used would only say the same again."""
_TOO_LITTLE = {"MC302", "MC303"}
_IDLE = "MC309"
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

    Where steps are named that do not exist, which are findings of ``engine.specs.references``, the rest is
    judged by what is true of it whatever the likeliest meanings of those names are.

    Args:
        procedure: what to check.
        source: where it is written.
        calendar: by which its limits are counted; without one, MC311 is not looked for.
        catalogue: the procedures that this one may start, by key.
        first: from which day of receipt on they are counted; the first day in force if none is given.
    """
    net = build(procedure)
    if not net.left_out:
        return net, _examined(net, source, calendar, first, catalogue or {})
    readings = likeliest(procedure, source)
    found = said_of_all(
        _examined(each, source, calendar if len(readings) == 1 else None, first, catalogue or {})
        for each in readings
    )
    return net, [each for each in found if each.code != _IDLE]


def check_rest(
    rest: Rest,
    *,
    calendar: WorkCalendar | None = None,
    first: date | None = None,
    catalogue: Mapping[str, Procedure] | None = None,
) -> list[Finding]:
    """Return what can be said of a procedure whose text is broken, as ``check_procedure`` does.

    What could follow from its faults is not said.
    """
    timed = rest.longest is rest.document
    readings = [rest.document] if timed else [rest.document, rest.longest]
    found = said_of_all(
        check_procedure(
            each,
            rest.source,
            calendar=calendar if timed else None,
            first=first,
            catalogue=catalogue,
        )[1]
        for each in readings
    )
    return [each for each in without_followers(found, rest) if each.code != _IDLE]


def _examined(
    net: ProcedureNet,
    source: SourceMap,
    calendar: WorkCalendar | None,
    first: date | None,
    catalogue: Mapping[str, Procedure],
) -> list[Finding]:
    procedure = net.procedure
    found = find_structure(net, source)
    found += find_statuses(net, source)
    found += find_after_result(net, source)
    played = None if any(each.code in _HIDING for each in found) else without_stuck(net)
    # A way that breaks a block is told; what happens to a dossier on it would only say so again.
    played = None if played is None else without_leaks(played)
    if played is not None:
        found += find_flaws(played, source, unreachable=unreachable_nodes(played))
    timed = with_linked_limits(net, catalogue)
    proof = prove_time(timed)
    torn = any(each.code in _TEARING for each in found)
    found += [
        each for each in find_times(timed, proof, source) if not (torn and each.code in _TOO_LITTLE)
    ]
    found += find_short_waits(net, catalogue, source)
    found += find_unasked(net, catalogue, source)
    if calendar is not None and not torn:
        from_day = procedure.effective.valid_from if first is None else first
        found += find_misses(timed, proof, source, calendar, from_day)
    found += find_law(net, source, found)
    # With errors, not everything that could be accepted was looked for.
    errors = any(each.severity is Severity.ERROR for each in found)
    kept = without_accepted(procedure, found, source, judged=() if errors else _JUDGED)
    return sorted(kept, key=lambda each: (each.place.line, each.place.column, each.code))
