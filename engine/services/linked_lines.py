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
        visible: the officer who looks may open it.
    """

    code: str
    relation: Literal["parent", "child"]
    procedure: Label
    status: DossierStatus
    due_at: datetime | None
    awaited: bool
    visible: bool


def linked_lines(
    office: Office, uow: UnitOfWork, dossier: Dossier, scope: frozenset[str]
) -> tuple[LinkedLine, ...]:
    """Return the dossier that started this one, then those it started, in that order.

    Args:
        scope: the units whose dossiers the officer who looks may see.
    """
    found: list[LinkedLine] = []
    if dossier.parent:
        found += _line(office, uow, dossier.parent, "parent", scope)
    for item in dossier.items.values():
        if item.linked:
            waits = item.ended_at is None
            found += _line(office, uow, item.linked, "child", scope, awaited=waits)
    return tuple(found)


def _line(
    office: Office,
    uow: UnitOfWork,
    code: str,
    relation: Literal["parent", "child"],
    scope: frozenset[str],
    *,
    awaited: bool = False,
) -> list[LinkedLine]:
    other = uow.dossiers.find_whole(code)
    if other is None:
        return []
    title = office.net(uow, other.digest).procedure.title
    visible = may_see(other, scope)
    return [LinkedLine(code, relation, title, other.status, due_of(other), awaited, visible)]


def may_see(dossier: Dossier, scope: frozenset[str]) -> bool:
    """Tell whether a whole dossier was received, has passed or has raised an alert in one of these units."""
    passed = {item.unit for item in dossier.items.values() if item.unit}
    alerted = {alert.unit for alert in dossier.alerts.values()}
    return dossier.desk in scope or not (passed | alerted).isdisjoint(scope)


def due_of(dossier: Dossier) -> datetime | None:
    """Return when a dossier is due, where its clock runs."""
    clock = dossier.legal_clock
    return clock.due_at if clock is not None else None
