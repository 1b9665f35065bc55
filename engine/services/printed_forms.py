"""The forms of the one-stop rules that can be printed for a dossier, and what each is filled with.

Forms are known by type, never by number: numbers change with each circular. Fields and names are those of the
templates of TT 03/2025/TT-VPCP as reproduced in QĐ 3621/QĐ-BYT.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.core.events import DossierEnded, StepEntered, WorkItemCompleted
from engine.core.evolve import fold
from engine.core.lifecycle import ClockStatus, ItemKind
from engine.core.papers import missing_papers
from engine.core.state import WorkItem
from engine.errors import NotFoundError
from engine.graph.net import NodeKind
from engine.messages import Label, message
from engine.services.dossier_view import DossierView
from engine.specs.dossier_contents import Paper
from engine.specs.outcomes import EndName
from engine.store.journal import JournalEntry

FORM_NAMES: Mapping[str, Label] = {
    "receipt": Label(
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "Receipt and appointment for the result"
    ),
    "supplement_request": Label(
        "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "Request for a supplement"
    ),
    "refusal": Label("Phiếu từ chối tiếp nhận giải quyết hồ sơ", "Refusal of the dossier"),
    "apology": Label("Phiếu xin lỗi và đề nghị gia hạn", "Apology and new appointment"),
    "stop_notice": Label("Thông báo dừng giải quyết", "Notice that the handling stopped"),
    "control_slip": Label(
        "Phiếu kiểm soát quá trình giải quyết hồ sơ", "Control slip of the handling"
    ),
    "register": Label("Sổ theo dõi hồ sơ", "Register of dossiers"),
}
_STOPPING: tuple[EndName, ...] = ("withdrawn", "stopped", "terminated")


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a form was written for: when, by whom, and the reason given; a draft has none of them yet.

    Attributes:
        on: the date the paper carries, where that is known apart from the instant.
    """

    at: datetime | None = None
    on: date | None = None
    officer: str = ""
    reason: str = ""
    missing: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOver:
    """A row of the control slip: from whom to whom a dossier went, and how the receiver did in time."""

    giver: Label | str
    receiver: Label | str
    step: Label
    at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    note: str


def forms_of(view: DossierView) -> tuple[str, ...]:
    """Return the types of forms that can be printed for a dossier now.

    The receipt always, and once the dossier went from hand to hand its control slip; what the law asks for
    when a supplement was asked for, the dossier was refused or stopped; and what the steps the dossier has
    come to say with ``prints:``.
    """
    asked = {"receipt"}
    if _supplement(view).at is not None:
        asked.add("supplement_request")
    if _ended(view, ("refused",)).at is not None:
        asked.add("refusal")
    if _ended(view, _STOPPING).at is not None:
        asked.add("stop_notice")
    if view.clock is not None and view.clock.apology is not None:
        asked.add("apology")
    if hand_overs(view):
        asked.add("control_slip")
    for name, step in view.procedure.steps.items():
        if name in view.dossier.visits:
            asked.update(step.prints)
    return tuple(name for name in FORM_NAMES if name in asked)


def require_form(view: DossierView, form: str) -> None:
    """Refuse a form that is not to be printed for this dossier.

    Raises:
        NotFoundError: there is no such form, or the dossier has not come to where it is printed.
    """
    # Before an apology is registered its letter is a draft to be filled in.
    running = view.clock is not None and view.clock.status is ClockStatus.RUNNING
    if form not in forms_of(view) and not (form == "apology" and running):
        raise NotFoundError(
            message("Expected a form that can be printed for this dossier now, but this is none")
        )


def occasion_of(view: DossierView, form: str) -> Occasion:
    """Return what a form is written for, read off the journal."""
    match form:
        case "supplement_request":
            return _supplement(view)
        case "refusal":
            return _ended(view, ("refused",))
        case "stop_notice":
            return _ended(view, _STOPPING)
        case "receipt":
            receiver = view.rulebook.directory.officer_name(view.journal[0].actor)
            return Occasion(view.dossier.received_at, officer=receiver)
        case "apology":
            return _apology(view)
        case _:
            return Occasion()


