"""The page of a dossier, what officers do there, and its receipt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from engine.errors import ConflictError, GuardFailedError, InvalidStatusError
from engine.messages import Message, message
from engine.services import dossiers
from engine.services.commands import Applied
from engine.services.dossier_view import DossierView
from engine.specs.dossier_contents import DossierField
from engine.web.dossier_notices import NoticeName, handed_out, notice_text
from engine.web.dossier_page import kept_texts, make_page, picture, who_was_faster
from engine.web.forms import Typed, command_id, new_token, typed_fields, typed_texts, with_prefix
from engine.web.pages.reception import CHANNELS, typed_applicant, units_to_choose
from engine.web.paper_forms import read_checklist
from engine.web.printing import printed
from engine.web.security import local_path
from engine.web.visits import OfficerVisit

router = APIRouter(include_in_schema=False, prefix="/dossiers/{code}")

_CORRECTION = {"reason": "correction-reason"}
Journal = Literal["short", "whole"]


@router.get("")
def show_dossier(
    visit: OfficerVisit,
    code: str,
    item: int | None = None,
    notice: NoticeName | None = None,
    done: int | None = None,
    journal: Journal = "short",
) -> Response:
    """Show a dossier; ``item`` is the step to work on, ``done`` the one that was just completed."""
    view = dossiers.show(visit.office, code, visit.officer)
    return show_page(visit, view, item=item, notice=notice, done=done, journal=journal)


@router.get("/forms/{form}")
def show_form(visit: OfficerVisit, code: str, form: str) -> Response:
    """Show a form of the one-stop rules, filled in and ready to be printed."""
    view = dossiers.show(visit.office, code, visit.officer)
    return HTMLResponse(printed(visit.console.templates, view, form))


@router.post("/items/{number}/claim")
def claim(visit: OfficerVisit, code: str, number: int) -> Response:
    """Take a step out of the unit's inbox, and go back to where it was taken."""
    view = dossiers.show(visit.office, code, visit.officer)
    back = local_path(visit.text("next"), f"/dossiers/{code}?item={number}&notice=claimed")
    return _do(visit, view, number, dossiers.claim, back)


@router.post("/items/{number}/release")
def release(visit: OfficerVisit, code: str, number: int) -> Response:
    """Give a step back to the unit's inbox."""
    view = dossiers.show(visit.office, code, visit.officer)
    return _do(visit, view, number, dossiers.release, f"/dossiers/{code}?notice=released")


def _do(
    visit: OfficerVisit,
    view: DossierView,
    number: int,
    command: Callable[..., Applied],
    back: str,
) -> Response:
    code = view.dossier.code
    try:
        command(visit.office, code, number, visit.officer, sent_id(visit))
    except (ConflictError, InvalidStatusError) as error:
        return too_late(visit, code, number, error)
    return RedirectResponse(back, 303)


@router.post("/items/{number}/complete")
def complete(visit: OfficerVisit, code: str, number: int) -> Response:
    """Finish a step by the outcome whose button was pressed, or show what keeps it from that."""
    view = dossiers.show(visit.office, code, visit.officer)
    fields = _fields_of(view, number)
    data, note = typed_fields(visit.form, fields), visit.text("note")
    try:
        dossiers.complete(
            visit.office,
            code,
            number,
            visit.text("outcome"),
            visit.officer,
            sent_id(visit),
            data=data,
            note=note,
            assign_to=visit.text("assign_to"),
            again=visit.text("again"),
        )
    except GuardFailedError as error:
        typed = Typed(
            typed_texts(visit.form, fields), with_prefix(error.fields, fields), error.message
        )
        return show_page(visit, view, item=number, typed=typed, status=error.status)
    except (ConflictError, InvalidStatusError) as error:
        return too_late(visit, code, number, error, kept=kept_texts(view, data, fields, note))
    return RedirectResponse(f"/dossiers/{code}?notice=completed&done={number}", 303)


@router.post("/items/{number}/opinions")
def give_opinion(visit: OfficerVisit, code: str, number: int) -> Response:
    """Add an opinion to a step the officer takes part in, or show what is wrong with it."""
    view = dossiers.show(visit.office, code, visit.officer)
    name, text = f"opinion-{number}", visit.text(f"opinion-{number}")
    try:
        dossiers.give_opinion(visit.office, code, number, text, visit.officer, sent_id(visit))
    except GuardFailedError as error:
        typed = Typed({name: text}, {name: error.message}, error.message)
        return show_page(visit, view, opinion=typed, status=error.status)
    except (ConflictError, InvalidStatusError) as error:
        kept = [(message("Opinion"), text)]
        return too_late(visit, code, number, error, kept=kept)
    return RedirectResponse(f"/dossiers/{code}?notice=spoken", 303)


