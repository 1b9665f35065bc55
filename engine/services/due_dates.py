"""Due dates as people read them: the instant, how pressing it is, and both in words.

Of an open step, of a whole dossier, and of a dossier that is no longer worked on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.core.lifecycle import DOSSIER_STATUS_NAMES, ClockStatus, DossierStatus
from engine.core.state import Dossier
from engine.messages import Message, message
from engine.services.dossier_view import DossierView
from engine.services.office import Office, Rulebook
from engine.store.overview import DossierRow
from engine.worktime.amounts import TimeUnit
from engine.worktime.rules import CalendarRangeError
from engine.worktime.words import DueState, due_state, time_left


@dataclass(frozen=True, slots=True)
class Due:
    """A due date as people read it: the instant, its words, and how pressing it is."""

    at: datetime | None
    words: Message
    state: DueState | Literal["none", "paused", "closed"]


def due(
    office: Office, rulebook: Rulebook, unit: str, at: datetime | None, *, paused: bool = False
) -> Due:
    """Return a due date as the officers of a unit read it now."""
    if paused:
        return Due(at, message("Clock paused"), "paused")
    if at is None:
        return Due(None, message("No time limit"), "none")
    calendar = (
        rulebook.calendar_of(unit) if unit else rulebook.calendars[rulebook.directory.spec.calendar]
    )
    now = office.clock.now()
    try:
        words, state = (
            time_left(calendar, now, at, TimeUnit.WORKING_DAY),
            due_state(calendar, now, at),
        )
    except CalendarRangeError:
        # A list with other work in it is still to be read.
        over = message("The working calendar does not reach so far")
        return Due(at, over, "overdue" if at < now else "none")
    return Due(at, words, state)


def due_of_dossier(office: Office, view: DossierView) -> Due:
    """Return what a whole dossier is due by, or how it ended against its due date."""
    dossier, clock = view.dossier, view.clock
    if dossier.between_appointments:
        return Due(None, message("Between two appointments"), "paused")
    if clock is None:
        return _due_of(office, view.rulebook, dossier, None, None, None)
    finished_at = clock.ledger[-1].at
    return _due_of(office, view.rulebook, dossier, clock.due_at, clock.status, finished_at)


def due_of_row(office: Office, rulebook: Rulebook, row: DossierRow) -> Due:
    """Return what a dossier in a list is due by, or how it ended against its due date."""
    return _due_of(office, rulebook, row, row.due_at, row.clock, row.clock_stopped_at)


def _due_of(
    office: Office,
    rulebook: Rulebook,
    dossier: Dossier | DossierRow,
    at: datetime | None,
    clock: ClockStatus | None,
    finished_at: datetime | None,
) -> Due:
    if dossier.ended_at is not None or dossier.status is DossierStatus.RETURNED:
        return Due(at, _closed_words(dossier.status, at, finished_at), "closed")
    if clock is ClockStatus.STOPPED:
        return Due(at, DOSSIER_STATUS_NAMES[dossier.status], "closed")
    return due(office, rulebook, dossier.desk, at, paused=clock is ClockStatus.PAUSED)


def _closed_words(
    status: DossierStatus, due_at: datetime | None, finished_at: datetime | None
) -> Message:
    """Return how a closed dossier ended against its due date.

    Args:
        finished_at: when its clock stopped: the result was there, whenever it was fetched.
    """
    if status is not DossierStatus.RETURNED or due_at is None or finished_at is None:
        return message("Closed")
    return message("Returned late") if finished_at > due_at else message("Returned on time")
