"""Puts the web application together: pages, the API, static files, protection, error pages."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from engine.services.office import Office
from engine.web import api, error_pages
from engine.web.pages import (
    alerts,
    dossiers,
    hands,
    inbox,
    overview,
    procedures,
    promises,
    reception,
    sign_in,
    stuck,
)
from engine.web.rendering import STATIC, DemoAccount, environment
from engine.web.security import Protection
from engine.web.visits import Console

PAGES: tuple[APIRouter, ...] = (
    sign_in.router,
    inbox.router,
    reception.router,
    dossiers.router,
    hands.router,
    promises.router,
    overview.router,
    alerts.router,
    procedures.router,
    stuck.router,
)


def create_app(office: Office, *, demo_accounts: tuple[DemoAccount, ...] = ()) -> FastAPI:
    """Return the console of an office as an ASGI application.

    Args:
        office: what the pages show; the caller closes it.
        demo_accounts: accounts the sign-in page offers with their passwords, in a demonstration only.
    """
    app = FastAPI(title="Một Cửa", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.console = Console(
        office=office, templates=environment(office.zone), demo_accounts=demo_accounts
    )
    app.state.office = office  # what the API works for
    app.add_middleware(Protection, secure=office.settings.secure_cookies, answer=error_pages.answer)
    error_pages.install(app)
    for router in (*PAGES, *api.ROUTERS):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app