def _apology(view: DossierView) -> Occasion:
    apology = view.clock.apology if view.clock is not None else None
    return Occasion(on=apology.dated, reason=apology.reason) if apology else Occasion()


def promised_before(view: DossierView) -> datetime | None:
    """Return the appointment an apology is for: the due date as it was before any extension."""
    if view.clock is None:
        return None
    due_at = view.clock.due_at
    for entry in reversed(view.clock.ledger):
        if entry.kind == "extended":
            due_at = None
        elif due_at is None:
            due_at = entry.due_at
    return due_at


def _supplement(view: DossierView) -> Occasion:
    """Return the last request for a supplement, with what was missing then."""
    last: JournalEntry | None = None
    for entry in view.journal:
        event = entry.event
        if isinstance(event, StepEntered) and event.node in view.net:
            node = view.net.node(event.node)
            if node.kind is NodeKind.WAIT and node.wait == "supplement":
                last = entry
    if last is None:
        return Occasion()
    then = fold(entry.event for entry in view.journal if entry.seq <= last.seq)
    papers = view.procedure.dossier.papers
    missing = tuple(papers[name] for name in missing_papers(view.procedure, then))
    officer, note = _done_by(view, last.command_id)
    return Occasion(last.at, officer=officer, reason=note, missing=missing)


def _ended(view: DossierView, ends: tuple[EndName, ...]) -> Occasion:
    for entry in view.journal:
        if isinstance(entry.event, DossierEnded) and entry.event.end in ends:
            officer, note = _done_by(view, entry.command_id)
            name = view.rulebook.directory.officer_name(entry.actor)
            reason = entry.event.reason or note
            return Occasion(entry.event.at, officer=officer or name, reason=reason)
    return Occasion()


def _done_by(view: DossierView, command: str) -> tuple[str, str]:
    """Return who finished a step by a command, and the note written with it."""
    for entry in view.journal:
        if isinstance(entry.event, WorkItemCompleted) and entry.command_id == command:
            return view.rulebook.directory.officer_name(entry.event.by), entry.event.note
    return "", ""


def hand_overs(view: DossierView) -> tuple[HandOver, ...]:
    """Return from whom to whom a dossier went, in the order it went."""
    items = [item for item in view.dossier.items.values() if item.kind is ItemKind.WORK]
    givers = [item.unit for item in items]
    return tuple(
        HandOver(
            giver=unit_name(view, giver),
            receiver=unit_name(view, item.unit),
            step=view.step_label(item.node),
            at=item.offered_at,
            due_at=_due(view, item),
            ended_at=item.ended_at,
            note=item.note,
        )
        for giver, item in zip(givers, items[1:], strict=False)
    )


def coordinating_units(view: DossierView) -> tuple[Label | str, ...]:
    """Return the units that were asked for their part, beside the one that has the dossier in hand."""
    asked = {
        item.unit: None
        for item in view.dossier.items.values()
        if item.kind is ItemKind.PARTICIPATION
        or (item.node in view.net and view.net.node(item.node).for_each is not None)
    }
    return tuple(unit_name(view, unit) for unit in asked if unit != _in_charge(view))


def unit_in_charge(view: DossierView) -> Label | str:
    """Return the unit that has the dossier in hand, or had it last, outside the desk if there is one."""
    return unit_name(view, _in_charge(view))


def agency_in_charge(view: DossierView) -> Label | str:
    """Return the agency that unit belongs to, whose head signs for it."""
    directory = view.rulebook.directory
    above = directory.path(_in_charge(view))
    agency = next((code for code in above if directory.unit(code).level != "division"), None)
    return unit_name(view, agency or _in_charge(view))


def _in_charge(view: DossierView) -> str:
    items = [item for item in view.dossier.items.values() if item.kind is ItemKind.WORK]
    away = [item.unit for item in items if item.unit != view.dossier.desk]
    return away[-1] if away else view.dossier.desk


def _due(view: DossierView, item: WorkItem) -> datetime | None:
    clock = view.dossier.clocks.get(item.clock)
    return clock.due_at if clock is not None else None


def unit_name(view: DossierView, code: str) -> Label | str:
    """Return the name of a unit, or its code where the organisation no longer knows it."""
    directory = view.rulebook.directory
    return directory.unit(code).name if directory.knows(code) else code
