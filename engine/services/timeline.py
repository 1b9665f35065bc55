"""The journal of a dossier in words: one sentence for each event, for the console and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.core import events as happened
from engine.core.context import SYSTEM
from engine.core.events import Event
from engine.core.lifecycle import DOSSIER_STATUS_NAMES, DossierStatus
from engine.core.papers import listed
from engine.messages import Label, Message, message
from engine.services.dossier_view import DossierView
from engine.services.retention import rule_label
from engine.services.told import Told, unit_name
from engine.services.told_clocks import of_alert, of_clock
from engine.services.told_steps import of_item, of_route


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


def _told(event: Event, view: DossierView) -> Told:
    told = (
        _of_dossier(event, view)
        or of_route(event, view)
        or of_item(event, view)
        or of_clock(event, view)
        or of_alert(event)
    )
    if told is None:
        raise TypeError(f"Expected words for every event, but {type(event).__name__} has none")
    return told


def _of_dossier(event: Event, view: DossierView) -> Told | None:
    match event:
        case happened.DossierReceived() if event.parent:
            text = message(
                "Received at {desk}, started by dossier {parent}",
                desk=unit_name(event.desk, view),
                parent=event.parent,
            )
            return Told(text)
        case happened.DossierReceived():
            return Told(message("Received at {desk}", desk=unit_name(event.desk, view)))
        case happened.PapersRecorded():
            known = view.procedure.dossier.papers
            labels = [known[n].label if n in known else Label(n) for n in event.papers]
            return Told(message("Noted what was handed in: {papers}", papers=listed(labels)))
        case happened.ApplicantCorrected():
            return Told(message("Corrected the details of the applicant"), note=event.reason)
        case happened.StatusChanged():
            status = DOSSIER_STATUS_NAMES[event.status]
            handed_over = event.status is DossierStatus.RETURNED
            return Told(message("Status: {status}", status=status), detail=not handed_over)
        case happened.DossierEnded():
            status = DOSSIER_STATUS_NAMES[event.status]
            return Told(message("Closed: {status}", status=status), note=event.reason)
        case happened.PersonalDataErased():
            return Told(_erased(event, view))
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
