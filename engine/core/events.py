"""What happened to a dossier: the entries of its journal. Past tense, immutable, complete.

An event carries everything ``evolve`` needs, so that a journal can be replayed without specs, calendars
or organisation. Stored names and fields never change meaning; new ones get defaults.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

from engine.core.alert_events import AlertEscalated as AlertEscalated
from engine.core.alert_events import AlertReassigned as AlertReassigned
from engine.core.alert_events import AlertSnoozed as AlertSnoozed
from engine.core.alert_events import AlertSuperseded as AlertSuperseded
from engine.core.alert_events import AlertWoken as AlertWoken
from engine.core.calendar_events import ClockRecounted as ClockRecounted
from engine.core.event import Event as Event
from engine.core.hand_events import WorkItemAssigned as WorkItemAssigned
from engine.core.lifecycle import DossierStatus, ItemKind
from engine.core.promise_events import ApologyRecorded as ApologyRecorded
from engine.core.promise_events import ClockExtended as ClockExtended
from engine.core.state import Applicant, Channel, HandedIn, LedgerEntry, RungAt
from engine.core.undo_events import CompletionUndone as CompletionUndone
from engine.specs.alerts import AlertReceiver, ClockKind
from engine.worktime.amounts import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierReceived(Event):
    """A dossier came in at a desk."""

    code: str
    procedure: str
    digest: str
    desk: str
    territory: str
    channel: Channel
    applicant: Applicant
    data: Mapping[str, Any]
    by: str
    parent: str = ""
    parent_item: int = 0
    papers: Mapping[str, HandedIn] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersRecorded(Event):
    """The desk noted what has been handed in of some papers; the numbers replace those before."""

    by: str
    papers: Mapping[str, HandedIn]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantCorrected(Event):
    """The desk corrected the details of the applicant."""

    by: str
    applicant: Applicant
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEntered(Event):
    """A token came to a step, a wait or an automatic step.

    Attributes:
        answers: how many answers the step needs, where it asks several units and not all must answer.
    """

    node: str
    visit: int
    answers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLeft(Event):
    """The token left the step by an outcome."""

    node: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceTaken(Event):
    """A choice was decided by the dossier's data."""

    node: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutesSplit(Event):
    """Parallel routes started."""

    node: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinReached(Event):
    """One parallel route arrived at its join; ``source`` names its branch."""

    node: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePassedOver(Event):
    """A parallel route did not start, because its condition did not hold; its join does not wait for it."""

    node: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutesCancelled(Event):
    """What is left of parallel routes is not waited for; tokens at ``nodes`` are taken away.

    Attributes:
        node: the join where they would have met.
        reason: enough of them had arrived, or the time for them ran out.
    """

    node: str
    nodes: tuple[str, ...]
    reason: Literal["enough", "deadline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutesJoined(Event):
    """The parallel routes that are needed arrived; the dossier goes on as one."""

    node: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemOffered(Event):
    """A work item appeared in an inbox."""

    number: int
    node: str
    visit: int
    kind: ItemKind
    unit: str
    position: str
    clock: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemClaimed(Event):
    """An officer took a work item; ``on_behalf`` names for whom, where somebody acts for another."""

    number: int
    by: str
    on_behalf: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemReleased(Event):
    """An officer gave a work item back to the inbox."""

    number: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemCompleted(Event):
    """A work item was done, a wait was answered, or an automatic step ran.

    Attributes:
        again: why a supplement was asked for once more.
        on_behalf: for whom it was done, where somebody acts for another.
        comes_back: the dossier may come back to the step; then it is for the same officer again.
    """

    number: int
    by: str
    outcome: str
    data: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    comes_back: bool = False
    again: str = ""
    on_behalf: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionGiven(Event):
    """Somebody who takes part in a step said what the unit thinks; who records the outcome reads it."""

    number: int
    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemExpired(Event):
    """The time of a wait or of an opinion ran out."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemCancelled(Event):
    """A work item is no longer needed."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticStepFailed(Event):
    """An automatic step failed for good; an operator must look at it."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedDossierStarted(Event):
    """A dossier of a linked procedure was received for an item; ``linked`` is its code."""

    number: int
    linked: str
    procedure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStarted(Event):
    """A time limit began."""

    number: int
    kind: ClockKind
    name: str
    limit: tuple[Span, ...]
    calendar: str
    calendar_version: str
    entry: LedgerEntry
    rungs: tuple[RungAt, ...]
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPaused(Event):
    """A clock stands still."""

    number: int
    entry: LedgerEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockResumed(Event):
    """A clock runs on with what it had left."""

    number: int
    entry: LedgerEntry
    rungs: tuple[RungAt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRestarted(Event):
    """A clock starts again from zero."""

    number: int
    entry: LedgerEntry
    rungs: tuple[RungAt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStopped(Event):
    """A time limit is over; the lateness is known."""

    number: int
    entry: LedgerEntry
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RungFired(Event):
    """A rung of a clock's ladder was reached."""

    clock: int
    rung: str


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
class AlertResolved(Event):
    """The cause of an alert is gone."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRequeued(Event):
    """An outside effect that was given up is to be tried again; ``number`` is that of the outbox."""

    number: int
    effect: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRequeued(Event):
    """A clock that could not be fired is to be tried again."""

    number: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(Event):
    """The dossier's status in the national list changed."""

    status: DossierStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierEnded(Event):
    """The dossier is closed."""

    end: str
    status: DossierStatus
    reason: str = ""


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
    )
}


@cache
def _adapter(name: str) -> TypeAdapter[Event]:
    return TypeAdapter(EVENTS[name])


def dump(event: Event) -> bytes:
    """Return an event as canonical JSON: the form that is stored and hashed."""
    return _adapter(type(event).__name__).dump_json(event)


def parse(name: str, payload: str | bytes) -> Event:
    """Return the event a stored JSON text stands for.

    Raises:
        KeyError: no event has this name.
    """
    return _adapter(name).validate_json(payload)
