"""Raises alerts from the rungs of a clock, and finds their owners by relation."""

from __future__ import annotations

from collections.abc import Callable

from engine.core.draft import Draft
from engine.core.events import AlertRaised, AlertResolved, AlertSuperseded, RungFired
from engine.core.lifecycle import AlertStatus
from engine.core.state import Alert, RunningClock, WorkItem
from engine.specs.alerts import AlertReceiver
from engine.specs.directory import CENTRE_ROLE

AUTOMATIC_FAILED = "automatic_failed"
"""The alert of an automatic step that failed for good; it belongs to no clock."""

STUCK = "+stuck"
"""The alert of a clock that is due but cannot be fired; no author can name a rung so."""


def fire_rung(draft: Draft, clock: RunningClock, name: str) -> None:
    """Mark a rung as fired and raise its alert."""
    draft.record(RungFired(at=draft.context.now, clock=clock.number, rung=name))
    rung = next((rung for rung in draft.net.ladder(clock.kind) if rung.name == name), None)
    if rung is not None:
        raise_alert(draft, clock, name, rung.to, item_of(draft, clock))
        _supersede(draft, clock)


def raise_failure(draft: Draft, item: WorkItem) -> None:
    """Tell the centre that an automatic step failed; a new alert stands for one of an earlier failure."""
    raise_alert(draft, None, AUTOMATIC_FAILED, "centre", item)
    newest = draft.dossier.alerts_made
    for alert in tuple(draft.dossier.alerts.values()):
        same = not alert.clock and alert.item == item.number
        if same and alert.status is not AlertStatus.RESOLVED and alert.number != newest:
            draft.record(AlertSuperseded(at=draft.context.now, number=alert.number, later=newest))


def _supersede(draft: Draft, clock: RunningClock) -> None:
    """Let the alert that was just raised stand for the open ones of earlier rungs of the clock."""
    newest = draft.dossier.alerts_made
    for alert in tuple(draft.dossier.alerts.values()):
        of_clock = (alert.clock, alert.cycle) == (clock.number, clock.cycle)
        if alert.rung == STUCK:
            # It tells of another trouble, which lateness does not stand for.
            continue
        if of_clock and alert.status is not AlertStatus.RESOLVED and alert.number != newest:
            draft.record(AlertSuperseded(at=draft.context.now, number=alert.number, later=newest))


def raise_alert(
    draft: Draft,
    clock: RunningClock | None,
    rung: str,
    receiver: AlertReceiver,
    item: WorkItem | None,
) -> None:
    """Give an alert to whoever stands in the relation ``receiver`` to the item, or to the desk."""
    in_charge = item.unit if item is not None and item.unit else draft.dossier.desk
    unit = unit_of(draft, receiver, in_charge)
    draft.record(
        AlertRaised(
            at=draft.context.now,
            number=draft.dossier.alerts_made + 1,
            clock=clock.number if clock else 0,
            cycle=clock.cycle if clock else 0,
            rung=rung,
            unit=unit,
            receiver=receiver,
            owner=owner_of(draft, receiver, unit, item.holder if item else ""),
            item=item.number if item else 0,
        )
    )


def resolve_alerts(draft: Draft, cause_is_gone: Callable[[Alert], bool]) -> None:
    """Resolve the open alerts whose cause is gone."""
    if not draft.dossier.alerts:
        return
    for alert in tuple(draft.dossier.alerts.values()):
        if alert.status is not AlertStatus.RESOLVED and cause_is_gone(alert):
            draft.record(AlertResolved(at=draft.context.now, number=alert.number))


def unit_of(draft: Draft, receiver: AlertReceiver, in_charge: str) -> str:
    """Return the unit that answers for an alert; where there is no centre, the desk stands for it."""
    dossier, directory, today = draft.dossier, draft.context.directory, draft.context.today
    if receiver == "centre":
        centre = directory.find_responsible(
            CENTRE_ROLE, procedure=draft.net.procedure, territory=dossier.territory, on=today
        )
        return centre or dossier.desk
    return in_charge


def owner_of(draft: Draft, receiver: AlertReceiver, unit: str, holder: str) -> str:
    """Return who owns an alert: the holder of the item it is about, a head or a supervisor; "" for nobody."""
    directory, today = draft.context.directory, draft.context.today
    if receiver == "assignee":
        return holder
    if receiver == "head":
        return next(iter(directory.head_of(unit, today)), "")
    return next(iter(directory.supervisors_of(unit, today)), "")


def item_of(draft: Draft, clock: RunningClock) -> WorkItem | None:
    """Return the item a clock is about: one that hangs on it, else where the dossier is now."""
    items = [item for item in draft.open_items() if item.handles]
    hanging = [item for item in items if item.clock == clock.number]
    return next(iter(hanging or items), None)
