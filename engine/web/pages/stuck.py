"""What stopped and needs an administrator: effects that were given up, dossiers that cannot go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from engine.core.effects import EffectKind
from engine.errors import RejectionError
from engine.messages import Message, message
from engine.services import dead_letters, stuck_clocks
from engine.services.commands import Applied
from engine.web.forms import command_id, new_token
from engine.web.visits import OfficerVisit

router = APIRouter(include_in_schema=False, prefix="/stuck")

EFFECTS: Mapping[EffectKind, Message] = {
    "automatic_step": message("An automatic step"),
    "start_dossier": message("Starting a linked dossier"),
    "report_end": message("Telling a dossier the end of its linked one"),
    "stop_dossier": message("Stopping a linked dossier"),
    "notice": message("A notice of an alert"),
}
ADVICE: Mapping[EffectKind, Message] = {
    "automatic_step": message("Mend what the step works with, then try again."),
    "start_dossier": message(
        "See that the linked procedure is published and somebody receives it, then try again."
    ),
    "report_end": message(
        "See that somebody is responsible for the step that follows, then try again."
    ),
    "stop_dossier": message("Look at both dossiers; try again, or stop the linked one by hand."),
    "notice": message("See that mail is sent and the notices file can be written, then try again."),
}


@router.get("")
def show_stuck(visit: OfficerVisit, done: Literal["", "again"] = "") -> Response:
    """Show what stopped, longest first."""
    return _page(visit, done=done)


@router.post("/effects/{number}/requeue")
def requeue_effect(number: int, visit: OfficerVisit) -> Response:
    """Let an effect be tried again."""
    return _do(visit, lambda id: dead_letters.requeue(visit.office, number, visit.officer, id))


@router.post("/dossiers/{code}/{number}/requeue")
def requeue_clock(code: str, number: int, visit: OfficerVisit) -> Response:
    """Let a dossier be tried again."""
    return _do(
        visit,
        lambda id: stuck_clocks.requeue_clock(visit.office, code, number, visit.officer, id),
    )


def _do(visit: OfficerVisit, command: Callable[[str], Applied]) -> Response:
    try:
        command(command_id(visit.form, visit.officer, visit.request.url.path))
    except RejectionError as error:
        if error.status == 403:
            raise
        return _page(visit, refused=error.message, status=error.status)
    return RedirectResponse("/stuck?done=again", 303)


def _page(
    visit: OfficerVisit, *, done: str = "", refused: Message | None = None, status: int = 200
) -> Response:
    return visit.page(
        "stuck.html",
        status,
        dossiers=stuck_clocks.list_stuck(visit.office, visit.officer),
        effects=dead_letters.list_dead_letters(visit.office, visit.officer),
        names=EFFECTS,
        advice=ADVICE,
        done=done,
        refused=refused,
        token=new_token(),
    )
