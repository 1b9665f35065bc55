"""What the timeline says of time limits, and of the alerts about them."""

from __future__ import annotations

from engine.core import events as happened
from engine.core.events import Event
from engine.core.state import LedgerEntry
from engine.messages import Label, Message, message
from engine.services.dossier_view import DossierView
from engine.services.notices import rung_text
from engine.services.told import Told
from engine.specs.durations import Duration

_NO_TIME = "–"


def of_clock(event: Event, view: DossierView) -> Told | None:
    """Tell what became of a time limit; None if the event is about something else."""
    match event:
        case happened.ClockStarted():
            text = message(
                "The time limit of {what} began, due at {due}",
                what=_clock(event.number, view),
                due=_due(event.entry, event.number, view),
            )
        case happened.ClockPaused():
            text = message("The time limit of {what} stands still", what=_clock(event.number, view))
        case happened.ClockResumed():
            text = message(
                "The time limit of {what} runs again, due at {due}",
                what=_clock(event.number, view),
                due=_due(event.entry, event.number, view),
            )
        case happened.ClockRestarted():
            text = message(
                "The time limit of {what} is counted anew, due at {due}",
                what=_clock(event.number, view),
                due=_due(event.entry, event.number, view),
            )
        case happened.ClockStopped(late=True):
            text = message("The time limit of {what} ended late", what=_clock(event.number, view))
        case happened.ClockStopped():
            text = message(
                "The time limit of {what} ended in time", what=_clock(event.number, view)
            )
        case happened.ClockExtended():
            text = message(
                "Extended the time limit of {what} by {amount}, due at {due} (decision {decision})",
                what=_clock(event.number, view),
                amount=_amount(event.entry),
                due=_due(event.entry, event.number, view),
                decision=event.entry.decision,
            )
            return Told(text, note=event.entry.reason)
        case happened.ClockRecounted():
            text = message(
                "Counted the time limit of {what} again by the changed calendar, due at {due}",
                what=_clock(event.number, view),
                due=_due(event.entry, event.number, view),
            )
            return Told(text, note=event.entry.reason)
        case happened.ApologyRecorded():
            text = message(
                "Apologised to the applicant: letter {letter}, new appointment on {day}",
                letter=event.apology.letter,
                day=f"{event.apology.promised_on:%d/%m/%Y}",
            )
            return Told(text, note=event.apology.reason)
        case happened.RungFired():
            text = message("A mark of the time limit was reached")
        case _:
            return None
    number = event.clock if isinstance(event, happened.RungFired) else event.number
    known = view.dossier.clocks.get(number)
    whole = known is not None and known.kind == "dossier"
    return Told(text, detail=not whole or isinstance(event, happened.RungFired))


def of_alert(event: Event) -> Told | None:
    """Tell what became of an alert; None if the event is about something else."""
    match event:
        case happened.AlertRaised():
            # Open alerts have a place of their own on the page; here only those of the whole dossier count.
            text = message("Alert: {alert}", alert=rung_text(event.rung))
            return Told(text, detail=not event.rung.startswith("dossier"))
        case happened.AlertAcknowledged():
            return Told(message("Took note of an alert"), note=event.reason)
        case happened.AlertResolved():
            return Told(message("The cause of an alert is gone"), detail=True)
        case happened.AlertSuperseded():
            return Told(message("A later alert stands for an earlier one"), detail=True)
        case happened.AlertSnoozed():
            return Told(message("Put an alert off"), note=event.reason)
        case happened.AlertWoken():
            return Told(message("An alert that was put off is raised again"))
        case happened.AlertEscalated():
            return Told(message("Handed an alert up"), note=event.reason)
        case happened.AlertReassigned():
            return Told(message("Handed an alert to a colleague"), note=event.reason)
    return None


def _clock(number: int, view: DossierView) -> Message:
    clock = view.dossier.clocks.get(number)
    return message("the whole dossier") if clock is None else view.clock_label(clock)


def _amount(entry: LedgerEntry) -> Label:
    by = Duration(entry.by)
    return Label(by.in_words("vi"), by.in_words("en"))


def _due(entry: LedgerEntry, number: int, view: DossierView) -> str:
    clock = view.dossier.clocks.get(number)
    if entry.due_at is None or clock is None:
        return _NO_TIME
    calendar = view.rulebook.calendars[clock.calendar]
    return f"{calendar.local(entry.due_at):%H:%M %d/%m/%Y}"
