"""Receiving dossiers, moving them, and reading one whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine.core import commands as asked
from engine.core.context import Actor
from engine.core.events import OpinionGiven
from engine.core.figures import Figures, figures_of
from engine.core.guards import holder_of, may_work, supervises
from engine.core.lifecycle import DOSSIER_STATUS_NAMES, OPEN_ITEMS, DossierStatus, ItemKind
from engine.core.state import Applicant, Channel, Dossier, HandedIn, RunningClock, WorkItem
from engine.core.texts import can_be_kept
from engine.errors import GuardFailedError, NotFoundError
from engine.graph.net import ProcedureNet, Transition
from engine.messages import Label, Message, message
from engine.services.appointments import AppointmentLine, appointments_of
from engine.services.clocks import needs_earlier_calendars
from engine.services.commands import Applied, carry_out, execute, find_done, hashed, transact
from engine.services.linked_lines import LinkedLine, linked_lines, may_see
from engine.services.new_codes import new_code
from engine.services.office import Office, Rulebook
from engine.specs.directory import Directory
from engine.specs.dossier_contents import DossierField
from engine.specs.procedures import Procedure, period_label
from engine.store.journal import JournalEntry
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Reception:
    """What a desk types to receive a dossier; ``procedure`` is the key of the procedure."""

    procedure: str
    desk: str
    territory: str
    applicant: Applicant
    channel: Channel = "desk"
    data: Mapping[str, object] | None = None
    papers: Mapping[str, HandedIn] | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """An outcome an officer may choose now.

    Attributes:
        needs_note: the outcome asks for a reason.
        returns: it sends the dossier back.
        asks_again: it asks for a supplement that was asked for before, which needs a reason of its own.
    """

    outcome: str
    label: Label
    needs_note: bool
    returns: bool
    asks_again: bool = False


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody who takes part in a step said, signed with name, position and unit."""

    at: datetime
    officer: str
    unit: Label
    position: Label
    text: str


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An open work item as one officer sees it; ``actions`` is empty where it is not theirs.

    Attributes:
        holder: the name of who has it in hand, or "" where nobody has who still holds the position.
        releasable: the officer may give it back to the inbox, as its holder or as a supervisor.
        speaks: the officer takes part in the step and may give an opinion.
        opinions: what those who take part have said at this visit of the step, oldest first.
    """

    item: WorkItem
    label: Label
    unit: Label
    position: Label
    holder: str
    due_at: datetime | None
    mine: bool
    claimable: bool
    releasable: bool
    actions: tuple[Action, ...]
    form: Mapping[str, DossierField]
    speaks: bool
    opinions: tuple[Opinion, ...]


@dataclass(frozen=True, slots=True)
class DossierView:
    """A dossier with its procedure, journal and open items, as one officer may see it."""

    dossier: Dossier
    procedure: Procedure
    net: ProcedureNet
    clock: RunningClock | None
    items: tuple[OpenItem, ...]
    journal: tuple[JournalEntry, ...]
    rulebook: Rulebook
    linked: tuple[LinkedLine, ...] = ()

    @property
    def status(self) -> Message:
        """Return the dossier's status in words, and how many tasks are left after the result."""
        dossier = self.dossier
        if dossier.closed or dossier.status is not DossierStatus.RETURNED:
            return DOSSIER_STATUS_NAMES[dossier.status]
        return message("Result returned, tasks still to do: {count}", count=len(self.items))

    @property
    def appointments(self) -> tuple[AppointmentLine, ...]:
        """Return the appointments the legal limit is parted into; none where it is not parted."""
        return appointments_of(self.dossier, self.net)

    @property
    def figures(self) -> Figures | None:
        """Return when it is due by the law and by the national index; None where no limit counts."""
        clock = self.clock
        return figures_of(self.dossier, self.rulebook.calendars[clock.calendar]) if clock else None

    def clock_label(self, clock: RunningClock) -> Message:
        """Return what a clock limits: the dossier, an appointment, a phase, or a step."""
        if clock.kind == "period":
            return message("“{step}”", step=period_label(self.procedure, clock.name))
        if clock.kind != "dossier":
            return message("“{step}”", step=self.step_label(clock.name))
        label = next((a.label for a in self.appointments if a.name == clock.name), None)
        if label is None:
            return message("the whole dossier")
        return message("the appointment “{name}”", name=label)

    def step_label(self, node: str) -> Label:
        """Return the label of a node of the dossier's procedure version."""
        return self.net.node(node).label if node in self.net else Label(node)


