"""A request as page handlers see it: who asks, in which language, what was sent.

A handler that takes ``OfficerVisit`` is reached only by somebody signed in and, where it changes
something, only by a form with the token of the session: there is no other way to get one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from engine.messages import LANGUAGES, Language, message
from engine.services.access import SignedIn, resume_session
from engine.services.office import Office
from engine.web.navigation import Entry, counts_for, entries_for
from engine.web.rendering import DemoAccount, page
from engine.web.security import (
    SAFE_METHODS,
    SignInNeededError,
    require_same_origin,
    require_token,
    session_cookie,
)

_FORM = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """What all page handlers share; it hangs on the application."""

    office: Office
    templates: Environment
    demo_accounts: tuple[DemoAccount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request of anyone, signed in or not."""

    request: Request
    console: Console
    language: Language
    form: FormData = field(default_factory=FormData)
    signed_in: SignedIn | None = None
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def office(self) -> Office:
        """Return the office the services work for."""
        return self.console.office

    @property
    def navigation(self) -> tuple[Entry, ...]:
        """Return the pages this visitor finds in the header."""
        return entries_for(self.signed_in) if self.signed_in else ()

    @property
    def here(self) -> str:
        """Return the path and query of the page, to come back to."""
        query = self.request.url.query
        return f"{self.request.url.path}?{query}" if query else self.request.url.path

    def text(self, name: str) -> str:
        """Return what was typed into a form field, or nothing."""
        value = self.form.get(name, "")
        return value if isinstance(value, str) else ""

    def page(self, template: str, status: int = 200, **context: object) -> HTMLResponse:
        """Return a page made from a template."""
        shown = {"visit": self, **context}
        return HTMLResponse(page(self.console.templates, template, self.language, shown), status)


@dataclass(frozen=True, slots=True, kw_only=True)
class _SignedInVisit(Visit):
    """A request of a signed-in officer."""

    signed_in: SignedIn

    @property
    def officer(self) -> str:
        """Return the id of the officer."""
        return self.signed_in.actor.officer


async def _anyone(request: Request) -> Visit:
    """Return the visit of anyone; a form has to come from this console."""
    console = _console(request)
    require_same_origin(request, console.office.settings)
    asked = request.query_params.get("lang")
    chosen = next((each for each in LANGUAGES if each == asked), None)
    form = await _form(request)
    visit = Visit(
        request=request,
        console=console,
        language=chosen or console.office.settings.language,
        form=form,
    )
    request.state.visit = visit
    return visit


async def _officer(request: Request) -> _SignedInVisit:
    """Return the visit of a signed-in officer.

    Raises:
        SignInNeededError: nobody is signed in.
        NotAuthorizedError: a form came from another site or an older session.
    """
    console = _console(request)
    require_same_origin(request, console.office.settings)
    secret = request.cookies.get(session_cookie(console.office.settings))
    signed_in = await run_in_threadpool(resume_session, console.office, secret) if secret else None
    if signed_in is None:
        raise SignInNeededError(
            message("Expected somebody who is signed in, but the session has ended")
        )
    form = await _form(request)
    counts = await run_in_threadpool(counts_for, console.office, signed_in)
    visit = _SignedInVisit(
        request=request,
        console=console,
        language=signed_in.language,
        form=form,
        signed_in=signed_in,
        counts=counts,
    )
    request.state.visit = visit
    require_token(request, form, signed_in)
    return visit


def _console(request: Request) -> Console:
    console: Console = request.app.state.console
    return console


async def _form(request: Request) -> FormData:
    sent = request.headers.get("content-type", "").partition(";")[0]
    if request.method in SAFE_METHODS or sent not in _FORM:
        return FormData()
    return await request.form(max_files=0, max_fields=500)


AnyVisit = Annotated[Visit, Depends(_anyone)]
OfficerVisit = Annotated[_SignedInVisit, Depends(_officer)]
