"""A clock has reached one of its rungs: alerts are raised, or what waits runs out of time."""

from __future__ import annotations

from engine.core import alerts, routing
from engine.core.commands import FireClock
from engine.core.draft import Draft
from engine.core.rungs import EXPIRY


def fire(command: FireClock, draft: Draft) -> None:
    """Fire the rungs that are due by now; nothing where none is any more."""
    clock = draft.dossier.clocks.get(command.clock)
    if clock is None or clock.fires_at is None:
        return
    due = [rung for rung in clock.rungs if rung.at <= draft.context.now]
    warnings = [rung for rung in due if rung.name != EXPIRY]
    # Alerts go before, and by themselves: where running out is refused, they are raised all the same.
    for rung in warnings:
        alerts.fire_rung(draft, clock, rung.name)
    if due and not warnings:
        routing.expire(draft, clock.name)
