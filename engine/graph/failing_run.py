"""Finishes a failing run that was found in a reduced net, so that it shows its fault in the original."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.graph.petri import WorkflowNet, replay
from engine.graph.state_search import VerdictKind
from engine.graph.token_game import TokenGame, Width

Run = tuple[str, ...]
_PLAYED_ON = 2_000


def finished(net: WorkflowNet, kind: VerdictKind, run: Run) -> tuple[VerdictKind, Run]:
    """Return how a run fails in ``net`` that fails as ``kind`` in a reduction, cut or played on to show it."""
    if kind == "improper_completion":
        return kind, first_improper(net, run)
    if kind == "unbounded":
        return kind, run
    stuck = until_stuck(net, run, at_most=_PLAYED_ON)
    if stuck is None:
        return "livelock", run
    if _is_improper(net, stuck):
        return "improper_completion", first_improper(net, stuck)
    return "deadlock", stuck


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
    makers: dict[str, list[int]] = {net.source: [-1]}
    causes: list[Sequence[int]] = []
    by_name = {t.name: t for t in net.transitions}
    for event, name in enumerate(run):
        transition = by_name[name]
        causes.append([makers[place].pop(0) for place in transition.inputs])
        for place in transition.outputs:
            makers.setdefault(place, []).append(event)
        if net.sink in transition.outputs:
            return _picked(run, causes, event)
    return run


def _picked(run: Run, causes: Sequence[Iterable[int]], last: int) -> Run:
    needed = {last}
    for event in range(last, -1, -1):
        if event in needed:
            needed.update(causes[event])
    return tuple(name for event, name in enumerate(run) if event in needed)
