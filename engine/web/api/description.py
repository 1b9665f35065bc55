"""The description of the API (OpenAPI 3.1), and the answer where there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from engine.errors import RejectionError
from engine.messages import message
from engine.web.api.problems import MethodNotAllowedError, NoSuchAddressError, problem_response
from engine.web.api.routes import PREFIX, open_router


def describing(parts: Sequence[APIRouter]) -> APIRouter:
    """Return a router that describes other routers and takes what they do not; it comes last."""
    router = open_router()
    routes = [route for part in parts for route in part.routes if isinstance(route, APIRoute)]

    @router.get("/openapi.json", include_in_schema=False)
    def describe() -> dict[str, Any]:
        return get_openapi(
            title="Một Cửa",
            version=version("motcua"),
            summary="Dossiers, inboxes, alerts and procedures of a one-stop office.",
            routes=routes,
        )

    router.routes.append(Route(f"{PREFIX}/{{path:path}}", _NothingHere(routes)))
    return router


class _NothingHere:
    """Answers, whatever the method, where no route does: the address is wrong, or only the method."""

    def __init__(self, routes: Sequence[APIRoute]) -> None:
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        response = problem_response(Request(scope), self._refusal(scope))
        await response(scope, receive, send)

    def _refusal(self, scope: Scope) -> RejectionError:
        partly = (route for route in self._routes if route.matches(scope)[0] is Match.PARTIAL)
        methods = ", ".join(sorted({method for route in partly for method in route.methods or ()}))
        if methods:
            text = message("Expected one of the methods {methods} here", methods=methods)
            return MethodNotAllowedError(text, methods)
        return NoSuchAddressError(
            message(
                "Expected an address of the API, but there is none here; see /api/v1/openapi.json"
            )
        )
