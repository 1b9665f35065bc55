"""The description of the API (OpenAPI 3.1), and the answer where there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.routing import Match

from engine.messages import message
from engine.web.api.problems import MethodNotAllowedError, NoSuchAddressError
from engine.web.api.routes import open_router

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]


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

    @router.api_route("/{path:path}", methods=_METHODS, include_in_schema=False)
    async def nothing_here(path: str, request: Request) -> Response:
        raise _refusal(routes, request)

    return router


def _refusal(routes: Sequence[APIRoute], request: Request) -> Exception:
    """Return what is wrong with a request no route took: its address, or only its method."""
    partly = (route for route in routes if route.matches(request.scope)[0] is Match.PARTIAL)
    methods = ", ".join(sorted({method for route in partly for method in route.methods or ()}))
    if methods:
        text = message("Expected one of the methods {methods} here", methods=methods)
        return MethodNotAllowedError(text, methods)
    return NoSuchAddressError(
        message("Expected an address of the API, but there is none here; see /api/v1/openapi.json")
    )