@router.post("/papers")
def record_papers(visit: OfficerVisit, code: str) -> Response:
    """Note what has been handed in by now, or show what is wrong with it."""
    view = dossiers.show(visit.office, code, visit.officer)
    try:
        papers = read_checklist(visit.form, view.procedure)
        dossiers.record_papers(visit.office, code, papers, visit.officer, sent_id(visit))
    except GuardFailedError as error:
        typed = Typed(typed_texts(visit.form, {}), error.fields, error.message)
        return show_page(visit, view, papers=typed, status=error.status)
    except (ConflictError, InvalidStatusError) as error:
        return too_late(visit, code, 0, error)
    return RedirectResponse(f"/dossiers/{code}?notice=papers", 303)


@router.post("/applicant")
def correct_applicant(visit: OfficerVisit, code: str) -> Response:
    """Correct the details of the applicant, or show what is wrong with them."""
    view = dossiers.show(visit.office, code, visit.officer)
    reason, applicant = visit.text("correction-reason"), typed_applicant(visit)
    try:
        dossiers.correct_applicant(
            visit.office, code, applicant, reason, visit.officer, sent_id(visit)
        )
    except GuardFailedError as error:
        faults = {_CORRECTION.get(name, name): text for name, text in error.fields.items()}
        typed = Typed(typed_texts(visit.form, {}), faults, error.message)
        return show_page(visit, view, correction=typed, status=error.status)
    except (ConflictError, InvalidStatusError) as error:
        return too_late(visit, code, 0, error)
    return RedirectResponse(f"/dossiers/{code}?notice=corrected", 303)


@router.post("/withdraw")
def withdraw(visit: OfficerVisit, code: str) -> Response:
    """Close the dossier because the applicant asks for it."""
    return _end(visit, code, dossiers.withdraw, "withdrawn")


@router.post("/stop")
def stop(visit: OfficerVisit, code: str) -> Response:
    """Stop the handling."""
    return _end(visit, code, dossiers.stop, "stopped")


def _end(
    visit: OfficerVisit, code: str, command: Callable[..., Applied], notice: NoticeName
) -> Response:
    view = dossiers.show(visit.office, code, visit.officer)
    name = f"{notice}-reason"
    reason = visit.text(name)
    try:
        command(visit.office, code, reason, visit.officer, sent_id(visit))
    except GuardFailedError as error:
        typed = Typed({name: reason}, {name: error.message}, error.message)
        return show_page(visit, view, ending=typed, status=error.status)
    except (ConflictError, InvalidStatusError) as error:
        return too_late(visit, code, 0, error)
    return RedirectResponse(f"/dossiers/{code}?notice={notice}", 303)


def sent_id(visit: OfficerVisit) -> str:
    """Return the command id of the form that was sent."""
    return command_id(visit.form, visit.officer, visit.request.url.path)


def _fields_of(view: DossierView, number: int) -> dict[str, DossierField]:
    item = view.dossier.items.get(number)
    if item is None or item.node not in view.net:
        return {}
    known = view.procedure.dossier.fields
    return {name: known[name] for name in view.net.node(item.node).form}


def too_late(
    visit: OfficerVisit,
    code: str,
    number: int,
    error: ConflictError | InvalidStatusError,
    kept: Sequence[tuple[object, str]] = (),
) -> Response:
    """Show the dossier as it is now, who was faster, and what was typed."""
    view = dossiers.show(visit.office, code, visit.officer)
    told = who_was_faster(view, number, visit.office) or error.message
    return show_page(visit, view, told=told, kept=kept, status=error.status)


def show_page(
    visit: OfficerVisit,
    view: DossierView,
    *,
    item: int | None = None,
    notice: NoticeName | None = None,
    done: int | None = None,
    journal: Journal = "short",
    typed: Typed | None = None,
    ending: Typed | None = None,
    opinion: Typed | None = None,
    papers: Typed | None = None,
    correction: Typed | None = None,
    deed: Typed | None = None,
    told: Message | None = None,
    kept: Sequence[tuple[object, str]] = (),
    status: int = 200,
) -> Response:
    """Return the page of a dossier; what was typed wrong is shown again in its form."""
    return visit.page(
        "dossier.html",
        status,
        page=make_page(visit.office, view, visit.officer, visit.language, item),
        picture=picture(view, visit.language),
        channel=CHANNELS[view.dossier.channel],
        token=visit.text("form") or new_token(),
        units=units_to_choose(visit, view.procedure),
        notice_name=notice,
        notice_text=notice_text(view, notice, done),
        handed_out=handed_out(view, done) if notice == "completed" else None,
        journal=journal,
        typed=typed or Typed(),
        ending=ending or Typed(),
        opinion=opinion or Typed(),
        papers=papers or Typed(),
        correction=correction or Typed(),
        deed=deed or Typed(),
        told=told,
        kept=kept,
    )
