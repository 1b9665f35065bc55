"""Alerts of an officer's units."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from engine.core.lifecycle import AlertStatus
from engine.services import alerts
from engine.web.api.alert_answers import alerts_answer
from engine.web.api.alert_models import AlertsOut
from engine.web.api.language import InLanguage
from engine.web.api.routes import After, ByOfficer, InOffice, Limit, token_router

router = token_router()


@router.get("/alerts", tags=["alerts"])
def list_alerts(
    office: InOffice,
    officer: ByOfficer,
    language: InLanguage,
    status: Annotated[
        tuple[AlertStatus, ...], Query(max_length=4, description="Repeat it for several.")
    ] = alerts.UNRESOLVED,
    after: After = None,
    limit: Limit = 50,
) -> AlertsOut:
    """Return a page of the alerts of your units, newest first; a supervisor's reach below."""
    found = alerts.list_alerts(
        office, officer.actor.officer, statuses=status, after=after, limit=limit
    )
    return alerts_answer(found, language)
