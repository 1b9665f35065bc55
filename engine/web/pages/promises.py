"""What is done on the page of a dossier about the date the applicant was promised."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from engine.errors import ConflictError, GuardFailedError, InvalidStatusError
from engine.messages import message
from engine.services import dossiers, promises
from engine.services.commands import Applied
from engine.web.dossier_notices import NoticeName
from engine.web.forms import Typed, typed_texts
from engine.web.pages.dossiers import sent_id, show_page, too_late
from engine.web.visits import OfficerVisit

router = APIRouter(include_in_schema=False, prefix="/dossiers/{code}")


@router.post("/apology")
def record_apology(visit: OfficerVisit, code: str) -> Response:
    """Register the apology for a result that will be late."""
    return _do(
        visit,
        code,
        lambda: promises.record_apology(
            visit.office,
            code,
            visit.officer,
            sent_id(visit),
            letter=visit.text("apology-letter"),
            dated=_day(visit, "dated"),
            promised_on=_day(visit, "promised_on"),
            reason=visit.text("apology-reason"),
        ),
        "apologised",
        "apology",
    )


@router.post("/extend")
def extend(visit: OfficerVisit, code: str) -> Response:
    """Extend the time limit."""
    return _do(
        visit,
        code,
        lambda: promises.extend(
            visit.office,
            code,
            visit.officer,
            sent_id(visit),
            by=visit.text("extension-by"),
            reason=visit.text("extension-reason"),
            decision=visit.text("extension-decision"),
        ),
        "extended",
        "extension",
    )


def _day(visit: OfficerVisit, name: str) -> date:
    try:
        return date.fromisoformat(visit.text(f"apology-{name}"))
    except ValueError:
        fault = message("Expected a date")
        raise GuardFailedError(fault, {name: fault}) from None


def _do(
    visit: OfficerVisit,
    code: str,
    command: Callable[[], Applied],
    notice: NoticeName,
    form: str,
) -> Response:
    view = dossiers.show(visit.office, code, visit.officer)
    try:
        command()
    except GuardFailedError as error:
        faults = {f"{form}-{name}": text for name, text in error.fields.items()}
        typed = Typed(typed_texts(visit.form, {}), faults, error.message)
        return show_page(visit, view, deed=typed, status=error.status)
    except (ConflictError, InvalidStatusError) as error:
        return too_late(visit, code, 0, error)
    return RedirectResponse(f"/dossiers/{code}?notice={notice}", 303)
