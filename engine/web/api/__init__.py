"""The REST API under ``/api/v1``: everything the console can do, for other programs.

``ROUTERS`` are all an application needs; the office is taken from ``app.state.office``. Every route
asks for a token unless it stands in ``open_routes``; every error is a problem document (RFC 9457).
"""

from __future__ import annotations

from fastapi import APIRouter

from engine.web.api import (
    alert_commands,
    alerts,
    commands,
    dossiers,
    hands,
    inbox,
    open_routes,
    procedures,
    promises,
)
from engine.web.api.description import describing

__all__ = ["ROUTERS"]

_PARTS = tuple(
    part.router
    for part in (
        open_routes,
        inbox,
        dossiers,
        commands,
        hands,
        promises,
        alert_commands,
        alerts,
        procedures,
    )
)


ROUTERS: tuple[APIRouter, ...] = (*_PARTS, describing(_PARTS))
"""The routers of the whole API, in this order; their paths begin with ``/api/v1``."""
