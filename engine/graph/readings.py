"""What a procedure may mean where it names steps that do not exist: the readings with the fewest faults.

A route that leads to a name nobody knows leads somewhere, and what is said of the rest must not follow from
where it happens to be taken to lead. As compilers do who mend a text at the least cost, every step and the
end are tried; what is said under all readings that leave the fewest faults is true of the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from engine.graph.build import RETURNED_END, build
from engine.graph.net import ProcedureNet
from engine.graph.petri import to_workflow_net
from engine.graph.soundness import check_soundness
from engine.graph.structure import find_structure, unreachable_nodes
from engine.specs.findings import Finding, Severity, SourceMap
from engine.specs.procedure_references import targets_of
from engine.specs.procedures import Procedure
from engine.specs.suggestions import did_you_mean

_MOST_TRIED = 400
_MOST_KEPT = 6
_MOST_STATES = 2_000
_UNREACHABLE = "MC201"


def likeliest(procedure: Procedure, source: SourceMap) -> list[ProcedureNet]:
    """Return the nets of the likeliest readings of a procedure.

    That is its net alone where every name leads somewhere, and none where there are too many names that do
    not to try what they may mean.
    """
    unknown = _unknown(procedure)
    if not unknown:
        return [build(procedure)]
    if len(unknown) * len(procedure.steps) > _MOST_TRIED:
        return []
    near = {name: _near(name, procedure) for name in unknown}
    # To begin with, a way nobody knows leads to the step below, as one that is not written does.
    best: list[Mapping[str, str]] = [{name: near[name] or unknown[name] for name in unknown}]
    for name in sorted(unknown, key=lambda one: near[one] is not None):
        tried = [
            {**each, name: target} for each in best for target in (*procedure.steps, RETURNED_END)
        ]
        best = _fewest(procedure, source, tried)
        best = [each for each in best if each[name] == near[name]] or best
        best = best[:_MOST_KEPT]
    return [build(procedure, each) for each in best]


def said_of_all(readings: Iterable[list[Finding]]) -> list[Finding]:
    """Return what is said under every reading, in the words of the first; figures may differ."""
    first, *others = [*readings] or [[]]
    said = [{_claim(each) for each in found} for found in others]
    return [each for each in first if all(_claim(each) in one for one in said)]


def _claim(found: Finding) -> tuple[object, ...]:
    return found.code, found.place, found.message.text


def _unknown(procedure: Procedure) -> dict[str, str]:
    """Return the names of steps that do not exist, each with the step below the first that names it."""
    below = dict(pairwise((*procedure.steps, RETURNED_END)))
    unknown: dict[str, str] = {}
    for name, step in procedure.steps.items():
        for _, target in targets_of(step, ("steps", name)):
            if target not in procedure.steps:
                unknown.setdefault(target, below[name])
    return unknown


def _near(name: str, procedure: Procedure) -> str | None:
    meant = did_you_mean(name, procedure.steps)
    return None if meant is None else str(meant.params["name"])


def _fewest(
    procedure: Procedure, source: SourceMap, tried: list[dict[str, str]]
) -> list[Mapping[str, str]]:
    counts = [_faults(build(procedure, each), source) for each in tried]
    return [each for each, count in zip(tried, counts, strict=True) if count == min(counts)]


def _faults(net: ProcedureNet, source: SourceMap) -> int:
    """Return how many steps of a net nothing leads to, and how many errors its shape has besides."""
    unreachable = unreachable_nodes(net)
    found = (each for each in find_structure(net, source) if each.severity is Severity.ERROR)
    others = sum(each.code != _UNREACHABLE for each in found)
    unsound = check_soundness(to_workflow_net(net), limit=_MOST_STATES).sound is not True
    return len(unreachable & net.procedure.steps.keys()) + others + unsound
