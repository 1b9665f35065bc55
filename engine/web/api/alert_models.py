"""Alerts as the API tells them."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from engine.core.lifecycle import AlertStatus
from engine.web.api.models import Due, Out


class AlertOut(Out):
    """An alert; its cause in words, who owns it, and who took note of it."""

    dossier: str
    number: int
    rung: str
    text: str
    status: AlertStatus
    procedure: str
    procedure_title: str
    step: str | None
    unit: str
    unit_name: str
    receiver: str
    owner: str
    owner_name: str
    raised_at: datetime
    due: Due
    acknowledged_by: str
    acknowledged_at: datetime | None
    reason: str
    resolved_at: datetime | None
    may_hand_on: bool = Field(
        description="You may put it off, hand it up or to a colleague: you own it, or head or supervise its unit."
    )
    again_at: datetime | None = Field(description="While it is put off: when it is raised again.")


class AlertsOut(Out):
    """A page of alerts, newest first. Pass ``after`` to get the next one; null means there is none."""

    alerts: tuple[AlertOut, ...]
    counts: dict[AlertStatus, int]
    after: str | None
