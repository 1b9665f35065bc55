"""Commands about alerts beside taking note of them: put off, hand up, hand to a colleague."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from engine.services import alerts, visibility
from engine.web.api.answers import command_answer
from engine.web.api.command_models import CommandOut, ReasonIn
from engine.web.api.commands import CommandId
from engine.web.api.routes import ByOfficer, Code, InOffice, Number, token_router

router = token_router()


class SnoozeIn(ReasonIn):
    """Until when an alert is put off, and why."""

    until: date = Field(description="A day after today; it is raised when the unit opens then.")


class ReassignmentIn(ReasonIn):
    """Who gets an alert, and why."""

    to: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        description="An officer of the unit that answers for it."
    )


@router.post("/dossiers/{code}/alerts/{number}/snooze", tags=["alerts"])
def snooze_alert(
    code: Code,
    number: Number,
    given: SnoozeIn,
    office: InOffice,
    officer: ByOfficer,
    command_id: CommandId,
) -> CommandOut:
    """Put an alert off until a later day."""
    by = officer.actor.officer
    visibility.require_alert(office, code, number, by)
    return command_answer(
        alerts.snooze(office, code, number, given.until, given.reason, by, command_id)
    )


@router.post("/dossiers/{code}/alerts/{number}/escalate", tags=["alerts"])
def escalate_alert(
    code: Code,
    number: Number,
    given: ReasonIn,
    office: InOffice,
    officer: ByOfficer,
    command_id: CommandId,
) -> CommandOut:
    """Hand an alert to who comes next: head of the unit, supervisor, service centre."""
    by = officer.actor.officer
    visibility.require_alert(office, code, number, by)
    return command_answer(alerts.escalate(office, code, number, given.reason, by, command_id))


@router.post("/dossiers/{code}/alerts/{number}/reassign", tags=["alerts"])
def reassign_alert(
    code: Code,
    number: Number,
    given: ReassignmentIn,
    office: InOffice,
    officer: ByOfficer,
    command_id: CommandId,
) -> CommandOut:
    """Hand an alert to another officer of its unit."""
    by = officer.actor.officer
    visibility.require_alert(office, code, number, by)
    return command_answer(
        alerts.reassign(office, code, number, given.to, given.reason, by, command_id)
    )
