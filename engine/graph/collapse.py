"""Proves most sound workflow nets sound in nearly linear time: they shrink to a single place.

Every rule takes a place or a transition away and keeps soundness both ways, so a net that collapses is
sound. A net that does not may be sound all the same. The rules, after Berthelot (1986), Murata (1989) and
Desel and Esparza (1995); the reasons are those given in ``engine.graph.reduction``:

* A place whose only consumer needs nothing else is passed through (post-agglomeration). Straight lines are
  contracted all at once before anything is built.
* Of two places that the same transitions fill and empty, one goes.
* Of two transitions with the same inputs and outputs, one goes; so does one that changes nothing.

What no run can mark is an unmarked siphon. It stays one under these rules until its last place is to be
passed through, and that place has no producer then: no net with a dead transition collapses.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain

from engine.graph.petri import WorkflowNet

_Places = frozenset[str]
_Arcs = tuple[Sequence[str], Sequence[str]]


def collapses(net: WorkflowNet) -> bool:
    """Return whether the rules reduce the net to one place; such a net is sound."""
    arcs = [(t.inputs, t.outputs) for t in net.transitions]
    wanted = Counter(chain.from_iterable([inputs for inputs, _ in arcs]))
    filled = set(chain.from_iterable([outputs for _, outputs in arcs]))
    if net.sink in wanted or not wanted.keys() - filled <= {net.source}:
        return False
    passing, rest = _straight(arcs, wanted)
    if passing is None:
        return False
    shrinking = _Shrinking(_end_of(net.source, passing), net.sink)
    return shrinking.takes(rest, passing) and shrinking.to_one_place()


def _straight(
    arcs: Sequence[_Arcs], wanted: Mapping[str, int]
) -> tuple[dict[str, str] | None, list[_Arcs]]:
    """Return where each place leads whose only way out is straight, and the other transitions.

    None in place of the first where such places lead round in a circle.
    """
    passing: dict[str, str] = {}
    rest: list[_Arcs] = []
    for arc in arcs:
        inputs, outputs = arc
        if len(inputs) == 1 == len(outputs) and wanted[inputs[0]] == 1:
            end = outputs[0]
            while end in passing:
                end = passing[end]
            if end == inputs[0]:
                return None, rest
            passing[inputs[0]] = end
        else:
            rest.append(arc)
    return passing, rest


def _end_of(place: str, passing: dict[str, str]) -> str:
    """Return where the straight line from a place ends; remember it for the next time."""
    end = passing.get(place)
    if end is None:
        return place
    while end in passing:
        end = passing[end]
    passing[place] = end
    return end


class _Shrinking:
    """The transitions that are left, by number, and their numbers by place."""

    def __init__(self, source: str, sink: str) -> None:
        self._source, self._sink = source, sink
        self._inputs: dict[int, _Places] = {}
        self._outputs: dict[int, _Places] = {}
        self._feeding: defaultdict[str, set[int]] = defaultdict(set)
        self._taking: defaultdict[str, set[int]] = defaultdict(set)
        self._due: dict[str, None] = {}

    def takes(self, arcs: Sequence[_Arcs], passing: dict[str, str]) -> bool:
        """Add transitions as they are once straight lines are contracted.

        Return False where an arc is double, or a transition takes or leaves nothing.
        """
        feeding, taking = self._feeding, self._taking
        for number, (taken, filled) in enumerate(arcs):
            inputs = frozenset(taken)
            outputs = frozenset([_end_of(place, passing) for place in filled])
            if not 0 < len(taken) == len(inputs) or not 0 < len(filled) == len(outputs):
                return False
            self._inputs[number], self._outputs[number] = inputs, outputs
            for place in inputs:
                taking[place].add(number)
            for place in outputs:
                feeding[place].add(number)
        self._due = dict.fromkeys(taking)
        return True

    def to_one_place(self) -> bool:
        """Apply the rules until none applies; return whether one place is left."""
        while self._due:
            place, _ = self._due.popitem()
            takers = self._taking.get(place)
            if takers and not self._improves(place, takers):
                return False
        # What no run marks may have lost its transitions, but its places are still there.
        return self._source == self._sink and {*self._taking, *self._feeding} <= {self._sink}

    def _improves(self, place: str, takers: set[int]) -> bool:
        """Apply the rules to a place; return False where they can lead to no single place any more."""
        if len(takers) > 1:
            self._drop_needless(place, takers)
        taker = next(iter(takers), None)
        if taker is None:
            return False
        if len(self._inputs[taker]) > 1:
            self._drop_twins_of(place, taker)
        if len(takers) > 1 or len(self._inputs[taker]) > 1:
            return True
        return self._pass_through(place, taker)

    def _drop_needless(self, place: str, takers: set[int]) -> None:
        """Drop consumers of a place that do what another does, or nothing."""
        inputs, outputs = self._inputs, self._outputs
        kept = {(inputs[n], outputs[n]): n for n in takers}
        alone = frozenset((place,))
        kept.pop((alone, alone), None)
        if len(kept) < len(takers):
            for number in takers.difference(kept.values()):
                self._drop(number)

    def _drop(self, number: int) -> None:
        for place in self._outputs.pop(number):
            self._feeding[place].discard(number)
        for place in self._inputs.pop(number):
            self._taking[place].discard(number)
            self._due[place] = None

    def _drop_twins_of(self, place: str, taker: int) -> None:
        """Drop the places that are filled and emptied together with ``place``."""
        feeding, taking = self._feeding[place], self._taking[place]
        if not feeding or place == self._source:
            return
        beside = self._inputs[taker] & self._outputs[next(iter(feeding))]
        if len(beside) == 1:
            return
        twins = [p for p in beside if self._feeding[p] == feeding and self._taking[p] == taking]
        gone = frozenset(twins) - {place, self._source}
        for number in taking if gone else ():
            self._inputs[number] -= gone
        for number in feeding if gone else ():
            self._outputs[number] -= gone
            self._look_before(number)
        for twin in gone:
            del self._feeding[twin], self._taking[twin]

    def _pass_through(self, place: str, taker: int) -> bool:
        """Let every producer of ``place`` fill what its only consumer fills.

        Return False where nothing fills the place, or a token would be doubled.
        """
        producers, beyond = self._feeding[place], self._outputs[taker]
        if place == self._source:
            if len(beyond) > 1:
                return True
            (self._source,) = beyond
        elif not producers:
            return False
        if place in beyond:
            return False
        del self._feeding[place], self._taking[place], self._inputs[taker], self._outputs[taker]
        for end in beyond:
            feeding = self._feeding[end]
            feeding.discard(taker)
            if not feeding.isdisjoint(producers):
                return False
            feeding |= producers
            self._due[end] = None
        for number in producers:
            self._lead_on(number, place, beyond)
        return True

    def _lead_on(self, number: int, place: str, beyond: _Places) -> None:
        """Let a transition fill ``beyond`` in place of ``place``."""
        outputs = self._outputs[number]
        self._outputs[number] = beyond if len(outputs) == 1 else (outputs - {place}) | beyond
        self._look_before(number)

    def _look_before(self, number: int) -> None:
        """Note that the outputs of a transition are new, so that it may have become a twin."""
        for place in self._inputs[number]:
            if len(self._taking[place]) > 1 or place == self._source:
                self._due[place] = None
