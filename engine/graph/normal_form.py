"""Brings a workflow net into the form that reduction and structure theory ask for.

What can never fire is taken out, nothing enters the source or leaves the sink, and no arc is double.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.graph.petri import PetriTransition, WorkflowNet
from engine.graph.stories import Story, the_story_of


@dataclass(frozen=True, slots=True)
class NormalForm:
    """A net in normal form.

    Attributes:
        net: the net.
        stories: what its transitions stand for.
        dead: transitions of the original net that were left out, since some place they need can never be
            marked, even if tokens were never used up.
    """

    net: WorkflowNet
    stories: dict[str, Story]
    dead: tuple[str, ...]


def normal_form(net: WorkflowNet) -> NormalForm | None:
    """Return the normal form of a net; None where a transition takes nothing, or two of one place."""
    if any(len({*t.inputs}) < max(len(t.inputs), 1) for t in net.transitions):
        return None
    net, dead = without_dead(net)
    stories = {t.name: the_story_of(t.name) for t in net.transitions}
    mark = _unused_mark(net)
    spread = [_Spread(mark, t) for t in net.transitions]
    added = [*_ends(mark, net), *(t for s in spread for t in s.gathering())]
    stories |= {t.name: Story() for t in added}
    transitions = (*(s.transition() for s in spread), *added)
    named = {t.name for t in added}
    source = f"{mark}source" if f"{mark}source" in named else net.source
    sink = f"{mark}sink" if f"{mark}sink" in named else net.sink
    places = dict.fromkeys((source, *net.places, sink))
    places |= dict.fromkeys(p for t in transitions for p in t.outputs)
    return NormalForm(WorkflowNet(tuple(places), transitions, source, sink), stories, dead)


def without_dead(net: WorkflowNet) -> tuple[WorkflowNet, tuple[str, ...]]:
    """Return the net without what no run can mark or fire, and the names of those transitions.

    The places taken out are the largest siphon that is empty at the start.
    """
    lacking = {n: len({*t.inputs}) for n, t in enumerate(net.transitions)}
    wanting: dict[str, list[int]] = {}
    for n, t in enumerate(net.transitions):
        for place in {*t.inputs}:
            wanting.setdefault(place, []).append(n)
    marked = {net.source}
    waiting = [net.source]
    while waiting:
        for n in wanting.get(waiting.pop(), ()):
            lacking[n] -= 1
            if not lacking[n]:
                fresh = {*net.transitions[n].outputs} - marked
                marked |= fresh
                waiting.extend(fresh)
    dead = tuple(t.name for n, t in enumerate(net.transitions) if lacking[n])
    places = tuple(p for p in net.places if p in marked or p == net.sink)
    if not dead and len(places) == len(net.places):
        return net, ()
    alive = tuple(t for n, t in enumerate(net.transitions) if not lacking[n])
    return WorkflowNet(places, alive, net.source, net.sink), dead


def _unused_mark(net: WorkflowNet) -> str:
    """Return a beginning that no name in the net has."""
    names = (*net.places, *(t.name for t in net.transitions))
    return "+" * (1 + max(len(name) - len(name.lstrip("+")) for name in names))


def _ends(mark: str, net: WorkflowNet) -> Iterator[PetriTransition]:
    """Make a source that nothing enters and a sink that nothing leaves, where they are missing."""
    if any(net.source in t.outputs for t in net.transitions) or net.source == net.sink:
        yield PetriTransition(f"{mark}source", (f"{mark}source",), (net.source,))
    if any(net.sink in t.inputs for t in net.transitions) or net.source == net.sink:
        yield PetriTransition(f"{mark}sink", (net.sink,), (f"{mark}sink",))


class _Spread:
    """A transition that puts each token into a place of its own, and what gathers them again."""

    def __init__(self, mark: str, transition: PetriTransition) -> None:
        self._transition = transition
        self._landings: list[tuple[str, str]] = []
        for number, place in enumerate(transition.outputs):
            repeated = place in transition.outputs[:number]
            landing = f"{mark}{number}:{transition.name}" if repeated else place
            self._landings.append((landing, place))

    def transition(self) -> PetriTransition:
        made = self._transition
        return PetriTransition(
            made.name, made.inputs, tuple(landing for landing, _ in self._landings)
        )

    def gathering(self) -> Iterator[PetriTransition]:
        for landing, place in self._landings:
            if landing != place:
                yield PetriTransition(landing, (landing,), (place,))
