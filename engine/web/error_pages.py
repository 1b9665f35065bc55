"""Shows every error as a page: one place maps the tree of errors to what a browser gets."""

from __future__ import annotations

import logging
from http import HTTPStatus
from urllib.parse import quote
from uuid import uuid4

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from engine.errors import DiskFullError, EngineError, RejectionError, StoreError
from engine.messages import Message, message
from engine.web.api.problems import problem_response
from engine.web.api.routes import PREFIX
from engine.web.security import SAFE_METHODS, SignInNeededError
from engine.web.traces import without_text
from engine.web.visits import Visit
from engine.worktime.rules import CalendarRangeError

_log = logging.getLogger(__name__)
_NO_PAGE = message("Expected the address of a page, but there is none here; check it and try again")
_METHOD = message("Expected a form of this console, but this address does not take it")
_FORM = message("Expected a form of this console, but it cannot be read; open the page again")
_HTTP = {400: _FORM, 405: _METHOD}


def install(app: FastAPI) -> None:
    """Let an application show its errors as pages."""
    app.add_exception_handler(SignInNeededError, _sign_in)
    app.add_exception_handler(RejectionError, _rejected)
    app.add_exception_handler(StoreError, _busy)
    app.add_exception_handler(CalendarRangeError, _busy)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unreadable)


def answer(request: Request, error: Exception) -> Response:
    """Return the answer to an error that no handler of the application took."""
    if request.url.path.startswith(f"{PREFIX}/"):
        return problem_response(request, error)
    if isinstance(error, RejectionError):
        return _page(request, error.message, error.status)
    return _broken(request, error)


async def _sign_in(request: Request, error: Exception) -> Response:
    if request.method not in SAFE_METHODS:
        return RedirectResponse("/sign-in?ended=1", 303)
    query = f"?{request.url.query}" if request.url.query else ""
    here = quote(request.url.path + query, safe="/")
    return RedirectResponse("/sign-in" if here == "/" else f"/sign-in?next={here}", 303)


async def _rejected(request: Request, error: Exception) -> Response:
    assert isinstance(error, RejectionError)
    return _page(request, error.message, error.status)


async def _busy(request: Request, error: Exception) -> Response:
    assert isinstance(error, EngineError)
    _log.error("%s", error)
    status = 507 if isinstance(error, DiskFullError) else 503
    return _page(request, error.message, status)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _page(request, _HTTP.get(error.status_code, _NO_PAGE), error.status_code)


async def _unreadable(request: Request, error: Exception) -> Response:
    return _page(request, _NO_PAGE, 404)


def _broken(request: Request, error: Exception) -> Response:
    """Show an unforeseen error with a number an operator finds in the log."""
    number = uuid4().hex[:8]
    _log.error("Unforeseen error %s at %s: %s", number, request.url.path, without_text(error))
    told = (
        error.message
        if isinstance(error, EngineError)
        else message(
            "Expected to answer, but something went wrong; tell the operator the number {number}",
            number=number,
        )
    )
    return _page(request, told, 500)


def _page(request: Request, told: Message, status: int) -> Response:
    visit = getattr(request.state, "visit", None)
    if visit is None:
        console = request.app.state.console
        visit = Visit(request=request, console=console, language=console.office.settings.language)
    return visit.page("error.html", status, told=told, reason=HTTPStatus(status))
