"""Takes alternatives out of an unsound free-choice net as long as it stays unsound.

What is left is as a rule small and nearly without choices, so that a failing run is found at once. It is a
run of the whole net, and fails there too:

* Every choice keeps an alternative, or its inputs never meet in the part; so nothing is stuck that could
  move in the whole net.
* From where a path led to a place that nobody empties (the sink among them), one still does. A run that
  always chooses the way to such a place ends there, or piles up tokens, so it does not go round for ever
  only because its way out was taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.graph.free_choice import is_sound_free_choice
from engine.graph.normal_form import without_dead
from engine.graph.petri import WorkflowNet
from engine.graph.reduction import Reduced, reduce_net
from engine.graph.stories import Story


def failing_core(reduced: Reduced) -> Reduced:
    """Return a part of an unsound free-choice net that is unsound, too.

    Dead transitions do not count as a failure here; the part has none. Where transitions swallow tokens
    and bring none, paths do not tell where a run can end, and the net is returned as it is.
    """
    tried: set[frozenset[str]] = set()
    if not all(t.outputs for t in reduced.net.transitions):
        return reduced
    while True:
        part = next(_unsound_parts(reduced, tried), None)
        if part is None:
            return reduced
        reduced = part


def _unsound_parts(reduced: Reduced, tried: set[frozenset[str]]) -> Iterator[Reduced]:
    """Iterate over parts with one choice less that are still unsound; skip choices tried in vain."""
    choices: dict[frozenset[str], list[str]] = {}
    for transition in reduced.net.transitions:
        choices.setdefault(frozenset(transition.inputs), []).append(transition.name)
    for inputs, names in choices.items():
        if len(names) == 1 or inputs in tried:
            continue
        for left_out in _leaving_out(names):
            part = _without(reduced, left_out)
            if part is not None and not is_sound_free_choice(part.net):
                yield part
        tried.add(inputs)


def _leaving_out(names: list[str]) -> Iterator[set[str]]:
    """Iterate over what to leave out of a choice: all but one alternative, else a single one."""
    for kept in names:
        yield {*names} - {kept}
    if len(names) > 2:
        for left_out in names:
            yield {left_out}


def _without(reduced: Reduced, left_out: set[str]) -> Reduced | None:
    """Return the part without some transitions, or None if that takes a way out."""
    net = reduced.net
    transitions = tuple(t for t in net.transitions if t.name not in left_out)
    thinned, _ = without_dead(WorkflowNet(net.places, transitions, net.source, net.sink))
    if not _with_a_way_out(thinned) >= _with_a_way_out(net).intersection(thinned.places):
        return None
    stories: dict[str, Story] = {t.name: reduced.stories[t.name] for t in thinned.transitions}
    return reduce_net(thinned, stories)


def places_leading_to(net: WorkflowNet, targets: Iterable[str]) -> set[str]:
    """Return the places from which a path leads to one of ``targets``."""
    feeding: dict[str, list[tuple[str, ...]]] = {}
    for transition in net.transitions:
        for place in transition.outputs:
            feeding.setdefault(place, []).append(transition.inputs)
    found = {*targets}
    waiting = list(found)
    while waiting:
        for inputs in feeding.get(waiting.pop(), ()):
            waiting.extend({*inputs} - found)
            found.update(inputs)
    return found


def _with_a_way_out(net: WorkflowNet) -> set[str]:
    emptied = {place for transition in net.transitions for place in transition.inputs}
    return places_leading_to(net, {*net.places} - emptied)
