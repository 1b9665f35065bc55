"""Commands on dossiers. The same ``Idempotency-Key`` gives the same result once."""

from __future__ import annotations

from typing import Annotated
from uuid import NAMESPACE_URL, uuid4, uuid5

from fastapi import Depends, Header, Response

from engine.core.state import Applicant, HandedIn
from engine.services import alerts, dossiers, visibility
from engine.web.api.answers import command_answer
from engine.web.api.command_models import (
    CommandOut,
    CompletionIn,
    CorrectionIn,
    HandedInPapers,
    OpinionIn,
    PapersIn,
    ReasonIn,
    ReceptionIn,
)
from engine.web.api.routes import PREFIX, ByOfficer, Code, InOffice, Number, token_router

router = token_router()


async def _command_id(
    officer: ByOfficer,
    idempotency_key: Annotated[
        str | None,
        Header(
            min_length=1,
            max_length=200,
            description="A text of your own, new for each command, such as a UUID. Sent again with the same request it brings the first result instead of a second effect. Without it, every request is a new command.",
        ),
    ] = None,
) -> str:
    if idempotency_key is None:
        return str(uuid4())
    # Keys belong to who sent them: nobody can reach, or spoil, the commands of others.
    return str(uuid5(NAMESPACE_URL, f"motcua:api:{officer.actor.officer}:{idempotency_key}"))


CommandId = Annotated[str, Depends(_command_id)]


@router.post("/dossiers", status_code=201, tags=["dossiers"])
def receive_dossier(
    given: ReceptionIn,
    office: InOffice,
    officer: ByOfficer,
    command_id: CommandId,
    response: Response,
) -> CommandOut:
    """Receive a dossier under the version of the procedure that is in force today."""
    reception = dossiers.Reception(
        procedure=given.procedure,
        desk=given.desk,
        territory=given.territory,
        applicant=Applicant(**given.applicant.model_dump()),
        channel=given.channel,
        data=given.data,
        papers=_handed_in(given.papers),
    )
    applied = dossiers.receive(office, reception, officer.actor.officer, command_id)
    response.headers["Location"] = f"{PREFIX}/dossiers/{applied.dossier}"
    return command_answer(applied)


def _handed_in(papers: HandedInPapers) -> dict[str, HandedIn]:
    return {name: HandedIn(each.originals, each.copies) for name, each in papers.items()}


@router.post("/dossiers/{code}/papers", tags=["dossiers"])
def record_papers(
    code: Code, given: PapersIn, office: InOffice, officer: ByOfficer, command_id: CommandId
) -> CommandOut:
    """Note what has been handed in of the papers; the desk that received the dossier may."""
    by = officer.actor.officer
    visibility.require_dossier(office, code, by)
    papers = _handed_in(given.papers)
    return command_answer(dossiers.record_papers(office, code, papers, by, command_id))


@router.post("/dossiers/{code}/applicant", tags=["dossiers"])
def correct_applicant(
    code: Code,
    given: CorrectionIn,
    office: InOffice,
    officer: ByOfficer,
    command_id: CommandId,
) -> CommandOut:
    """Correct the details of the applicant; the desk that received the dossier may."""
    by = officer.actor.officer
    visibility.require_dossier(office, code, by)
    applicant = Applicant(**given.applicant.model_dump())
    return command_answer(
        dossiers.correct_applicant(office, code, applicant, given.reason, by, command_id)
    )


@router.post("/dossiers/{code}/items/{number}/claim", tags=["work items"])
def claim_item(
    code: Code, number: Number, office: InOffice, officer: ByOfficer, command_id: CommandId
) -> CommandOut:
    """Take a work item out of the unit's inbox."""
    by = officer.actor.officer
    visibility.require_dossier(office, code, by)
    return command_answer(dossiers.claim(office, code, number, by, command_id))


@router.post("/dossiers/{code}/items/{number}/release", tags=["work items"])
def release_item(
    code: Code, number: Number, office: InOffice, officer: ByOfficer, command_id: CommandId
) -> CommandOut:
    """Give a work item back to the unit's inbox."""
    by = officer.actor.officer
    visibility.require_dossier(office, code, by)
    return command_answer(dossiers.release(office, code, number, by, command_id))


@router.post("/dossiers/{code}/items/{number}/complete", tags=["work items"])
def complete_item(
    code: Code,
    number: Number,
    given: CompletionIn,
    office: InOffice,
    officer: ByOfficer,
    command_id: CommandId,
) -> CommandOut:
    """Finish a work item, or answer a wait, by one of its outcomes."""
    by = officer.actor.officer
    visibility.require_dossier(office, code, by)
    applied = dossiers.complete(
        office,
        code,
        number,
        given.outcome,
        by,
        command_id,
        data=given.data,
        note=given.note,
        assign_to=given.assign_to,
        again=given.again,
    )
    return command_answer(applied)


@router.post("/dossiers/{code}/items/{number}/opinions", tags=["work items"])
def give_opinion(
    code: Code,
    number: Number,
    given: OpinionIn,
    office: InOffice,
    officer: ByOfficer,
    command_id: CommandId,
) -> CommandOut:
    """Add an opinion to a step you take part in; ``number`` is the item of your part."""
    by = officer.actor.officer
    visibility.require_dossier(office, code, by)
    applied = dossiers.give_opinion(office, code, number, given.text, by, command_id)
    return command_answer(applied)


@router.post("/dossiers/{code}/withdraw", tags=["dossiers"])
def withdraw_dossier(
    code: Code, given: ReasonIn, office: InOffice, officer: ByOfficer, command_id: CommandId
) -> CommandOut:
    """Close a dossier at the applicant's request."""
    by = officer.actor.officer
    visibility.require_dossier(office, code, by)
    return command_answer(dossiers.withdraw(office, code, given.reason, by, command_id))


@router.post("/dossiers/{code}/stop", tags=["dossiers"])
def stop_dossier(
    code: Code, given: ReasonIn, office: InOffice, officer: ByOfficer, command_id: CommandId
) -> CommandOut:
    """Stop the handling of a dossier; a supervisor may."""
    by = officer.actor.officer
    visibility.require_dossier(office, code, by)
    return command_answer(dossiers.stop(office, code, given.reason, by, command_id))


@router.post("/dossiers/{code}/alerts/{number}/acknowledge", tags=["alerts"])
def acknowledge_alert(
    code: Code,
    number: Number,
    given: ReasonIn,
    office: InOffice,
    officer: ByOfficer,
    command_id: CommandId,
) -> CommandOut:
    """Take note of an alert and say what will be done."""
    by = officer.actor.officer
    visibility.require_alert(office, code, number, by)
    return command_answer(alerts.acknowledge(office, code, number, given.reason, by, command_id))
