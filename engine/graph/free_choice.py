"""Decides soundness of free-choice workflow nets from their structure, in polynomial time.

A net is sound exactly if it is live and bounded once a transition leads from its sink back to its source
(van der Aalst 1997). For free-choice nets that holds exactly if (Desel and Esparza 1995, chapters 4 to 6)

1. every place lies in an S-component, every transition in a T-component,
2. the rank of the incidence matrix is the number of clusters less one,
3. every siphon is marked.

Minimal siphons of a net that passes are S-components, and dually for transitions; so one minimal siphon
for each place either covers it or refutes the net.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from math import gcd

from engine.graph.petri import WorkflowNet

_Row = dict[int, int]
_Arcs = dict[int, tuple[int, ...]]


def is_free_choice(net: WorkflowNet) -> bool:
    """Return whether transitions that share one input share all."""
    wanted: dict[str, frozenset[str]] = {}
    for transition in net.transitions:
        inputs = frozenset(transition.inputs)
        if any(wanted.setdefault(place, inputs) != inputs for place in inputs):
            return False
    return True


def is_sound_free_choice(net: WorkflowNet) -> bool:
    """Return whether a free-choice net is sound.

    Args:
        net: nothing enters its source or leaves its sink, no arc is double, every transition takes
            something, and no siphon but those with the source is there (``without_dead``).
    """
    circle = _Circle(net)
    return (
        circle.is_strongly_connected()
        and _covered(circle.inputs, circle.outputs, circle.feeding, circle.taking)
        and _covered(circle.taking, circle.feeding, circle.outputs, circle.inputs)
        and _rank(circle.incidence()) == len({*circle.inputs.values()}) - 1
    )


class _Circle:
    """The net closed to a circle; places and transitions by number, with their arcs both ways."""

    def __init__(self, net: WorkflowNet) -> None:
        number = {place: n for n, place in enumerate(net.places)}
        arcs = [(t.inputs, t.outputs) for t in net.transitions]
        arcs.append(((net.sink,), (net.source,)))
        self.inputs = {n: tuple(sorted(number[p] for p in a[0])) for n, a in enumerate(arcs)}
        self.outputs = {n: tuple(sorted(number[p] for p in a[1])) for n, a in enumerate(arcs)}
        self.taking = _turned(self.inputs, number.values())
        self.feeding = _turned(self.outputs, number.values())

    def is_strongly_connected(self) -> bool:
        forward = _distances(0, self.taking, self.outputs)
        backward = _distances(0, self.feeding, self.inputs)
        return all(len({*d}) == len(self.taking) for d in (forward, backward)) and all(
            self.outputs.values()
        )

    def incidence(self) -> list[_Row]:
        """Return one row for each transition: what it adds to each place."""
        rows = []
        for number, places in self.outputs.items():
            row = dict.fromkeys(places, 1)
            for place in self.inputs[number]:
                row[place] = row.get(place, 0) - 1
            rows.append({place: change for place, change in row.items() if change})
        return rows


def _turned(arcs: Mapping[int, Sequence[int]], ends: Iterable[int]) -> _Arcs:
    turned: dict[int, list[int]] = {end: [] for end in ends}
    for begin, targets in arcs.items():
        for end in targets:
            turned[end].append(begin)
    return {end: tuple(begins) for end, begins in turned.items()}


def _distances(start: int, leaving: _Arcs, entering: _Arcs) -> dict[int, int]:
    """Return how far each node of the kind of ``start`` is, over nodes of the other kind."""
    found = {start: 0}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        for between in leaving[node]:
            for end in entering[between]:
                if end not in found:
                    found[end] = found[node] + 1
                    waiting.append(end)
    return found


def _covered(inputs: _Arcs, outputs: _Arcs, feeding: _Arcs, taking: _Arcs) -> bool:
    """Return whether minimal siphons that are S-components cover all places.

    For T-components the same is asked with places and transitions, and all arcs, turned round.
    """
    uncovered = dict.fromkeys(feeding)
    while uncovered:
        siphon = _minimal_siphon(next(iter(uncovered)), inputs, outputs, feeding, taking)
        for place in siphon:
            uncovered.pop(place, None)
            if any(len(siphon.intersection(outputs[t])) != 1 for t in taking[place]):
                return False
    return True


def _minimal_siphon(
    place: int, inputs: _Arcs, outputs: _Arcs, feeding: _Arcs, taking: _Arcs
) -> set[int]:
    """Return a minimal siphon with ``place`` in a strongly connected free-choice net.

    Going backward, every transition is entered from the input that lies nearest behind ``place``. All
    transitions of a cluster choose the same one, so a smaller siphon inside would have to choose as
    well, and the choices lead back to ``place`` from everywhere.
    """
    distance = _distances(place, taking, outputs)
    siphon = {place}
    waiting = [place]
    while waiting:
        for transition in feeding[waiting.pop()]:
            nearest = min(inputs[transition], key=lambda p: (distance[p], p))
            if nearest not in siphon:
                siphon.add(nearest)
                waiting.append(nearest)
    return siphon


def _rank(rows: list[_Row]) -> int:
    """Return the rank of a sparse matrix, in exact integers."""
    pivots: dict[int, _Row] = {}
    for row in rows:
        while row:
            column = min(row)
            pivot = pivots.get(column)
            if pivot is None:
                pivots[column] = row
                break
            row = _cancelled(row, pivot, column)
    return len(pivots)


def _cancelled(row: _Row, pivot: _Row, column: int) -> _Row:
    """Return a combination of two rows that is zero in ``column``."""
    a, b = row[column], pivot[column]
    result = {c: b * value for c, value in row.items()} if b != 1 else dict(row)
    for c, value in pivot.items():
        result[c] = result.get(c, 0) - a * value
    common = gcd(*result.values())
    return {c: value // common for c, value in result.items() if value} if common else {}
