"""Reading dossiers and their journals."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import HTMLResponse

from engine.services import dossiers
from engine.web.api.dossier_answers import dossier_answer, entry_answer
from engine.web.api.dossier_models import DossierOut, JournalOut
from engine.web.api.language import InLanguage
from engine.web.api.routes import ByOfficer, Code, InOffice, Limit, token_router
from engine.web.printing import printed
from engine.web.rendering import environment

router = token_router()

Form = Annotated[str, Path(max_length=100, description="A type among the dossier's ``forms``.")]


@router.get("/dossiers/{code}", tags=["dossiers"])
def show_dossier(
    code: Code, office: InOffice, officer: ByOfficer, language: InLanguage
) -> DossierOut:
    """Return a dossier with its data, its open work items and why it is due when it is due."""
    return dossier_answer(office, dossiers.show(office, code, officer.actor.officer), language)


@router.get(
    "/dossiers/{code}/forms/{form}",
    tags=["dossiers"],
    response_class=HTMLResponse,
    responses={200: {"content": {"text/html": {"schema": {"type": "string"}}}}},
)
def print_form(code: Code, form: Form, office: InOffice, officer: ByOfficer) -> HTMLResponse:
    """Return a form as a page that prints on A4 and needs no other file; always in Vietnamese."""
    view = dossiers.show(office, code, officer.actor.officer)
    return HTMLResponse(printed(environment(office.zone), view, form, alone=True))


@router.get("/dossiers/{code}/journal", tags=["dossiers"])
def list_journal(
    code: Code,
    office: InOffice,
    officer: ByOfficer,
    after: Annotated[int, Query(ge=0, description="Number of the last entry you have.")] = 0,
    limit: Limit = 100,
) -> JournalOut:
    """Return a page of a dossier's journal, oldest first."""
    view = dossiers.show(office, code, officer.actor.officer)
    later = [entry for entry in view.journal if entry.seq > after]
    shown = later[:limit]
    return JournalOut(
        entries=tuple(entry_answer(entry, view.rulebook) for entry in shown),
        after=shown[-1].seq if len(later) > limit else None,
    )
