"""What officers, Prefect and the sweep ask of a dossier. Imperative, immutable.

Every command carries an id: applied twice it gives the same result once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.core.state import Applicant, Channel, HandedIn
from engine.specs.outcomes import EndName


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Base of all commands on one dossier."""

    command_id: str
    dossier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveDossier(Command):
    """Receive a dossier at a desk. ``data`` holds the texts typed for the fields asked at reception."""

    desk: str
    territory: str
    applicant: Applicant
    channel: Channel = "desk"
    data: Mapping[str, object] = field(default_factory=dict)
    papers: Mapping[str, HandedIn] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPapers(Command):
    """The desk notes what has been handed in of some papers by now; the numbers replace those before."""

    papers: Mapping[str, HandedIn]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectApplicant(Command):
    """The desk corrects the details of the applicant, and says why."""

    applicant: Applicant
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveLinkedDossier(ReceiveDossier):
    """Receive a dossier that another one starts as a linked procedure, at the desk of that one."""

    parent: str
    parent_item: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLinkedDossier(Command):
    """The linked dossier of an item was received; where the item awaits its end, it goes on waiting."""

    number: int
    linked: str
    procedure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLinkedEnd(Command):
    """The linked dossier of an item ended; the dossier goes on by the outcome for that end."""

    number: int
    linked: str
    end: EndName


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWorkItem(Command):
    """Take a work item out of the unit's inbox."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseWorkItem(Command):
    """Give a work item back to the unit's inbox."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteWorkItem(Command):
    """Finish a work item, or answer a wait (``provided``, ``paid``, ``replied``), by one of its outcomes.

    ``assign_to`` names the officer who gets the work that follows; for who heads or supervises its unit.
    ``again`` says why a supplement is asked for a second time, where the law asks for it once.
    """

    number: int
    outcome: str
    data: Mapping[str, object] = field(default_factory=dict)
    note: str = ""
    assign_to: str = ""
    again: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignWorkItem(Command):
    """Who heads or supervises a unit gives a work item to an officer who holds its position."""

    number: int
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoLast(Command):
    """Whoever finished a step takes that back on the same day, while nothing came of it."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveOpinion(Command):
    """Somebody who takes part in a step adds a signed opinion; ``number`` is the item of the part taken."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDossier(Command):
    """The applicant asks to withdraw while there is no result yet (NĐ 118/2025 Đ21)."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopDossier(Command):
    """A supervisor stops the handling."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordApology(Command):
    """Register the letter that tells the applicant that the result will be late, and when it will be there.

    It goes out at least one working day before the due date (NĐ 61/2018 Đ19.9).
    """

    letter: str
    dated: date
    promised_on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendDueDate(Command):
    """Extend the legal limit once, after the apology (NĐ 61/2018 Đ19.9); ``by`` is such as “2 working days”."""

    by: str
    reason: str
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecountDueDates(Command):
    """An administrator lets what runs be counted again by the calendars in force, and says why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteAutomaticStep(Command):
    """An automatic step ran; fenced by the item it ran for."""

    number: int
    outcome: str = "done"
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailAutomaticStep(Command):
    """An automatic step, or the start of a linked dossier, failed for good."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FireClock(Command):
    """The sweep found that rungs of a clock are due: alerts are raised, or else what it limits runs out."""

    clock: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStuckClock(Command):
    """The sweep found that what a clock limits cannot run out; the centre is to know, once."""

    clock: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequeueClock(Command):
    """An administrator lets a clock that could not be fired be tried at the next sweep."""

    clock: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequeueEffect(Command):
    """An administrator lets an outside effect that was given up be tried again; also of a closed dossier."""

    number: int
    effect: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePersonalData(Command):
    """Personal data of a closed dossier has been kept for as long as its procedure says; it is erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SnoozeAlert(Command):
    """Put an alert off until office hours begin on a later day, and say why."""

    number: int
    until: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WakeAlert(Command):
    """The sweep found that an alert was put off until now."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalateAlert(Command):
    """Hand an alert to who comes next: head of the unit, supervisor, service centre."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReassignAlert(Command):
    """Hand an alert to another officer of the unit that answers for it."""

    number: int
    to: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeAlert(Command):
    """Take note of an alert, and say why it is late or what will be done."""

    number: int
    reason: str
