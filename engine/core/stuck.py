"""Clocks that are due but cannot be fired: tell the centre once, and let them be tried again."""

from __future__ import annotations

from engine.core.alerts import STUCK, item_of, raise_alert
from engine.core.commands import ReportStuckClock, RequeueClock
from engine.core.draft import Draft
from engine.core.events import ClockRequeued


def report(command: ReportStuckClock, draft: Draft) -> None:
    """Raise an alert with the centre; nothing where it was raised before, or nothing is due any more."""
    clock = draft.dossier.clocks.get(command.clock)
    if clock is None or clock.fires_at is None:
        return
    open_alerts = draft.dossier.alerts.values()
    if not any((each.clock, each.rung) == (command.clock, STUCK) for each in open_alerts):
        raise_alert(draft, clock, STUCK, "centre", item_of(draft, clock))


def requeue(command: RequeueClock, draft: Draft) -> None:
    """Note who had a clock tried again."""
    actor = draft.context.actor.officer
    draft.record(ClockRequeued(at=draft.context.now, number=command.clock, by=actor))
