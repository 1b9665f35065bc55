"""The clerk's inbox, and the search for one dossier."""

from __future__ import annotations

from urllib.parse import quote, unquote

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from engine.core.inbox_views import InboxView
from engine.core.lifecycle import DOSSIER_STATUS_NAMES
from engine.messages import Message, message
from engine.services import inbox
from engine.web.forms import new_token
from engine.web.security import SEARCH_COOKIE, set_cookie
from engine.web.visits import OfficerVisit

router = APIRouter(include_in_schema=False)

VIEWS: dict[InboxView, Message] = {
    "unit": message("All my work"),
    "mine": message("In my hands"),
    "unassigned": message("Taken by nobody"),
    "due_today": message("Due today"),
    "overdue": message("Overdue"),
    "taking_part": message("Taking part"),
    "waiting": message("Waiting for others"),
    "to_return": message("To be returned"),
    "done": message("Done by me"),
}
EMPTY: dict[InboxView, Message] = {
    "unit": message("There is no work for you now."),
    "mine": message("You have nothing in your hands. Take a dossier from “All my work”."),
    "unassigned": message("Everything has been taken."),
    "due_today": message("Nothing else is due today."),
    "overdue": message("Nothing is overdue."),
    "taking_part": message("No step that others do waits for your opinion."),
    "waiting": message("No dossier waits for its applicant or another agency."),
    "to_return": message("No result waits to be returned."),
    "done": message("You have not finished any step yet."),
}
_FOUND_AT_MOST = 20


@router.get("/inbox")
def show_inbox(visit: OfficerVisit, view: InboxView = "unit", after: str | None = None) -> Response:
    """Show a page of one view of the inbox, with the counts of all views."""
    shown = inbox.open_inbox(visit.office, visit.officer, view, after=after or None)
    directory = visit.signed_in.rulebook.directory
    return visit.page(
        "inbox.html",
        inbox=shown,
        views=VIEWS,
        empty=EMPTY[view],
        units={
            code: directory.unit(code).name if directory.knows(code) else code
            for code in {line.row.unit for line in shown.lines}
        },
        token=new_token(),
    )


@router.post("/search")
def search(visit: OfficerVisit) -> Response:
    """Open the dossier with exactly this code, or show what matches."""
    wanted = " ".join(visit.text("q").split())[:200]
    found = inbox.find_dossiers(visit.office, visit.officer, wanted)
    exact = next((each for each in found if each.row.code == wanted.upper()), None)
    if exact is not None:
        return RedirectResponse(f"/dossiers/{exact.row.code}", 303)
    response = RedirectResponse("/search" if wanted else "/inbox", 303)
    set_cookie(response, visit.office.settings, SEARCH_COOKIE, quote(wanted))
    return response


@router.get("/search")
def show_found(visit: OfficerVisit) -> Response:
    """Show the dossiers that match what was last searched for."""
    wanted = unquote(visit.request.cookies.get(SEARCH_COOKIE, ""))
    found = inbox.find_dossiers(visit.office, visit.officer, wanted)
    return visit.page(
        "search.html",
        wanted=wanted,
        found=found,
        cut_off=len(found) >= _FOUND_AT_MOST,
        statuses=DOSSIER_STATUS_NAMES,
    )
