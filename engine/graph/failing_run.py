"""Finishes a failing run that was found in a reduced net, so that it shows its fault in the original."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from engine.graph.petri import WorkflowNet, replay
from engine.graph.state_search import VerdictKind
from engine.graph.token_game import TokenGame, Width

Run = tuple[str, ...]
_PLAYED_ON = 2_000
_AT_THE_START = -1
"""In place of an event: who made the first token."""


def finished(net: WorkflowNet, kind: VerdictKind, run: Run) -> tuple[VerdictKind, Run]:
    """Return how a run fails in ``net`` that fails as ``kind`` in a reduction, cut or played on to show it."""
    if kind == "improper_completion":
        return kind, first_improper(net, run)
    if kind == "unbounded":
        return kind, what_outgrows(net, run)
    circling = into_a_circle(net, run)
    if circling is not None:
        return "livelock", circling
    stuck = until_stuck(net, run, at_most=_PLAYED_ON)
    if stuck is None:
        return "livelock", run
    if _is_improper(net, stuck):
        return "improper_completion", first_improper(net, stuck)
    return "deadlock", stuck


def what_outgrows(net: WorkflowNet, run: Run) -> Run:
    """Return a run into a state that outgrows an earlier one, without what did not help to repeat that."""
    game = TokenGame(net, Width.WIDE)
    number = {t.name: n for n, t in enumerate(net.transitions)}
    states = [game.initial]
    for name in run:
        states.append(game.fire(states[-1], number[name]))
    earlier = (n for n in range(len(run) - 1, -1, -1) if game.covers(states[-1], states[n]))
    return History(net, run).leading_to(range(next(earlier, 0), len(run)))


def into_a_circle(net: WorkflowNet, run: Run) -> Run | None:
    """Return what leads to the first token of a run that goes round for ever, if there is one."""
    circling = places_without_rest(net)
    if net.source in circling:
        return ()
    leading = {t.name for t in net.transitions if not circling.isdisjoint(t.outputs)}
    first = next((event for event, name in enumerate(run) if name in leading), None)
    return None if first is None else History(net, run).leading_to([first])


def places_without_rest(net: WorkflowNet) -> set[str]:
    """Return places in which a token can always move on alone, and only to one of them; never the sink."""
    found = {place for t in net.transitions for place in t.inputs} - {net.sink}
    for transition in net.transitions:
        if len(transition.inputs) > 1 or not transition.outputs:
            found.difference_update(transition.inputs)
    filling: dict[str, list[int]] = {}
    within = [len(t.outputs) for t in net.transitions]
    for number, transition in enumerate(net.transitions):
        for place in transition.outputs:
            filling.setdefault(place, []).append(number)
    outside = [place for place in net.places if place not in found]
    while outside:
        for number in filling.get(outside.pop(), ()):
            within[number] -= 1
            if not within[number]:
                outside += found.intersection(net.transitions[number].inputs)
                found.difference_update(net.transitions[number].inputs)
    return found


def until_stuck(net: WorkflowNet, run: Run, *, at_most: int) -> Run | None:
    """Return the run played on until nothing can happen; None if that takes too many steps.

    Reduced nets delay what can wait, so at their deadlocks a few transitions may be left to fire. What
    fired least goes first, so that circles are left where they can be.
    """
    game = TokenGame(net, Width.WIDE)
    number = {t.name: n for n, t in enumerate(net.transitions)}
    times = [0] * len(net.transitions)
    state, enabled = game.initial, game.enabled()
    ahead = [number[name] for name in reversed(run)]
    played: list[str] = []
    while ahead or enabled:
        if len(played) >= len(run) + at_most:
            return None
        fired = ahead.pop() if ahead else min(enabled, key=times.__getitem__)
        times[fired] += 1
        played.append(net.transitions[fired].name)
        state = game.fire(state, fired)
        enabled = game.enabled_after(enabled, fired, state)
    return tuple(played)


def first_improper(net: WorkflowNet, run: Run) -> Run:
    """Return the shortest beginning of a run after which the end is marked beside something else.

    What did not help to mark the end is left out, unless nothing else would be left behind.
    """
    needed = _causes_of_the_end(net, run)
    if _is_improper(net, needed):
        return needed
    lengths = range(1, len(run) + 1)
    return next((run[:n] for n in lengths if _is_improper(net, run[:n])), run)


def _is_improper(net: WorkflowNet, run: Run) -> bool:
    tokens = replay(net, run)
    return tokens[net.sink] > 0 and tokens.total() > 1


def _causes_of_the_end(net: WorkflowNet, run: Run) -> Run:
    """Return the part of a run without which its first token in the sink would not have come."""
    ending = {t.name for t in net.transitions if net.sink in t.outputs}
    first = next((event for event, name in enumerate(run) if name in ending), None)
    return run if first is None else History(net, run).leading_to([first])


class History:
    """Which events of a run took the tokens of which others; tokens are taken in the order they came."""

    def __init__(self, net: WorkflowNet, run: Run) -> None:
        self._run = run
        self._causes: list[list[int]] = []
        by_name = {t.name: t for t in net.transitions}
        makers: dict[str, deque[int]] = {net.source: deque([_AT_THE_START])}
        for event, name in enumerate(run):
            transition = by_name[name]
            self._causes.append([makers[place].popleft() for place in transition.inputs])
            for place in transition.outputs:
                makers.setdefault(place, deque()).append(event)

    def leading_to(self, events: Iterable[int]) -> Run:
        """Return the run of these events and all that they need."""
        needed = {*events}
        for event in range(max(needed), -1, -1):
            if event in needed:
                needed.update(self._causes[event])
        return tuple(name for event, name in enumerate(self._run) if event in needed)
