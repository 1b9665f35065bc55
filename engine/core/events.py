"""What happened to a dossier: the entries of its journal. Past tense, immutable, complete.

An event carries everything ``evolve`` needs, so that a journal can be replayed without specs, calendars
or organisation. Stored names and fields never change meaning; new ones get defaults.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from pydantic import TypeAdapter

from engine.core.alert_events import AlertAcknowledged as AlertAcknowledged
from engine.core.alert_events import AlertEscalated as AlertEscalated
from engine.core.alert_events import AlertRaised as AlertRaised
from engine.core.alert_events import AlertReassigned as AlertReassigned
from engine.core.alert_events import AlertResolved as AlertResolved
from engine.core.alert_events import AlertSnoozed as AlertSnoozed
from engine.core.alert_events import AlertSuperseded as AlertSuperseded
from engine.core.alert_events import AlertWoken as AlertWoken
from engine.core.calendar_events import ClockRecounted as ClockRecounted
from engine.core.clock_events import ClockPaused as ClockPaused
from engine.core.clock_events import ClockRequeued as ClockRequeued
from engine.core.clock_events import ClockRestarted as ClockRestarted
from engine.core.clock_events import ClockResumed as ClockResumed
from engine.core.clock_events import ClockStarted as ClockStarted
from engine.core.clock_events import ClockStopped as ClockStopped
from engine.core.clock_events import RungFired as RungFired
from engine.core.erasure_events import PersonalDataErased as PersonalDataErased
from engine.core.event import Event as Event
from engine.core.hand_events import WorkItemAssigned as WorkItemAssigned
from engine.core.item_events import AutomaticStepFailed as AutomaticStepFailed
from engine.core.item_events import LinkedDossierStarted as LinkedDossierStarted
from engine.core.item_events import OpinionGiven as OpinionGiven
from engine.core.item_events import WorkItemCancelled as WorkItemCancelled
from engine.core.item_events import WorkItemClaimed as WorkItemClaimed
from engine.core.item_events import WorkItemCompleted as WorkItemCompleted
from engine.core.item_events import WorkItemExpired as WorkItemExpired
from engine.core.item_events import WorkItemOffered as WorkItemOffered
from engine.core.item_events import WorkItemReleased as WorkItemReleased
from engine.core.lifecycle import DossierStatus
from engine.core.promise_events import ApologyRecorded as ApologyRecorded
from engine.core.promise_events import ClockExtended as ClockExtended
from engine.core.reception_events import ApplicantCorrected as ApplicantCorrected
from engine.core.reception_events import DossierReceived as DossierReceived
from engine.core.reception_events import PapersRecorded as PapersRecorded
from engine.core.token_events import ChoiceTaken as ChoiceTaken
from engine.core.token_events import JoinReached as JoinReached
from engine.core.token_events import RoutePassedOver as RoutePassedOver
from engine.core.token_events import RoutesCancelled as RoutesCancelled
from engine.core.token_events import RoutesJoined as RoutesJoined
from engine.core.token_events import RoutesSplit as RoutesSplit
from engine.core.token_events import StepEntered as StepEntered
from engine.core.token_events import StepLeft as StepLeft
from engine.core.undo_events import CompletionUndone as CompletionUndone


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRequeued(Event):
    """An outside effect that was given up is to be tried again; ``number`` is that of the outbox."""

    number: int
    effect: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(Event):
    """The dossier's status in the national list changed."""

    status: DossierStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierEnded(Event):
    """The dossier is closed.

    Attributes:
        kept_until: the last date on which all its personal data is kept, None where none is to be erased.
    """

    end: str
    status: DossierStatus
    reason: str = ""
    kept_until: date | None = None


EVENTS: dict[str, type[Event]] = {
    cls.__name__: cls
    for cls in (
        DossierReceived,
        PapersRecorded,
        ApplicantCorrected,
        StepEntered,
        StepLeft,
        ChoiceTaken,
        RoutesSplit,
        JoinReached,
        RoutePassedOver,
        RoutesCancelled,
        RoutesJoined,
        WorkItemOffered,
        WorkItemClaimed,
        WorkItemReleased,
        WorkItemAssigned,
        CompletionUndone,
        WorkItemCompleted,
        OpinionGiven,
        WorkItemExpired,
        WorkItemCancelled,
        AutomaticStepFailed,
        LinkedDossierStarted,
        ClockStarted,
        ClockPaused,
        ClockResumed,
        ClockRestarted,
        ClockStopped,
        ApologyRecorded,
        ClockExtended,
        ClockRecounted,
        RungFired,
        AlertRaised,
        AlertAcknowledged,
        AlertResolved,
        AlertEscalated,
        AlertReassigned,
        AlertSnoozed,
        AlertSuperseded,
        AlertWoken,
        EffectRequeued,
        ClockRequeued,
        StatusChanged,
        DossierEnded,
        PersonalDataErased,
    )
}


@cache
def _adapter(name: str) -> TypeAdapter[Event]:
    return TypeAdapter(EVENTS[name])


@cache
def _written_by(name: str) -> Callable[[Event], bytes]:
    # What the adapter's own function does, without its options.
    return _adapter(name).serializer.to_json


def dump(event: Event) -> bytes:
    """Return an event as canonical JSON: the form that is stored and hashed."""
    return _written_by(type(event).__name__)(event)


def parse(name: str, payload: str | bytes) -> Event:
    """Return the event a stored JSON text stands for.

    Raises:
        KeyError: no event has this name.
    """
    return _adapter(name).validate_json(payload)
