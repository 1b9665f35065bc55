"""What happened to an alert, from being raised until its cause is gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.core.event import Event
from engine.specs.alerts import AlertReceiver


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRaised(Event):
    """An alert was given to its owner."""

    number: int
    clock: int
    cycle: int
    rung: str
    unit: str
    receiver: AlertReceiver
    owner: str
    item: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertAcknowledged(Event):
    """Somebody took note of an alert and said what will be done."""

    number: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSnoozed(Event):
    """Somebody put an alert off until an instant."""

    number: int
    by: str
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertWoken(Event):
    """An alert that was put off is raised again."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertEscalated(Event):
    """An alert went to who comes next, who has to take note of it."""

    number: int
    by: str
    reason: str
    unit: str
    receiver: AlertReceiver
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertReassigned(Event):
    """An alert went to another officer of its unit, who has to take note of it."""

    number: int
    by: str
    reason: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSuperseded(Event):
    """A later rung of the same clock was reached; the alert ``later`` stands for this one too."""

    number: int
    later: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertResolved(Event):
    """The cause of an alert is gone."""

    number: int
