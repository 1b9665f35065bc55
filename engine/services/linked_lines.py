"""The dossiers a dossier is linked with, as lists and pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.core.lifecycle import DossierStatus
from engine.core.state import Dossier
from engine.messages import Label
from engine.services.office import Office
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class LinkedLine:
    """One dossier that started this one, or was started by it.

    Attributes:
        awaited: this dossier waits for its end.
    """

    code: str
    relation: Literal["parent", "child"]
    procedure: Label
    status: DossierStatus
    due_at: datetime | None
    awaited: bool = False


def linked_lines(office: Office, uow: UnitOfWork, dossier: Dossier) -> tuple[LinkedLine, ...]:
    """Return the dossier that started this one, then those it started, in that order."""
    found: list[LinkedLine] = []
    if dossier.parent:
        found += _line(office, uow, dossier.parent, "parent")
    for item in dossier.items.values():
        if item.linked:
            found += _line(office, uow, item.linked, "child", awaited=item.ended_at is None)
    return tuple(found)


def _line(
    office: Office,
    uow: UnitOfWork,
    code: str,
    relation: Literal["parent", "child"],
    *,
    awaited: bool = False,
) -> list[LinkedLine]:
    other = uow.dossiers.find(code)
    if other is None:
        return []
    title = office.net(uow, other.digest).procedure.title
    return [LinkedLine(code, relation, title, other.status, due_of(other), awaited)]


def due_of(dossier: Dossier) -> datetime | None:
    """Return when a dossier is due, where its clock runs."""
    clock = dossier.legal_clock
    return clock.due_at if clock is not None else None
