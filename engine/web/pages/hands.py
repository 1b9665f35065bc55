"""Giving out work from the page of a dossier."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from engine.errors import ConflictError, GuardFailedError, InvalidStatusError
from engine.services import assigning, dossiers, undoing
from engine.web.forms import Typed
from engine.web.pages.dossiers import sent_id, show_page, too_late
from engine.web.visits import OfficerVisit

router = APIRouter(include_in_schema=False, prefix="/dossiers/{code}")


@router.post("/items/{number}/assign")
def assign(visit: OfficerVisit, code: str, number: int) -> Response:
    """Give a step to an officer, and go back to the dossier."""
    view = dossiers.show(visit.office, code, visit.officer)
    name = f"assign-{number}"
    try:
        assigning.assign(
            visit.office, code, number, visit.text(name), visit.officer, sent_id(visit)
        )
    except GuardFailedError as error:
        typed = Typed({name: visit.text(name)}, {name: error.message}, error.message)
        return show_page(visit, view, deed=typed, status=error.status)
    except (ConflictError, InvalidStatusError) as error:
        return too_late(visit, code, number, error)
    return RedirectResponse(f"/dossiers/{code}?notice=assigned", 303)


@router.post("/undo")
def undo(visit: OfficerVisit, code: str) -> Response:
    """Take back the step that was just finished, and go back to the dossier."""
    view = dossiers.show(visit.office, code, visit.officer)
    reason = visit.text("undo-reason")
    try:
        undoing.undo(visit.office, code, reason, visit.officer, sent_id(visit))
    except GuardFailedError as error:
        typed = Typed({"undo-reason": reason}, {"undo-reason": error.message}, error.message)
        return show_page(visit, view, deed=typed, status=error.status)
    except (ConflictError, InvalidStatusError) as error:
        return too_late(visit, code, 0, error)
    return RedirectResponse(f"/dossiers/{code}?notice=undone", 303)
