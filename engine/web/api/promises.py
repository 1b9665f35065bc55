"""Commands about the date an applicant was promised: apologise, extend."""

from __future__ import annotations

from engine.services import promises, visibility
from engine.web.api.answers import command_answer
from engine.web.api.command_models import CommandOut
from engine.web.api.commands import CommandId
from engine.web.api.promise_models import ApologyIn, ExtensionIn
from engine.web.api.routes import ByOfficer, Code, InOffice, token_router

router = token_router()


@router.post("/dossiers/{code}/apology", tags=["dossiers"])
def record_apology(
    code: Code, given: ApologyIn, office: InOffice, officer: ByOfficer, command_id: CommandId
) -> CommandOut:
    """Register the apology for a result that will be late; the head or a supervisor may, once."""
    by = officer.actor.officer
    visibility.require_dossier(office, code, by)
    applied = promises.record_apology(office, code, by, command_id, **given.model_dump())
    return command_answer(applied)


@router.post("/dossiers/{code}/extend", tags=["dossiers"])
def extend_due_date(
    code: Code, given: ExtensionIn, office: InOffice, officer: ByOfficer, command_id: CommandId
) -> CommandOut:
    """Extend the legal limit once, after the apology; the head or a supervisor may."""
    by = officer.actor.officer
    visibility.require_dossier(office, code, by)
    return command_answer(promises.extend(office, code, by, command_id, **given.model_dump()))
