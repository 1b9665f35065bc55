"""Handles dossiers of a shipped office the way its officers do."""

from __future__ import annotations

from collections.abc import Callable

from engine.core.state import Applicant
from engine.services import dossiers
from engine.services.commands import Applied
from engine.services.office import Office
from engine.specs.procedures import Procedure
from engine.specs.reception import fields_at_reception
from tests.support.offices import COMMUNE, DESK, RECEPTION, procedure_of, typed, worker_of


def receive_of(office: Office, key: str, command_id: str) -> str:
    """Receive a dossier of a procedure at the provincial desk and return its code."""
    procedure = procedure_of(office, key)
    reception = dossiers.Reception(
        key,
        DESK,
        COMMUNE,
        Applicant("Nguyễn Thị Đặng", "012345678901"),
        data=typed(procedure, fields_at_reception(procedure)),
    )
    return dossiers.receive(office, reception, RECEPTION, command_id).dossier


def move_on(office: Office, code: str, command_id: str, outcome: str | None = None) -> Applied:
    """Complete a dossier's first open item by an outcome, else by the first it offers."""
    return moving_on(office, code, command_id, outcome)()


def moving_on(
    office: Office, code: str, command_id: str, outcome: str | None = None
) -> Callable[[], Applied]:
    """Return what ``move_on`` does, everything read that has to be read for it."""
    number, officer = worker_of(office, code)
    item = dossiers.show(office, code, officer).items[0]
    chosen = outcome or item.actions[0].outcome
    data = typed(procedure_in(office, code), tuple(item.form))
    return lambda: dossiers.complete(
        office,
        code,
        number,
        chosen,
        officer,
        command_id,
        data=data,
        note="Theo quy định",
        again="Còn thiếu",
    )


def move_to(office: Office, code: str, node: str) -> None:
    """Complete a dossier's items until it stands at a node."""
    for number in range(30):
        tokens = dossiers.show(office, code, RECEPTION).dossier.tokens
        if node in [token.node for token in tokens]:
            return
        move_on(office, code, f"{code}:to-{node}:{number}")
    raise AssertionError(f"never came to {node}")


def procedure_in(office: Office, code: str) -> Procedure:
    """Return the procedure version a dossier is pinned to."""
    return dossiers.show(office, code, RECEPTION).procedure
