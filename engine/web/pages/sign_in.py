"""Coming in and going out, and the choice of the language."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from engine.errors import NotFoundError
from engine.messages import LANGUAGES, Label, Message, message
from engine.services import access
from engine.services.office import Office
from engine.web.security import SEARCH_COOKIE, drop_cookie, local_path, session_cookie, set_cookie
from engine.web.visits import AnyVisit, OfficerVisit, Visit

router = APIRouter(include_in_schema=False)
_ENDED = message("Your session has ended; sign in again")


@router.get("/")
def home(visit: OfficerVisit) -> Response:
    """Go to the first page of the officer's navigation."""
    entries = visit.navigation
    return RedirectResponse(entries[0].path if entries else "/inbox", 303)


@router.get("/sign-in")
def sign_in_page(
    visit: AnyVisit,
    after: Annotated[str, Query(alias="next")] = "/",
    ended: bool = False,
) -> Response:
    """Show the form to sign in."""
    return _page(visit, after, note=_ENDED if ended else None)


@router.post("/sign-in")
def sign_in(visit: AnyVisit) -> Response:
    """Open a session and go on to the page that was asked for."""
    after = local_path(visit.text("next"), "/")
    officer, office = visit.text("officer").strip(), visit.office
    try:
        secret, _ = access.sign_in(office, officer, visit.text("password"))
    except access.SignInError as error:
        return _page(visit, after, officer=officer, error=error.message, status=error.status)
    _end_session(visit)
    chosen = visit.request.query_params.get("lang")
    for language in LANGUAGES:
        if chosen == language:
            access.choose_language(office, officer, language)
    response = RedirectResponse(after, 303)
    set_cookie(response, office.settings, session_cookie(office.settings), secret)
    # Whoever sat here before may have searched for somebody, and never have signed out.
    drop_cookie(response, office.settings, SEARCH_COOKIE)
    return response


@router.post("/sign-out")
def sign_out(visit: OfficerVisit) -> Response:
    """End the session."""
    _end_session(visit)
    response = RedirectResponse("/sign-in", 303)
    for name in (session_cookie(visit.office.settings), SEARCH_COOKIE):
        drop_cookie(response, visit.office.settings, name)
    return response


@router.post("/language")
def choose_language(visit: OfficerVisit) -> Response:
    """Remember the officer's language and show the page again."""
    for language in LANGUAGES:
        if visit.text("language") == language:
            access.choose_language(visit.office, visit.officer, language)
    return RedirectResponse(local_path(visit.text("next"), "/"), 303)


def _end_session(visit: Visit) -> None:
    secret = visit.request.cookies.get(session_cookie(visit.office.settings))
    if secret:
        access.sign_out(visit.office, secret)


def _page(
    visit: Visit,
    after: str,
    *,
    officer: str = "",
    note: Message | None = None,
    error: Message | None = None,
    status: int = 200,
) -> Response:
    return visit.page(
        "sign_in.html",
        status,
        authority=_authority(visit.office),
        after=after,
        officer=officer,
        note=note,
        error=error,
    )


def _authority(office: Office) -> Label | None:
    try:
        with office.database.reading() as uow:
            return office.rulebook(uow).directory.spec.title
    except NotFoundError:
        return None
