"""Receiving a dossier at a desk: choose the procedure, type the form, get the receipt."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from engine.core.consultation import units_to_name
from engine.core.state import Applicant, Channel, HandedIn
from engine.errors import GuardFailedError, NotAuthorizedError
from engine.messages import Message, message
from engine.services import dossiers
from engine.services.reception import offered_procedure, offered_procedures
from engine.specs.dossier_contents import DossierField
from engine.specs.organisation import Unit
from engine.specs.procedures import Procedure
from engine.specs.reception import fields_at_reception
from engine.web.forms import Typed, command_id, new_token, typed_fields, typed_texts, with_prefix
from engine.web.navigation import at_a_desk
from engine.web.paper_forms import checklist, read_checklist
from engine.web.visits import OfficerVisit

router = APIRouter(include_in_schema=False)

CHANNELS: dict[Channel, Message] = {
    "desk": message("At the desk"),
    "online": message("Online"),
    "post": message("By post"),
}
LEVELS: dict[str, Message] = {
    "province": message("Province"),
    "commune": message("Commune"),
    "interlevel": message("Commune and province"),
}
_FIRST_FIELDS = ("applicant_name", "applicant_identity_number", "desk", "territory", "channel")
_APPLICANT = ("name", "identity_number", "phone", "address", "email")


def typed_applicant(visit: OfficerVisit) -> Applicant:
    """Return the details of the applicant as they were typed."""
    return Applicant(**{name: visit.text(f"applicant_{name}") for name in _APPLICANT})


@router.get("/receive")
def choose_procedure(visit: OfficerVisit) -> Response:
    """Show the procedures in force, to choose one: first those the officer's desk is there for."""
    _require_desk(visit)
    offers = offered_procedures(visit.office, _desks(visit))
    return visit.page(
        "receive.html",
        usual=[offer for offer in offers if offer.usual],
        others=[offer for offer in offers if not offer.usual],
        levels=LEVELS,
    )


@router.get("/receive/{procedure}")
def show_form(visit: OfficerVisit, procedure: str) -> Response:
    """Show the empty form of a procedure."""
    _require_desk(visit)
    return _form(visit, procedure, offered_procedure(visit.office, procedure), Typed())


@router.post("/receive/{procedure}")
def receive(visit: OfficerVisit, procedure: str) -> Response:
    """Receive a dossier, or show the form again with what is wrong."""
    _require_desk(visit)
    asked = offered_procedure(visit.office, procedure)
    data = typed_fields(visit.form, _fields(asked))
    try:
        papers = read_checklist(visit.form, asked)
        received = dossiers.receive(
            visit.office,
            dossiers.Reception(
                procedure=procedure,
                desk=visit.text("desk"),
                territory=visit.text("territory"),
                applicant=typed_applicant(visit),
                channel=_channel(visit.text("channel")),
                data=data,
                papers={name: each for name, each in papers.items() if each != HandedIn()},
            ),
            visit.officer,
            command_id(visit.form, visit.officer, visit.request.url.path),
        )
    except GuardFailedError as error:
        typed = Typed(
            typed_texts(visit.form, _fields(asked)),
            with_prefix(_in_order_of_the_page(error.fields), _fields(asked)),
            error.message,
        )
        return _form(visit, procedure, asked, typed, status=error.status)
    notice = "again" if received.repeated else "received"
    return RedirectResponse(f"/dossiers/{received.dossier}?notice={notice}", 303)


def _in_order_of_the_page(faults: dict[str, Message]) -> dict[str, Message]:
    first = [name for name in _FIRST_FIELDS if name in faults]
    return {name: faults[name] for name in dict.fromkeys([*first, *faults])}


def _require_desk(visit: OfficerVisit) -> None:
    if not at_a_desk(visit.signed_in):
        raise NotAuthorizedError(
            message("Expected an officer of a one-stop desk, but you have no post at one")
        )


def _desks(visit: OfficerVisit) -> list[str]:
    rulebook, units = visit.signed_in.rulebook, visit.signed_in.actor.units
    return [code for code in rulebook.directory.desks(rulebook.on) if code in units]


def _channel(text: str) -> Channel:
    for channel in CHANNELS:
        if channel == text:
            return channel
    fault = message("Expected how the dossier came in")
    raise GuardFailedError(fault, {"channel": fault})


def _fields(procedure: Procedure) -> dict[str, DossierField]:
    return {name: procedure.dossier.fields[name] for name in fields_at_reception(procedure)}


def _form(
    visit: OfficerVisit, key: str, procedure: Procedure, typed: Typed, status: int = 200
) -> Response:
    rulebook = visit.signed_in.rulebook
    directory = rulebook.directory
    desks = _desks(visit)
    own = directory.unit(desks[0]).territory
    return visit.page(
        "receive_form.html",
        status,
        key=key,
        procedure=procedure,
        fields=_fields(procedure),
        papers=checklist(procedure),
        typed=typed,
        token=visit.text("form") or new_token(),
        desks=[directory.unit(code) for code in desks],
        territories=[directory.unit(code) for code in directory.territories(rulebook.on)],
        own_territory=own or "",
        channels=CHANNELS,
        units=units_to_choose(visit, procedure),
    )


def units_to_choose(visit: OfficerVisit, procedure: Procedure) -> Callable[[str], list[Unit]]:
    """Return what tells the units that a field of units may name today."""
    rulebook = visit.signed_in.rulebook

    def of_field(name: str) -> list[Unit]:
        codes = units_to_name(procedure, name, rulebook.directory, rulebook.on)
        return [rulebook.directory.unit(code) for code in codes]

    return of_field
