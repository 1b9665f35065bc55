"""Statuses, and the tables of changes they allow; the database repeats them as CHECK constraints.

Their hash is that of the text they stand for: an ``Enum`` computes one of its own, in Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from engine.messages import Message, message


class DossierStatus(StrEnum):
    """Where a dossier stands, in the terms of the national list of statuses (1 to 10)."""

    __hash__ = str.__hash__

    REGISTERED = "registered"
    RECEIVED = "received"
    REFUSED = "refused"
    IN_PROGRESS = "in_progress"
    AWAITING_SUPPLEMENT = "awaiting_supplement"
    AWAITING_PAYMENT = "awaiting_payment"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    FINISHED = "finished"
    RETURNED = "returned"

    @property
    def national(self) -> int:
        """Return the number of the status in the national list."""
        return list(DossierStatus).index(self) + 1

    @property
    def closed(self) -> bool:
        """Tell whether a dossier can be closed with it: as returned it may still have tasks to do."""
        return self in CLOSED


CLOSED = frozenset(
    {
        DossierStatus.REFUSED,
        DossierStatus.WITHDRAWN,
        DossierStatus.STOPPED,
        DossierStatus.RETURNED,
    }
)

RESULT_THERE = frozenset({DossierStatus.FINISHED, DossierStatus.RETURNED})
"""The result is there, or was handed over already; the legal limit is over."""

DOSSIER_STATUS_NAMES: Mapping[DossierStatus, Message] = {
    DossierStatus.REGISTERED: message("Registered"),
    DossierStatus.RECEIVED: message("Received"),
    DossierStatus.REFUSED: message("Refused"),
    DossierStatus.IN_PROGRESS: message("In progress"),
    DossierStatus.AWAITING_SUPPLEMENT: message("Waiting for supplement"),
    DossierStatus.AWAITING_PAYMENT: message("Waiting for payment"),
    DossierStatus.WITHDRAWN: message("Withdrawn"),
    DossierStatus.STOPPED: message("Stopped"),
    DossierStatus.FINISHED: message("Finished, waiting to be returned"),
    DossierStatus.RETURNED: message("Result returned"),
}


class ItemKind(StrEnum):
    """What an item stands for.

    Work of an officer, a wait somebody watches, an automatic step, a linked dossier, or the part somebody
    takes in the work of another: the latter is never completed, it ends with the work.
    """

    __hash__ = str.__hash__

    WORK = "work"
    WAIT = "wait"
    AUTOMATIC = "automatic"
    PARTICIPATION = "participation"
    LINKED = "linked"

    @property
    def by_program(self) -> bool:
        """Tell whether the program ends the item, and no officer does."""
        return self in (ItemKind.AUTOMATIC, ItemKind.LINKED)


class ItemStatus(StrEnum):
    """Where a work item stands."""

    __hash__ = str.__hash__

    OFFERED = "offered"
    CLAIMED = "claimed"
    COMPLETED = "completed"
    EXPIRED = "expired"
    FAILED = "failed"
    CANCELLED = "cancelled"


ITEM_CHANGES: Mapping[ItemStatus, frozenset[ItemStatus]] = {
    ItemStatus.OFFERED: frozenset(
        {
            ItemStatus.CLAIMED,
            ItemStatus.COMPLETED,
            ItemStatus.EXPIRED,
            ItemStatus.FAILED,
            ItemStatus.CANCELLED,
        }
    ),
    ItemStatus.CLAIMED: frozenset(
        {ItemStatus.OFFERED, ItemStatus.COMPLETED, ItemStatus.EXPIRED, ItemStatus.CANCELLED}
    ),
    # An operator can give a failed automatic step another try; a linked dossier may then be awaited,
    # and that wait may run out.
    ItemStatus.FAILED: frozenset(
        {ItemStatus.OFFERED, ItemStatus.COMPLETED, ItemStatus.EXPIRED, ItemStatus.CANCELLED}
    ),
    ItemStatus.COMPLETED: frozenset(),
    ItemStatus.EXPIRED: frozenset(),
    ItemStatus.CANCELLED: frozenset(),
}
OPEN_ITEMS = frozenset(
    status
    for status, changes in ITEM_CHANGES.items()
    if changes  # a status with a way on is open
)


class ClockStatus(StrEnum):
    """Where a clock stands."""

    __hash__ = str.__hash__

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


CLOCK_CHANGES: Mapping[ClockStatus, frozenset[ClockStatus]] = {
    ClockStatus.RUNNING: frozenset({ClockStatus.PAUSED, ClockStatus.STOPPED}),
    ClockStatus.PAUSED: frozenset({ClockStatus.RUNNING, ClockStatus.STOPPED}),
    # A result that was there can go back to be corrected; then the dossier's clock runs on.
    ClockStatus.STOPPED: frozenset({ClockStatus.RUNNING}),
}


class AlertStatus(StrEnum):
    """Where an alert stands."""

    __hash__ = str.__hash__

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


ALERT_CHANGES: Mapping[AlertStatus, frozenset[AlertStatus]] = {
    AlertStatus.RAISED: frozenset(
        {AlertStatus.ACKNOWLEDGED, AlertStatus.SNOOZED, AlertStatus.RESOLVED}
    ),
    # Whoever gets it next, upwards or beside, has to take note of it again.
    AlertStatus.ACKNOWLEDGED: frozenset(
        {AlertStatus.RAISED, AlertStatus.SNOOZED, AlertStatus.RESOLVED}
    ),
    AlertStatus.SNOOZED: frozenset({AlertStatus.RAISED, AlertStatus.RESOLVED}),
    AlertStatus.RESOLVED: frozenset(),
}
