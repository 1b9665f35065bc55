"""Applies events to the alerts of a dossier."""

from __future__ import annotations

from engine.core.copies import changed
from engine.core.events import (
    AlertAcknowledged,
    AlertEscalated,
    AlertRaised,
    AlertReassigned,
    AlertResolved,
    AlertSnoozed,
    AlertSuperseded,
    AlertWoken,
)
from engine.core.lifecycle import AlertStatus
from engine.core.parts import Applied, having, with_alert
from engine.core.state import Alert, Dossier


def _alert_raised(event: AlertRaised, dossier: Dossier) -> Dossier:
    alert = Alert(
        number=event.number,
        clock=event.clock,
        cycle=event.cycle,
        rung=event.rung,
        status=AlertStatus.RAISED,
        unit=event.unit,
        receiver=event.receiver,
        owner=event.owner,
        raised_at=event.at,
        item=event.item,
    )
    return changed(
        dossier, alerts=having(dossier.alerts, event.number, alert), alerts_made=event.number
    )


def _alert_acknowledged(event: AlertAcknowledged, dossier: Dossier) -> Dossier:
    return with_alert(
        dossier,
        event.number,
        lambda alert: changed(
            alert,
            status=AlertStatus.ACKNOWLEDGED,
            acknowledged_by=event.by,
            acknowledged_at=event.at,
            reason=event.reason,
            again_at=None,
        ),
    )


def _alert_resolved(event: AlertResolved | AlertSuperseded, dossier: Dossier) -> Dossier:
    return with_alert(
        dossier,
        event.number,
        lambda alert: changed(
            alert, status=AlertStatus.RESOLVED, resolved_at=event.at, again_at=None
        ),
    )


def _alert_snoozed(event: AlertSnoozed, dossier: Dossier) -> Dossier:
    return with_alert(
        dossier,
        event.number,
        lambda alert: changed(
            alert, status=AlertStatus.SNOOZED, again_at=event.until, reason=event.reason
        ),
    )


def _alert_woken(event: AlertWoken, dossier: Dossier) -> Dossier:
    return with_alert(dossier, event.number, _raised_again)


def _alert_escalated(event: AlertEscalated, dossier: Dossier) -> Dossier:
    return with_alert(
        dossier,
        event.number,
        lambda alert: changed(
            _raised_again(alert),
            unit=event.unit,
            receiver=event.receiver,
            owner=event.owner,
            reason=event.reason,
        ),
    )


def _alert_reassigned(event: AlertReassigned, dossier: Dossier) -> Dossier:
    return with_alert(
        dossier,
        event.number,
        lambda alert: changed(_raised_again(alert), owner=event.to, reason=event.reason),
    )


def _raised_again(alert: Alert) -> Alert:
    return changed(
        alert, status=AlertStatus.RAISED, again_at=None, acknowledged_by="", acknowledged_at=None
    )


APPLIED: Applied = {
    AlertRaised: _alert_raised,
    AlertAcknowledged: _alert_acknowledged,
    AlertResolved: _alert_resolved,
    AlertSuperseded: _alert_resolved,
    AlertSnoozed: _alert_snoozed,
    AlertWoken: _alert_woken,
    AlertEscalated: _alert_escalated,
    AlertReassigned: _alert_reassigned,
}
