"""Whether a workflow net is sound: every run can still finish, finishes cleanly, nothing is dead.

A net that collapses to one place is sound, and nearly all sound nets do. The others are searched state by
state while they are small. Larger ones are reduced first; what remains is searched, decided by its structure
where it is free-choice, and thinned out until a failing run shows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.graph.collapse import collapses
from engine.graph.failing_core import failing_core, places_leading_to
from engine.graph.failing_run import finished
from engine.graph.free_choice import is_free_choice, is_sound_free_choice
from engine.graph.net import ProcedureNet
from engine.graph.normal_form import normal_form
from engine.graph.petri import WorkflowNet, to_workflow_net
from engine.graph.reduction import Reduced, reduce_net
from engine.graph.state_search import Budget, Found, Guide, VerdictKind, search

__all__ = ["Verdict", "VerdictKind", "check_soundness"]

_AT_ONCE = 300
"""How many steps are tried first; reducing takes longer where they suffice."""
_REDUCED = Budget(states=10_000, steps=30_000)
_SHORTEST = Budget(states=10_000, steps=15_000)
"""What may be spent on the shortest failing run once some run is known."""
_LONG_SEARCHED = 100
"""Nets with more transitions are not searched again for a shortest run: hardly ever is one found."""
_CORE = Budget(states=100_000, steps=200_000)
_STEPS_OF_A_STATE = 20


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check found.

    Attributes:
        sound: None where it could not be decided within the limit of states; that never happens to
            free-choice nets. (Should the search for a failing run be given up in one that its structure
            shows to be unsound, this is False and the kind ``undecided``.)
        kind: ``deadlock``: nothing can happen any more; ``livelock``: something always happens, but the
            end is out of reach; ``improper_completion``: the end is reached with tokens left behind;
            ``unbounded``: tokens pile up; ``dead_transition``: some transitions can never fire.
        run: a run, as names of transitions, into the failing state; for ``unbounded`` into a state that
            outgrows an earlier one. ``replay`` executes it.
        dead: for ``dead_transition``, the transitions that no run fires.
        states: how many states were visited, in the net or in reductions of it.
        shortest: whether no failing run is shorter.
    """

    sound: bool | None
    kind: VerdictKind
    run: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()
    states: int = 0
    shortest: bool = False


def check_soundness(net: WorkflowNet | ProcedureNet, *, limit: int = 50_000) -> Verdict:
    """Return whether a net, or that of a procedure, is sound; ``replay`` plays the runs of the verdict.

    Args:
        net: any workflow net, or a procedure, of which the net of ``to_workflow_net`` is examined.
        limit: how many states at most to visit where only a search can tell. Whether a free-choice net
            is sound is always said, whatever the limit.
    """
    if isinstance(net, ProcedureNet):
        net = to_workflow_net(net)
    if collapses(net):
        return Verdict(True, "sound")
    found = search(net, Budget(limit, _AT_ONCE))
    if found.kind != "undecided":
        return _searched(net, found)
    verdict = check_by_reduction(net, limit=limit)
    if verdict.run and len(net.transitions) <= _LONG_SEARCHED:
        nearest = search(net, _SHORTEST)
        if nearest.kind != "undecided":
            return _searched(net, nearest)
    return verdict


def check_by_reduction(
    net: WorkflowNet, *, limit: int = 50_000, at_first: Budget = _REDUCED
) -> Verdict:
    """Return what ``check_soundness`` says, without searching the net as it is.

    Args:
        net: the net.
        limit: as there.
        at_first: how long to search the reduced net before its structure is asked.
    """
    normal = normal_form(net)
    if normal is None:
        return _searched(net, search(net, _up_to(limit)))
    if normal.dead and collapses(normal.net):
        return Verdict(False, "dead_transition", dead=normal.dead)
    reduced, found = _decided(reduce_net(normal.net, normal.stories), limit, at_first)
    if found.kind == "undecided":
        unsound = is_free_choice(reduced.net)
        return Verdict(False if unsound else None, "undecided", states=found.states)
    if found.kind in ("sound", "dead_transition"):
        return _fine(net, reduced, found)
    return _failed(net, reduced, found)


def _decided(reduced: Reduced, limit: int, at_first: Budget) -> tuple[Reduced, Found]:
    """Return what a search finds in a net, or in the part of it where the search ends."""
    net = reduced.net
    guide = Guide(reduced.costs())
    found = search(net, _within(at_first, limit), guide)
    if found.kind != "undecided":
        return reduced, found
    if not is_free_choice(net):
        return reduced, search(net, _up_to(limit), guide)
    if is_sound_free_choice(net):
        return reduced, replace(found, kind="sound", fired=frozenset(reduced.stories))
    core = failing_core(reduced)
    lost = _lost(net).intersection(core.net.places)
    guide = Guide(core.costs(), lost, deepest_first=True)
    return core, search(core.net, _CORE, guide)


def _lost(net: WorkflowNet) -> frozenset[str]:
    """Return the places from which a token can neither get to the sink nor be swallowed."""
    swallowed = {p for t in net.transitions if not t.outputs for p in t.inputs}
    return frozenset(net.places) - places_leading_to(net, {net.sink} | swallowed)


def _fine(net: WorkflowNet, reduced: Reduced, found: Found) -> Verdict:
    """Judge a net in which every run can finish."""
    alive = {name for fired in found.fired for name in reduced.stories[fired].alive()}
    dead = tuple(t.name for t in net.transitions if t.name not in alive)
    kind: VerdictKind = "dead_transition" if dead else "sound"
    return Verdict(not dead, kind, dead=dead, states=found.states)


def _failed(net: WorkflowNet, reduced: Reduced, found: Found) -> Verdict:
    """Judge a net of which a reduction fails."""
    kind, run = finished(net, found.kind, reduced.expand(found.run))
    return Verdict(False, kind, run, states=found.states)


def _searched(net: WorkflowNet, found: Found) -> Verdict:
    """Judge a net that was searched as it is."""
    if found.kind == "undecided":
        return Verdict(None, "undecided", states=found.states)
    if found.kind == "sound":
        return Verdict(True, "sound", states=found.states)
    dead: tuple[str, ...] = ()
    if found.kind == "dead_transition":
        dead = tuple(t.name for t in net.transitions if t.name not in found.fired)
    return Verdict(False, found.kind, found.run, dead, found.states, shortest=not dead)


def _up_to(limit: int) -> Budget:
    return Budget(limit, _STEPS_OF_A_STATE * limit)


def _within(budget: Budget, limit: int) -> Budget:
    return Budget(min(budget.states, limit), budget.steps)
