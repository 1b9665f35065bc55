"""What is done about an alert: taken note of, put off, handed up or beside; always with a reason."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import get_args

from engine.core import alerts, authority, guards
from engine.core.alert_events import AlertEscalated, AlertReassigned, AlertSnoozed, AlertWoken
from engine.core.commands import (
    AcknowledgeAlert,
    EscalateAlert,
    ReassignAlert,
    SnoozeAlert,
    WakeAlert,
)
from engine.core.draft import Draft
from engine.core.events import AlertAcknowledged
from engine.core.lifecycle import AlertStatus
from engine.core.state import Alert
from engine.core.texts import MAX_SHORT, require_text
from engine.errors import GuardFailedError, InvalidStatusError, NotAuthorizedError
from engine.messages import message
from engine.specs.alerts import AlertReceiver

_LONGEST = timedelta(days=366)


def acknowledge(command: AcknowledgeAlert, draft: Draft) -> None:
    """Take note of an alert that nobody has taken note of; one that was put off too."""
    guards.require_reason(command.reason)
    alert = guards.require_alert(draft, command.number)
    if alert.status is AlertStatus.ACKNOWLEDGED:
        raise InvalidStatusError(
            message(
                "Expected an alert nobody has taken note of, but {officer} already did",
                officer=alert.acknowledged_by,
            )
        )
    draft.record(
        AlertAcknowledged(
            at=draft.context.now,
            number=alert.number,
            by=draft.context.actor.officer,
            reason=command.reason.strip(),
        )
    )


def snooze(command: SnoozeAlert, draft: Draft) -> None:
    """Put an alert off until its unit opens on a later day; its owner and who answers for the unit may."""
    guards.require_reason(command.reason)
    alert = _require_hand(draft, command.number)
    context = draft.context
    if not context.today < command.until <= context.today + _LONGEST:
        fault = message("Expected a day after today and within a year")
        raise GuardFailedError(fault, {"until": fault})
    calendar = context.calendar_of(alert.unit)
    until = calendar.opening(datetime.combine(command.until, time(), context.zone))
    draft.record(
        AlertSnoozed(
            at=context.now,
            number=alert.number,
            by=context.actor.officer,
            until=until,
            reason=command.reason.strip(),
        )
    )


def wake(command: WakeAlert, draft: Draft) -> None:
    """Raise an alert again that was put off until now; nothing where it was not."""
    alert = draft.dossier.alerts.get(command.number)
    if alert is None or alert.again_at is None or alert.again_at > draft.context.now:
        return
    draft.record(AlertWoken(at=draft.context.now, number=alert.number))


def escalate(command: EscalateAlert, draft: Draft) -> None:
    """Hand an alert to the next above who is somebody else; its owner and who answers for the unit may."""
    guards.require_reason(command.reason)
    alert = _require_hand(draft, command.number)
    receiver, unit, owner = _next_above(draft, alert)
    draft.record(
        AlertEscalated(
            at=draft.context.now,
            number=alert.number,
            by=draft.context.actor.officer,
            reason=command.reason.strip(),
            unit=unit,
            receiver=receiver,
            owner=owner,
        )
    )


def _next_above(draft: Draft, alert: Alert) -> tuple[AlertReceiver, str, str]:
    order: tuple[AlertReceiver, ...] = get_args(AlertReceiver)
    for receiver in order[order.index(alert.receiver) + 1 :]:
        unit = alerts.unit_of(draft, receiver, alert.unit)
        owner = alerts.owner_of(draft, receiver, unit, "")
        if (unit, owner) != (alert.unit, alert.owner):
            return receiver, unit, owner
    raise InvalidStatusError(
        message("Expected an alert with somebody above its owner, but there is nobody")
    )


def reassign(command: ReassignAlert, draft: Draft) -> None:
    """Hand an alert to another officer of its unit; its owner and who answers for the unit may."""
    guards.require_reason(command.reason)
    require_text("to", command.to, MAX_SHORT)
    alert = _require_hand(draft, command.number)
    context = draft.context
    if command.to not in context.directory.staff(alert.unit, context.today):
        fault = message(
            "Expected an officer of {unit}, but found “{found}”", unit=alert.unit, found=command.to
        )
        raise GuardFailedError(fault, {"to": fault})
    if command.to != alert.owner:
        draft.record(
            AlertReassigned(
                at=context.now,
                number=alert.number,
                by=context.actor.officer,
                reason=command.reason.strip(),
                to=command.to,
            )
        )


def _require_hand(draft: Draft, number: int) -> Alert:
    """Return an open alert that the actor may hand on; colleagues of its owner only take note of it."""
    alert, context = guards.require_alert(draft, number), draft.context
    held = (alert.unit, alert.owner)
    if not authority.may_hand_on(context.actor, held, context.directory, context.today):
        raise NotAuthorizedError(
            message("Expected the owner of the alert, or who heads or supervises its unit")
        )
    return alert