def receive(office: Office, reception: Reception, officer: str, command_id: str) -> Applied:
    """Receive a dossier under the version of the procedure that is in force today.

    Raises:
        RejectionError: with the faulty fields, and nothing was written.
    """
    return transact(office, lambda uow: _receive(office, uow, reception, officer, command_id))


def _receive(
    office: Office, uow: UnitOfWork, reception: Reception, officer: str, command_id: str
) -> Applied:
    command = asked.ReceiveDossier(
        command_id=command_id,
        dossier="",
        desk=reception.desk,
        territory=reception.territory,
        applicant=reception.applicant,
        channel=reception.channel,
        data=reception.data or {},
        papers=reception.papers or {},
    )
    what = hashed(command, reception.procedure)
    done = find_done(uow, command_id, what)
    if done is not None:
        return done
    publication = office.rulebook(uow).procedures.get(reception.procedure)
    if publication is None:
        raise GuardFailedError(
            message(
                "Expected a procedure that is in force today, but found “{found}”",
                found=reception.procedure,
            ),
            {"procedure": message("Expected a procedure that is in force today")},
        )
    # In the same transaction, so that a reception that is refused leaves no gap in the codes.
    command = replace(command, dossier=new_code(office, uow, reception.desk))
    return carry_out(office, uow, command, officer, publication.digest, what)


def claim(office: Office, dossier: str, number: int, officer: str, command_id: str) -> Applied:
    """Take a work item out of the unit's inbox."""
    command = asked.ClaimWorkItem(command_id=command_id, dossier=dossier, number=number)
    return execute(office, command, officer)


def release(office: Office, dossier: str, number: int, officer: str, command_id: str) -> Applied:
    """Give a work item back to the unit's inbox."""
    command = asked.ReleaseWorkItem(command_id=command_id, dossier=dossier, number=number)
    return execute(office, command, officer)


def complete(
    office: Office,
    dossier: str,
    number: int,
    outcome: str,
    officer: str,
    command_id: str,
    *,
    data: Mapping[str, object] | None = None,
    note: str = "",
    assign_to: str = "",
    again: str = "",
) -> Applied:
    """Finish a work item, or answer a wait, by one of its outcomes.

    Args:
        assign_to: who gets the work that follows; for officers who head or supervise its unit.
        again: why a supplement is asked for once more.
    """
    command = asked.CompleteWorkItem(
        command_id=command_id,
        dossier=dossier,
        number=number,
        outcome=outcome,
        data=data or {},
        note=note,
        assign_to=assign_to,
        again=again,
    )
    return execute(office, command, officer)


def give_opinion(
    office: Office, dossier: str, number: int, text: str, officer: str, command_id: str
) -> Applied:
    """Add a signed opinion to a step the officer takes part in; ``number`` is the item of that part."""
    command = asked.GiveOpinion(command_id=command_id, dossier=dossier, number=number, text=text)
    return execute(office, command, officer)


def record_papers(
    office: Office, dossier: str, papers: Mapping[str, HandedIn], officer: str, command_id: str
) -> Applied:
    """Note what has been handed in of some papers by now; the numbers replace those before."""
    command = asked.RecordPapers(command_id=command_id, dossier=dossier, papers=papers)
    return execute(office, command, officer)


def correct_applicant(
    office: Office,
    dossier: str,
    applicant: Applicant,
    reason: str,
    officer: str,
    command_id: str,
) -> Applied:
    """Correct the details of the applicant; all of them are replaced."""
    command = asked.CorrectApplicant(
        command_id=command_id, dossier=dossier, applicant=applicant, reason=reason
    )
    return execute(office, command, officer)


def withdraw(office: Office, dossier: str, reason: str, officer: str, command_id: str) -> Applied:
    """Close a dossier at the applicant's request."""
    command = asked.WithdrawDossier(command_id=command_id, dossier=dossier, reason=reason)
    return execute(office, command, officer)


def stop(office: Office, dossier: str, reason: str, officer: str, command_id: str) -> Applied:
    """Stop the handling of a dossier."""
    command = asked.StopDossier(command_id=command_id, dossier=dossier, reason=reason)
    return execute(office, command, officer)


