"""Alerts of an officer's units, a supervisor's also below, and the note that somebody has them in hand."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from engine.core.lifecycle import AlertStatus
from engine.errors import RejectionError
from engine.messages import Message, message
from engine.services import alerts, visibility
from engine.web.forms import command_id, new_token
from engine.web.visits import OfficerVisit

router = APIRouter(include_in_schema=False)

Status = Literal["raised", "acknowledged", "resolved"]
STATUSES: dict[Status, Message] = {
    "raised": message("To be taken note of"),
    "acknowledged": message("Taken note of"),
    "resolved": message("Resolved"),
}
EMPTY: dict[Status, Message] = {
    "raised": message("No alert waits for anybody. Load the page again to see new ones."),
    "acknowledged": message("Nobody has an alert in hand."),
    "resolved": message("No alert has been resolved yet."),
}


@router.get("/alerts")
def show_alerts(
    visit: OfficerVisit, status: Status = "raised", after: str | None = None, noted: str = ""
) -> Response:
    """Show a page of alerts, newest first."""
    return _page(visit, status, after or None, noted=noted)


@router.post("/alerts/{code}/{number}/acknowledge")
def acknowledge(code: str, number: int, visit: OfficerVisit) -> Response:
    """Take note of an alert with a reason, and go back to the list."""
    try:
        visibility.require_alert(visit.office, code, number, visit.officer)
        alerts.acknowledge(
            visit.office,
            code,
            number,
            visit.text("reason"),
            visit.officer,
            command_id(visit.form, visit.officer, visit.request.url.path),
        )
    except RejectionError as error:
        return _page(
            visit, "raised", None, refused=(code, number, error.message), status=error.status
        )
    return RedirectResponse(f"/alerts?noted={code}", 303)


def _page(
    visit: OfficerVisit,
    shown: Status,
    after: str | None,
    *,
    noted: str = "",
    refused: tuple[str, int, Message] | None = None,
    status: int = 200,
) -> Response:
    found = alerts.list_alerts(
        visit.office, visit.officer, statuses=(AlertStatus(shown),), after=after
    )
    return visit.page(
        "alerts.html",
        status,
        alerts=found,
        shown=shown,
        after=after,
        statuses=STATUSES,
        empty=EMPTY[shown],
        noted=noted,
        refused=refused,
        reason=visit.text("reason"),
        token=new_token(),
    )
