"""Waits that let clocks stand still: which one a dossier is in, and what runs on when it is over."""

from __future__ import annotations

from engine.core import clocks
from engine.core.draft import Draft
from engine.core.lifecycle import ClockStatus
from engine.graph.net import Node, NodeKind


def standing_wait(draft: Draft) -> Node | None:
    """Return a wait the dossier is in that lets its clocks stand still, if there is one."""
    nodes = (draft.net.node(token.node) for token in draft.dossier.tokens)
    waits = (node for node in nodes if node.kind is NodeKind.WAIT and node.clock_effect != "run")
    return next(waits, None)


def pause_while_waiting(draft: Draft, number: int) -> None:
    """Let a clock that just began stand still where the dossier waits."""
    wait = standing_wait(draft)
    if wait is not None:
        clocks.pause_clock(draft, draft.dossier.clocks[number], wait.wait or "")


def resume_unless_waiting(draft: Draft) -> None:
    """Let the clocks run on that stood still for a wait, unless the dossier is in another one."""
    if standing_wait(draft) is not None:
        return
    for clock in clocks.live_clocks(draft, "dossier", "period"):
        if clock.status is ClockStatus.PAUSED:
            clocks.resume_clock(draft, clock)
