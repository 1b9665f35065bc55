"""How every request to the API runs: bounded, with a token, its errors as problem documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool

from engine.messages import message
from engine.services.access import SignedIn, resume_token
from engine.services.office import Office
from engine.web.api.models import Problem
from engine.web.api.problems import (
    MEDIA_TYPE,
    NoTokenError,
    problem_response,
)

PREFIX = "/api/v1"
_BEARER = re.compile(r"[Bb]earer +(\S+)")
_Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class OpenRoute(APIRoute):
    """A route for everybody, whose errors are problem documents."""

    async def admit(self, request: Request) -> None:
        """Let everybody in."""

    def get_route_handler(self) -> _Handler:
        """Return the handler with admission before and errors mapped after it."""
        handle: _Handler = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                await self.admit(request)
                return await handle(request)
            except Exception as error:  # every error becomes a problem document
                return problem_response(request, error)

        return answer


class TokenRoute(OpenRoute):
    """A route for officers: who asks is known before anything else of the request is looked at."""

    async def admit(self, request: Request) -> None:
        """Refuse a request without a valid token, and remember whose it is."""
        given = _BEARER.fullmatch(request.headers.get("authorization", ""))
        office = office_of(request)
        found = await run_in_threadpool(resume_token, office, given[1]) if given else None
        if found is None:
            raise NoTokenError(
                message(
                    "Expected the header “Authorization: Bearer <token>” with a valid token; ask for one with POST /api/v1/tokens"
                )
            )
        request.state.signed_in = found


def office_of(request: Request) -> Office:
    """Return the office the application works for."""
    office: Office = request.app.state.office
    return office


async def _office(request: Request) -> Office:
    return office_of(request)


async def _officer(request: Request) -> SignedIn:
    signed_in: SignedIn = request.state.signed_in
    return signed_in


InOffice = Annotated[Office, Depends(_office)]
ByOfficer = Annotated[SignedIn, Depends(_officer)]

_PROBLEM: dict[str, Any] = {
    "description": "Problem",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_ANY_PROBLEM: dict[int | str, dict[str, Any]] = {
    # The model is named once so that the schema stands in the document; the rest refer to it.
    "default": {"model": Problem, **_PROBLEM},
    422: _PROBLEM,
}


def open_router() -> APIRouter:
    """Return a router whose routes need no token."""
    return APIRouter(prefix=PREFIX, route_class=OpenRoute, responses=_ANY_PROBLEM)


def token_router() -> APIRouter:
    """Return a router whose routes all need a token."""
    shown_in_description = Depends(HTTPBearer(auto_error=False, description="POST /tokens"))
    return APIRouter(
        prefix=PREFIX,
        route_class=TokenRoute,
        responses=_ANY_PROBLEM,
        dependencies=[shown_in_description],
    )


Code = Annotated[str, Path(max_length=64, description="Code of a dossier.")]
Key = Annotated[str, Path(max_length=64, description="Key of a procedure.")]
Number = Annotated[int, Path(ge=1, le=1_000_000, description="Number within the dossier.")]
After = Annotated[
    str | None, Query(max_length=400, description="The ``after`` of the page before.")
]
Limit = Annotated[int, Query(ge=1, le=100, description="At most so many.")]
