"""Receiving dossiers, moving them, and reading one whole: a function for each use case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.core import commands as asked
from engine.core.lifecycle import OPEN_ITEMS
from engine.core.state import Applicant, Channel, HandedIn
from engine.core.texts import can_be_kept
from engine.errors import GuardFailedError, NotFoundError
from engine.messages import message
from engine.services.clocks import needs_earlier_calendars
from engine.services.commands import Applied, carry_out, execute, find_done, hashed, transact
from engine.services.dossier_view import DossierView
from engine.services.linked_lines import linked_lines, may_see
from engine.services.new_codes import new_code
from engine.services.office import Office
from engine.services.open_items import open_item
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
        items=tuple(open_item(dossier, item, net, rulebook, actor, journal) for item in open_items),
        journal=journal,
        rulebook=rulebook,
        linked=linked,
    )
