"""The journal of a dossier in words: one sentence for each event, for the console and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.core import events as happened
from engine.core.context import SYSTEM
from engine.core.events import Event
from engine.core.lifecycle import DOSSIER_STATUS_NAMES, DossierStatus, ItemKind
from engine.core.papers import listed
from engine.core.state import LedgerEntry
from engine.messages import Label, Message, message
from engine.services.dossier_view import DossierView
from engine.services.notices import rung_text
from engine.services.retention import rule_label
from engine.specs.durations import Duration

_NO_TIME = "–"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened.

    Attributes:
        actor: the name of an officer, or that it happened by itself.
        text: a sentence without personal data.
        note: what the officer wrote about it, in the officer's own words.
        detail: it matters only to whoever reads the whole journal.
    """

    at: datetime
    actor: Message | str
    text: Message
    note: str
    detail: bool


@dataclass(frozen=True, slots=True)
class _Told:
    text: Message
    note: str = ""
    detail: bool = False


def timeline(view: DossierView) -> tuple[TimelineEntry, ...]:
    """Return what happened to a dossier in words, oldest first."""
    entries: list[TimelineEntry] = []
    for entry in view.journal:
        told = _told(entry.event, view)
        entries.append(
            TimelineEntry(entry.at, _actor(entry.actor, view), told.text, told.note, told.detail)
        )
    return tuple(entries)


def _actor(actor: str, view: DossierView) -> Message | str:
    if actor == SYSTEM.officer:
        return message("By itself")
    return view.rulebook.directory.officer_name(actor)


def _told(event: Event, view: DossierView) -> _Told:
    told = (
        _of_dossier(event, view)
        or _of_route(event, view)
        or _of_item(event, view)
        or _of_clock(event, view)
        or _of_alert(event)
    )
    if told is None:
        raise TypeError(f"Expected words for every event, but {type(event).__name__} has none")
    return told


def _of_dossier(event: Event, view: DossierView) -> _Told | None:
    match event:
        case happened.DossierReceived() if event.parent:
            text = message(
                "Received at {desk}, started by dossier {parent}",
                desk=_unit(event.desk, view),
                parent=event.parent,
            )
            return _Told(text)
        case happened.DossierReceived():
            return _Told(message("Received at {desk}", desk=_unit(event.desk, view)))
        case happened.PapersRecorded():
            known = view.procedure.dossier.papers
            labels = [known[n].label if n in known else Label(n) for n in event.papers]
            return _Told(message("Noted what was handed in: {papers}", papers=listed(labels)))
        case happened.ApplicantCorrected():
            return _Told(message("Corrected the details of the applicant"), note=event.reason)
        case happened.StatusChanged():
            status = DOSSIER_STATUS_NAMES[event.status]
            handed_over = event.status is DossierStatus.RETURNED
            return _Told(message("Status: {status}", status=status), detail=not handed_over)
        case happened.DossierEnded():
            status = DOSSIER_STATUS_NAMES[event.status]
            return _Told(message("Closed: {status}", status=status), note=event.reason)
        case happened.PersonalDataErased():
            return _Told(_erased(event, view))
    return None


def _erased(event: happened.PersonalDataErased, view: DossierView) -> Message:
    """Tell what was erased, and how long each was to be kept."""
    known = view.procedure.dossier.fields
    rules = [
        message(
            "{field} ({time})",
            field=known[name].label if name in known else Label(name),
            time=rule_label(rule),
        )
        for name, rule in event.fields.items()
    ]
    if event.applicant:
        applicant = message("details of the applicant ({time})", time=rule_label(event.applicant))
        rules.insert(0, applicant)
    return message("Erased personal data, kept for long enough: {fields}", fields=listed(rules))


def _of_route(event: Event, view: DossierView) -> _Told | None:
    match event:
        case happened.StepEntered(visit=1):
            text = message("Came to “{step}”", step=view.step_label(event.node))
            return _Told(text, detail=True)
        case happened.StepEntered():
            text = message(
                "Came to “{step}” for the {count}. time",
                step=view.step_label(event.node),
                count=event.visit,
            )
            return _Told(text)
        case happened.StepLeft():
            return _Told(message("Left “{step}”", step=view.step_label(event.node)), detail=True)
        case happened.ChoiceTaken():
            text = message(
                "Decided by the data at “{step}”: {outcome}",
                step=view.step_label(event.node),
                outcome=_outcome(event.node, event.outcome, view),
            )
            return _Told(text)
        case happened.RoutesSplit():
            return _Told(message("Several units work at the same time from here"), detail=True)
        case happened.JoinReached():
            text = message(
                "“{step}” is done; others are awaited", step=view.step_label(event.source)
            )
            return _Told(text, detail=True)
        case happened.RoutePassedOver():
            text = message(
                "“{step}” is not needed for this dossier", step=view.step_label(event.source)
            )
            return _Told(text, detail=True)
        case happened.RoutesCancelled(reason="enough"):
            text = message(
                "Enough have answered; not waited for: {steps}", steps=_steps(event, view)
            )
            return _Told(text)
        case happened.RoutesCancelled():
            text = message(
                "The time for parallel work ran out; not waited for: {steps}",
                steps=_steps(event, view),
            )
            return _Told(text)
        case happened.RoutesJoined():
            return _Told(message("What was done at the same time is done"))
    return None


def _steps(event: happened.RoutesCancelled, view: DossierView) -> Message:
    nodes = (view.net.node(key) for key in event.nodes if key in view.net)
    keys = dict.fromkeys(node.step or node.key for node in nodes)
    told: Message | None = None
    for key in keys:
        step = message("“{step}”", step=view.step_label(key))
        told = step if told is None else message("{steps}, {step}", steps=told, step=step)
    return told or message("“{step}”", step=view.step_label(event.node))


