"""Waits that let clocks stand still: which one a dossier is in, and what runs on when it is over."""

from __future__ import annotations

from engine.core import clocks
from engine.core.draft import Draft
from engine.core.lifecycle import ClockStatus
from engine.core.state import RunningClock
from engine.graph.net import Node, NodeKind

LINKED = "linked"
"""The reason of a clock that stands still while a linked dossier is awaited."""


def waits_for(wait: Node) -> str:
    """Return the reason a clock stands still while the dossier is in a wait."""
    return LINKED if wait.starts is not None else wait.wait or ""


def concerns(draft: Draft, clock: RunningClock, wait: Node) -> bool:
    """Tell whether a wait makes a clock stand still; an appointment only by the waits within it."""
    parted = clock.kind == "dossier" and bool(draft.net.procedure.appointments)
    return not parted or clock.name == wait.appointment


def standing_wait(draft: Draft, clock: RunningClock) -> Node | None:
    """Return a wait the dossier is in that lets a clock stand still, if there is one."""
    nodes = (draft.net.node(token.node) for token in draft.dossier.tokens)
    waits = (node for node in nodes if node.kind is NodeKind.WAIT and node.clock_effect != "run")
    return next((wait for wait in waits if concerns(draft, clock, wait)), None)


def pause_while_waiting(draft: Draft, number: int) -> None:
    """Let a clock that just began stand still where the dossier waits."""
    clock = draft.dossier.clocks[number]
    wait = standing_wait(draft, clock)
    if wait is not None:
        clocks.pause_clock(draft, clock, waits_for(wait))


def resume_unless_waiting(draft: Draft) -> None:
    """Let the clocks run on that stood still for a wait, unless the dossier is in another one."""
    for clock in clocks.live_clocks(draft, "dossier", "period"):
        if clock.status is ClockStatus.PAUSED and standing_wait(draft, clock) is None:
            clocks.resume_clock(draft, clock)
