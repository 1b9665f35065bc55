"""The legal limit while a dossier moves: as one clock, or as one clock for each appointment.

A clock of the legal limit runs while the dossier is within what it limits, and stands still while it waits
there. It is never lost: a dossier that comes back finds it with what it had left.
"""

from __future__ import annotations

from engine.core import clocks
from engine.core.draft import Draft
from engine.core.lifecycle import RESULT_THERE, ClockStatus
from engine.core.waits import pause_while_waiting
from engine.worktime.work_calendar import WorkCalendar

WHOLE = "dossier"
"""The name of the clock of a legal limit that is not parted."""


def start_legal_limit(draft: Draft) -> None:
    """Start the clock of a legal limit that is not parted: the dossier was received."""
    procedure = draft.net.procedure
    limit = procedure.limit_for({"dossier": dict(draft.dossier.data)})
    if procedure.due is not None:
        clocks.start_dated_clock(draft, "dossier", WHOLE, procedure.due, _calendar(draft))
    elif limit.counted:
        clocks.start_clock(draft, "dossier", WHOLE, limit, _calendar(draft))


def _calendar(draft: Draft) -> WorkCalendar:
    own = draft.net.procedure.calendar
    context = draft.context
    return context.calendars[own] if own else context.calendar_of(draft.dossier.desk)


def settle(draft: Draft) -> None:
    """After the tokens came to rest: let run what the dossier is in now, and stop what it has left.

    How long a result waits to be fetched is not the office's time, nor is what lies between two
    appointments. Where a result, or a dossier, goes back, the clock runs on with what it had left.
    """
    inside = _inside(draft)
    finished = draft.dossier.status in RESULT_THERE
    of_limit = (c for c in draft.dossier.clocks.values() if c.kind == "dossier")
    known = {c.name: c for c in of_limit if not clocks.is_void(c)}
    for name, clock in known.items():
        if name not in inside and clock.status is ClockStatus.RUNNING:
            clocks.finish_clock(draft, clock, clocks.FINISHED if finished else clocks.KEPT)
    for name, clock in known.items():
        if name in inside and clock.status is ClockStatus.STOPPED:
            clocks.resume_clock(draft, clock)
            pause_while_waiting(draft, clock.number)
    for name, appointment in draft.net.procedure.appointments.items():
        if name in inside and name not in known and appointment.limit.counted:
            calendar = _calendar(draft)
            number = clocks.start_clock(draft, "dossier", name, appointment.limit, calendar)
            pause_while_waiting(draft, number)


def _inside(draft: Draft) -> frozenset[str | None]:
    """Return the names of the clocks of the legal limit within which the dossier is."""
    if draft.dossier.status in RESULT_THERE:
        return frozenset()
    if not draft.net.procedure.appointments:
        return frozenset({WHOLE})
    return frozenset(draft.net.node(token.node).appointment for token in draft.dossier.tokens)