def _of_item(event: Event, view: DossierView) -> _Told | None:
    match event:
        case happened.WorkItemOffered(unit=""):
            text = message("“{step}” is to run by itself", step=view.step_label(event.node))
            return _Told(text, detail=True)
        case happened.WorkItemOffered(kind=ItemKind.PARTICIPATION):
            text = message(
                "{unit} takes part in “{step}”",
                step=view.step_label(event.node),
                unit=_unit(event.unit, view),
            )
            return _Told(text)
        case happened.WorkItemOffered():
            text = message(
                "“{step}” came to {unit}",
                step=view.step_label(event.node),
                unit=_unit(event.unit, view),
            )
            return _Told(text)
        case happened.WorkItemClaimed():
            return _Told(message("Took “{step}”", step=_step(event.number, view)), detail=True)
        case happened.WorkItemAssigned(returned=True):
            text = message(
                "“{step}” came back to {officer}, who had done it",
                step=_step(event.number, view),
                officer=view.rulebook.directory.officer_name(event.to),
            )
            return _Told(text)
        case happened.WorkItemAssigned():
            text = message(
                "Gave “{step}” to {officer}",
                step=_step(event.number, view),
                officer=view.rulebook.directory.officer_name(event.to),
            )
            return _Told(text)
        case happened.CompletionUndone():
            text = message("Took back “{step}”", step=_step(event.number, view))
            return _Told(text, note=event.reason)
        case happened.WorkItemReleased():
            text = message("Gave “{step}” back to the inbox", step=_step(event.number, view))
            return _Told(text)
        case happened.WorkItemCompleted():
            text = message(
                "Finished “{step}”: {outcome}",
                step=_step(event.number, view),
                outcome=_outcome(_node(event.number, view), event.outcome, view),
            )
            if event.on_behalf:
                text = message(
                    "{what}, on behalf of {officer}",
                    what=text,
                    officer=view.rulebook.directory.officer_name(event.on_behalf),
                )
            note = event.note
            if event.again:
                note = f"{note}\n{event.again}" if note else event.again
            return _Told(text, note=note)
        case happened.OpinionGiven():
            text = message("Gave an opinion on “{step}”", step=_step(event.number, view))
            return _Told(text, note=event.text)
        case happened.WorkItemExpired():
            return _Told(message("The time of “{step}” ran out", step=_step(event.number, view)))
        case happened.WorkItemCancelled():
            text = message("“{step}” is no longer needed", step=_step(event.number, view))
            return _Told(text, detail=True)
        case happened.EffectRequeued() | happened.ClockRequeued():
            return _Told(message("What had failed is to be tried again"))
        case happened.LinkedDossierStarted():
            text = message(
                "“{step}” started dossier {linked}",
                step=_step(event.number, view),
                linked=event.linked,
            )
            return _Told(text)
        case happened.AutomaticStepFailed():
            text = message("“{step}” failed", step=_step(event.number, view))
            return _Told(text, note=event.reason)
    return None


def _of_clock(event: Event, view: DossierView) -> _Told | None:
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
            return _Told(text, note=event.entry.reason)
        case happened.ClockRecounted():
            text = message(
                "Counted the time limit of {what} again by the changed calendar, due at {due}",
                what=_clock(event.number, view),
                due=_due(event.entry, event.number, view),
            )
            return _Told(text, note=event.entry.reason)
        case happened.ApologyRecorded():
            text = message(
                "Apologised to the applicant: letter {letter}, new appointment on {day}",
                letter=event.apology.letter,
                day=f"{event.apology.promised_on:%d/%m/%Y}",
            )
            return _Told(text, note=event.apology.reason)
        case happened.RungFired():
            text = message("A mark of the time limit was reached")
        case _:
            return None
    number = event.clock if isinstance(event, happened.RungFired) else event.number
    known = view.dossier.clocks.get(number)
    whole = known is not None and known.kind == "dossier"
    return _Told(text, detail=not whole or isinstance(event, happened.RungFired))


def _of_alert(event: Event) -> _Told | None:
    match event:
        case happened.AlertRaised():
            # Open alerts have a place of their own on the page; here only those of the whole dossier count.
            text = message("Alert: {alert}", alert=rung_text(event.rung))
            return _Told(text, detail=not event.rung.startswith("dossier"))
        case happened.AlertAcknowledged():
            return _Told(message("Took note of an alert"), note=event.reason)
        case happened.AlertResolved():
            return _Told(message("The cause of an alert is gone"), detail=True)
        case happened.AlertSuperseded():
            return _Told(message("A later alert stands for an earlier one"), detail=True)
        case happened.AlertSnoozed():
            return _Told(message("Put an alert off"), note=event.reason)
        case happened.AlertWoken():
            return _Told(message("An alert that was put off is raised again"))
        case happened.AlertEscalated():
            return _Told(message("Handed an alert up"), note=event.reason)
        case happened.AlertReassigned():
            return _Told(message("Handed an alert to a colleague"), note=event.reason)
    return None


def _unit(code: str, view: DossierView) -> Label | str:
    directory = view.rulebook.directory
    return directory.unit(code).name if directory.knows(code) else code


def _node(number: int, view: DossierView) -> str:
    item = view.dossier.items.get(number)
    return item.node if item is not None else ""


def _step(number: int, view: DossierView) -> Label:
    return view.step_label(_node(number, view))


def _outcome(node: str, outcome: str, view: DossierView) -> Label | str:
    way = view.net.outcome(node, outcome) if node in view.net else None
    return way.label if way is not None else outcome


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
