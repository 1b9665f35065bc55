"""Alerts of an officer's units, a supervisor's also below, and the note that somebody has them in hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from engine.core.lifecycle import AlertStatus
from engine.errors import GuardFailedError, RejectionError
from engine.messages import Message, message
from engine.services import alerts, visibility
from engine.services.commands import Applied
from engine.web.forms import command_id, new_token
from engine.web.visits import OfficerVisit

router = APIRouter(include_in_schema=False)

Status = Literal["raised", "acknowledged", "snoozed", "resolved"]
STATUSES: dict[Status, Message] = {
    "raised": message("To be taken note of"),
    "acknowledged": message("Taken note of"),
    "snoozed": message("Put off"),
    "resolved": message("Resolved"),
}
EMPTY: dict[Status, Message] = {
    "raised": message("No alert waits for anybody. Load the page again to see new ones."),
    "acknowledged": message("Nobody has an alert in hand."),
    "snoozed": message("No alert is put off."),
    "resolved": message("No alert has been resolved yet."),
}


@router.get("/alerts")
def show_alerts(
    visit: OfficerVisit,
    status: Status = "raised",
    after: str | None = None,
    noted: str = "",
    handed: str = "",
) -> Response:
    """Show a page of alerts, newest first."""
    return _page(visit, status, after or None, noted=noted, handed=handed)


@router.post("/alerts/{code}/{number}/acknowledge")
def acknowledge(code: str, number: int, visit: OfficerVisit) -> Response:
    """Take note of an alert with a reason, and go back to the list."""
    return _do(
        visit,
        code,
        number,
        lambda id: alerts.acknowledge(
            visit.office, code, number, visit.text("reason"), visit.officer, id
        ),
        told="noted",
    )


@router.post("/alerts/{code}/{number}/snooze")
def snooze(code: str, number: int, visit: OfficerVisit) -> Response:
    """Put an alert off with a reason, and go back to the list."""
    return _do(
        visit,
        code,
        number,
        lambda id: alerts.snooze(
            visit.office, code, number, _until(visit), visit.text("reason"), visit.officer, id
        ),
    )


def _until(visit: OfficerVisit) -> date:
    try:
        return date.fromisoformat(visit.text("until"))
    except ValueError:
        raise GuardFailedError(message("Expected a date")) from None


@router.post("/alerts/{code}/{number}/escalate")
def escalate(code: str, number: int, visit: OfficerVisit) -> Response:
    """Hand an alert up with a reason, and go back to the list."""
    return _do(
        visit,
        code,
        number,
        lambda id: alerts.escalate(
            visit.office, code, number, visit.text("reason"), visit.officer, id
        ),
    )


@router.post("/alerts/{code}/{number}/reassign")
def reassign(code: str, number: int, visit: OfficerVisit) -> Response:
    """Hand an alert to a colleague with a reason, and go back to the list."""
    to = visit.text("to")
    return _do(
        visit,
        code,
        number,
        lambda id: alerts.reassign(
            visit.office, code, number, to, visit.text("reason"), visit.officer, id
        ),
    )


def _do(
    visit: OfficerVisit,
    code: str,
    number: int,
    command: Callable[[str], Applied],
    told: Literal["noted", "handed"] = "handed",
) -> Response:
    shown: Status = "acknowledged" if visit.text("shown") == "acknowledged" else "raised"
    try:
        visibility.require_alert(visit.office, code, number, visit.officer)
        command(command_id(visit.form, visit.officer, visit.request.url.path))
    except RejectionError as error:
        return _page(visit, shown, None, refused=(code, number, error.message), status=error.status)
    return RedirectResponse(f"/alerts?status={shown}&{told}={code}", 303)


def _page(
    visit: OfficerVisit,
    shown: Status,
    after: str | None,
    *,
    noted: str = "",
    handed: str = "",
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
        handed=handed,
        refused=refused,
        reason=visit.text("reason"),
        token=new_token(),
    )