def show(office: Office, code: str, officer: str) -> DossierView:
    """Return a dossier as an officer may see it.

    An officer sees what was received at the own desk, has passed through one of the own units or has
    raised an alert there; a supervisor also what is in the units below.

    Raises:
        NotFoundError: there is none, or this officer may not see it.
    """
    with office.database.reading() as uow:
        rulebook = office.rulebook(uow)
        dossier = uow.dossiers.find_whole(code) if can_be_kept(code) else None
        actor = office.actor(rulebook, officer)
        scope = office.scope(rulebook, actor)
        if dossier is None or not may_see(dossier, scope):
            raise NotFoundError(
                message("Expected a dossier, but there is none with the code {code}", code=code)
            )
        net = office.net(uow, dossier.digest)
        journal = tuple(uow.journal.entries(code))
        linked = linked_lines(office, uow, dossier, scope)
        if needs_earlier_calendars(dossier.clocks.values(), rulebook):
            rulebook = office.with_earlier_calendars(uow, rulebook)
    open_items = [item for item in dossier.items.values() if item.status in OPEN_ITEMS]
    return DossierView(
        dossier=dossier,
        procedure=net.procedure,
        net=net,
        clock=dossier.legal_clock,
        items=tuple(
            _open_item(dossier, item, net, rulebook, actor, journal) for item in open_items
        ),
        journal=journal,
        rulebook=rulebook,
        linked=linked,
    )


def _open_item(
    dossier: Dossier,
    item: WorkItem,
    net: ProcedureNet,
    rulebook: Rulebook,
    actor: Actor,
    journal: tuple[JournalEntry, ...],
) -> OpenItem:
    node, directory = net.node(item.node), rulebook.directory
    at_my_post = may_work(actor, item) and item.kind in (ItemKind.WORK, ItemKind.WAIT)
    holder = holder_of(item, directory, rulebook.on)
    free = holder in ("", actor.officer)
    in_hand = item.kind is ItemKind.WORK and item.holder != ""
    ways = [way for way in net.leaving(item.node) if way.outcome != "expired"]
    clock = dossier.clocks.get(item.clock)
    fields = net.procedure.dossier.fields
    return OpenItem(
        item=item,
        label=node.label,
        unit=_unit_name(item.unit, directory),
        position=_position_name(item.position, directory),
        holder=directory.officer_name(holder) if holder else "",
        due_at=clock.due_at if clock else None,
        mine=holder == actor.officer,
        claimable=at_my_post and not holder and item.kind is ItemKind.WORK,
        releasable=in_hand and ((at_my_post and free) or supervises(actor, item.unit, directory)),
        actions=tuple(_action(way, dossier, net) for way in ways) if at_my_post and free else (),
        form={name: fields[name] for name in node.form} if item.handles else {},
        speaks=may_work(actor, item) and not item.handles,
        opinions=_opinions(dossier, item, journal, directory) if item.handles else (),
    )


def _opinions(
    dossier: Dossier, item: WorkItem, journal: tuple[JournalEntry, ...], directory: Directory
) -> tuple[Opinion, ...]:
    given = [
        (entry.event, dossier.items[entry.event.number])
        for entry in journal
        if isinstance(entry.event, OpinionGiven)
    ]
    return tuple(
        Opinion(
            event.at,
            directory.officer_name(event.by),
            _unit_name(part.unit, directory),
            _position_name(part.position, directory),
            event.text,
        )
        for event, part in given
        if (part.node, part.visit) == (item.node, item.visit)
    )


def _unit_name(code: str, directory: Directory) -> Label:
    return directory.unit(code).name if directory.knows(code) else Label(code)


def _position_name(position: str, directory: Directory) -> Label:
    return directory.spec.positions.get(position, Label(position))


def _action(way: Transition, dossier: Dossier, net: ProcedureNet) -> Action:
    again = dossier.supplements > 0 and net.node(way.target).wait == "supplement"
    return Action(way.outcome, way.label, way.note_required, way.is_return, again)


def values_of(view: DossierView) -> list[tuple[str, Label, Any]]:
    """Return the dossier's data in the order of the spec: name, label, value."""
    fields = view.procedure.dossier.fields
    known = [(name, fields[name].label) for name in fields if name in view.dossier.data]
    return [(name, label, view.dossier.data[name]) for name, label in known]
