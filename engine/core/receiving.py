"""A dossier comes in at a desk; the desk notes papers and corrects the applicant."""

from __future__ import annotations

from decimal import Decimal

from engine.core import appointments, authority, clocks, papers, routing
from engine.core.commands import (
    CorrectApplicant,
    ReceiveDossier,
    ReceiveLinkedDossier,
    RecordPapers,
)
from engine.core.draft import Draft
from engine.core.events import ApplicantCorrected, DossierReceived, PapersRecorded, WorkItemClaimed
from engine.core.reception import read_correction, read_reception
from engine.errors import ConflictError
from engine.messages import message
from engine.specs.durations import Duration
from engine.worktime.amounts import Span, TimeUnit

RECEPTION = "reception"
"""The name of the clock of a reception."""
RECEPTION_LIMIT = Duration((Span(Decimal(1), TimeUnit.WORKING_DAY),))
"""An online dossier not accepted within one working day counts as received late (NĐ 118/2025 Đ17-18)."""


def receive(command: ReceiveDossier, draft: Draft) -> None:
    """Open a dossier and let it arrive at the first step."""
    context, procedure = draft.context, draft.net.procedure
    if draft.dossier.version:
        raise ConflictError(
            message("Expected a new dossier code, but {code} is taken", code=command.dossier)
        )
    authority.require_desk(command.desk, context)
    linked = command if isinstance(command, ReceiveLinkedDossier) else None
    applicant, data, handed_in = read_reception(command, procedure, context)
    draft.record(
        DossierReceived(
            at=context.now,
            code=command.dossier,
            procedure=procedure.key,
            digest=context.digest,
            desk=command.desk,
            territory=command.territory,
            channel=command.channel,
            applicant=applicant,
            data=data,
            by=context.actor.officer,
            parent=linked.parent if linked else "",
            parent_item=linked.parent_item if linked else 0,
            papers=handed_in,
        )
    )
    if not procedure.appointments:
        appointments.start_legal_limit(draft)
    routing.enter(draft, draft.net.start)
    if command.channel == "online":
        _start_reception(draft)
    _claim_own_reception(draft)


def _start_reception(draft: Draft) -> None:
    """Limit how long an online dossier waits to be accepted, refused or sent back for a supplement."""
    if not draft.work_left(draft.net.start):
        return
    calendar = draft.context.calendar_of(draft.dossier.desk)
    clocks.start_clock(draft, "reception", RECEPTION, RECEPTION_LIMIT, calendar)


def _claim_own_reception(draft: Draft) -> None:
    """Whoever receives a dossier at the desk has it in hand already."""
    actor = draft.context.actor
    for item in draft.work_left(draft.net.start):
        if draft.dossier.channel == "desk" and authority.may_work(actor, item):
            draft.record(
                WorkItemClaimed(at=draft.context.now, number=item.number, by=actor.officer)
            )


def record_papers(command: RecordPapers, draft: Draft) -> None:
    """Note what differs from what was noted before."""
    authority.require_desk_officer(draft)
    handed_in = papers.read_papers(draft.net.procedure, command.papers)
    differ = papers.differing(draft.dossier, handed_in)
    if differ:
        now, officer = draft.context.now, draft.context.actor.officer
        draft.record(PapersRecorded(at=now, by=officer, papers=differ))


def correct_applicant(command: CorrectApplicant, draft: Draft) -> None:
    """Replace the details of the applicant, where they differ."""
    authority.require_desk_officer(draft)
    applicant = read_correction(command)
    if applicant != draft.dossier.applicant:
        draft.record(
            ApplicantCorrected(
                at=draft.context.now,
                by=draft.context.actor.officer,
                applicant=applicant,
                reason=command.reason.strip(),
            )
        )
