"""Commands about whose hands work is in."""

from __future__ import annotations

from engine.services import assigning, undoing, visibility
from engine.web.api.answers import command_answer
from engine.web.api.command_models import AssignmentIn, CommandOut, ReasonIn
from engine.web.api.commands import CommandId
from engine.web.api.routes import ByOfficer, Code, InOffice, Number, token_router

router = token_router()


@router.post("/dossiers/{code}/undo", tags=["work items"])
def undo_last(
    code: Code, given: ReasonIn, office: InOffice, officer: ByOfficer, command_id: CommandId
) -> CommandOut:
    """Take back the step you finished last, on the same day and while nothing came of it."""
    by = officer.actor.officer
    visibility.require_dossier(office, code, by)
    return command_answer(undoing.undo(office, code, given.reason, by, command_id))


@router.post("/dossiers/{code}/items/{number}/assign", tags=["work items"])
def assign_item(
    code: Code,
    number: Number,
    given: AssignmentIn,
    office: InOffice,
    officer: ByOfficer,
    command_id: CommandId,
) -> CommandOut:
    """Give a work item to an officer; who heads or supervises its unit may."""
    by = officer.actor.officer
    visibility.require_dossier(office, code, by)
    applied = assigning.assign(office, code, number, given.to, by, command_id)
    return command_answer(applied)
