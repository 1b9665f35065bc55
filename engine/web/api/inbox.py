"""Inboxes."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from engine.core.inbox_views import InboxView
from engine.services import inbox
from engine.web.api.inbox_answers import inbox_answer
from engine.web.api.inbox_models import InboxOut
from engine.web.api.language import InLanguage
from engine.web.api.routes import After, ByOfficer, InOffice, Limit, token_router

router = token_router()


@router.get("/inbox", tags=["inbox"])
def list_inbox(
    office: InOffice,
    officer: ByOfficer,
    language: InLanguage,
    view: InboxView = "unit",
    search: Annotated[
        str, Query(max_length=200, description="Words in code, name, identity number or phone.")
    ] = "",
    after: After = None,
    limit: Limit = 50,
) -> InboxOut:
    """Return a page of your inbox, most pressing first."""
    found = inbox.open_inbox(
        office, officer.actor.officer, view, search=search, after=after, limit=limit
    )
    return inbox_answer(found, language)
