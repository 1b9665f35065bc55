"""What a supervisor sees of many dossiers at once, and the search for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Row, and_, case, exists, func, or_, select

from engine.core.ledger import RunningClock
from engine.core.lifecycle import ClockStatus, DossierStatus, ItemKind
from engine.store.paging import found_in
from engine.store.records import clock_of
from engine.store.tables import clock, dossier, work_item

OverviewState = Literal[
    "open",
    "overdue",
    "at_risk",
    "late_reception",
    "accepted_late",
    "paused",
    "asked_again",
    "finished_late",
    "closed",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """The instants an overview compares with.

    Attributes:
        now: dossiers due before are overdue.
        soon: dossiers due before, and not overdue, are at risk.
        done_since: of dossiers that are done, only those done since then count. So the figures never
            read all dossiers there ever were.
    """

    now: datetime
    soon: datetime
    done_since: datetime


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A dossier as a list shows it. ``applicant_name`` is personal data."""

    code: str
    procedure: str
    digest: str
    status: DossierStatus
    desk: str
    applicant_name: str
    received_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None
    first_due_at: datetime | None
    clock: ClockStatus | None
    clock_stopped_at: datetime | None
    supplements: int


@dataclass(frozen=True, slots=True)
class OpenItemRow:
    """An open item of a dossier: at which step, at which post, and who took it ("" for nobody)."""

    dossier: str
    node: str
    kind: ItemKind
    unit: str
    position: str
    holder: str


_d = dossier.c
_ROWS = select(
    _d.code,
    _d.procedure,
    _d.digest,
    _d.status,
    _d.desk,
    _d.applicant_name,
    _d.received_at,
    _d.ended_at,
    _d.due_at,
    _d.first_due_at,
    _d.clock_status,
    _d.clock_stopped_at,
    _d.supplements,
)


class Overview:
    """All dossiers as one unit of work sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def dossiers(
        self, units: frozenset[str] | None, state: OverviewState, at: Moments, limit: int = 100
    ) -> list[DossierRow]:
        """Return dossiers in a state that some units (None for all) received or work on, due first."""
        statement = (
            _ROWS.where(_recent(at), _in_state(state, at), *_of(units))
            .order_by(_d.due_at.is_(None), _d.due_at, _d.code)
            .limit(limit)
        )
        return [_row(row) for row in self._connection.execute(statement)]

    def open_items(self, codes: Sequence[str]) -> list[OpenItemRow]:
        """Return the open items of some dossiers, what a person works on before what is waited for."""
        i = work_item.c
        statement = (
            select(i.dossier, i.node, i.kind, i.unit, i.position, i.holder)
            .where(i.dossier.in_(codes), i.ended_at.is_(None), i.kind != ItemKind.PARTICIPATION)
            .order_by(i.dossier, case((i.kind == ItemKind.WORK, 0), else_=1), i.number)
        )
        return [
            OpenItemRow(
                row.dossier, row.node, ItemKind(row.kind), row.unit, row.position, row.holder
            )
            for row in self._connection.execute(statement)
        ]

    def legal_clocks(self, codes: Sequence[str]) -> dict[str, dict[int, RunningClock]]:
        """Return by their numbers the clocks of the legal limits of some dossiers, over or not."""
        c = clock.c
        statement = select(clock).where(c.dossier.in_(codes), c.kind == "dossier")
        found: dict[str, dict[int, RunningClock]] = {code: {} for code in codes}
        for row in self._connection.execute(statement.order_by(c.dossier, c.number)):
            found[row.dossier][row.number] = clock_of(row)
        return found

    def counts(self, units: frozenset[str] | None, at: Moments) -> dict[OverviewState, int]:
        """Return how many dossiers that some units (None for all) received or work on are in each state."""
        states: tuple[OverviewState, ...] = get_args(OverviewState)
        counted = [
            func.sum(case((_in_state(state, at), 1), else_=0)).label(state) for state in states
        ]
        row = self._connection.execute(select(*counted).where(_recent(at), *_of(units))).one()
        return {state: getattr(row, state) or 0 for state in states}

    def has_any(self) -> bool:
        """Tell whether there has ever been a dossier."""
        return self._connection.execute(select(_d.code).limit(1)).first() is not None

    def search(
        self, text: str, units: frozenset[str] | None = None, limit: int = 20
    ) -> list[DossierRow]:
        """Return dossiers of some units (None for all) in which every word of ``text`` occurs.

        Words are looked for in code, name, identity number and phone.
        """
        words = found_in(_d.search_text, text)
        if not words:
            return []
        statement = (
            _ROWS.where(*words, *_of(units)).order_by(_d.received_at.desc(), _d.code).limit(limit)
        )
        return [_row(row) for row in self._connection.execute(statement)]


def _recent(at: Moments) -> ColumnElement[bool]:
    """Return the condition that every state below implies; an index on the end of dossiers answers it."""
    return or_(_d.ended_at.is_(None), _d.ended_at >= at.done_since)


def _in_state(state: OverviewState, at: Moments) -> ColumnElement[bool]:
    running = _d.clock_status == ClockStatus.RUNNING
    match state:
        case "open":
            return _d.ended_at.is_(None)
        case "closed":
            return _d.ended_at >= at.done_since
        case "overdue":
            return and_(running, _d.due_at < at.now)
        case "at_risk":
            return and_(running, _d.due_at >= at.now, _d.due_at < at.soon)
        case "paused":
            return _d.clock_status == ClockStatus.PAUSED
        case "late_reception":
            return and_(_d.reception_ended_at.is_(None), _d.reception_due_at < at.now)
        case "accepted_late":
            ended = _d.reception_ended_at
            return and_(ended >= at.done_since, ended > _d.reception_due_at)
        case "asked_again":
            return _d.supplements > 1
        case "finished_late":
            return and_(_d.clock_stopped_at >= at.done_since, _d.clock_stopped_at > _d.due_at)


def _of(units: frozenset[str] | None) -> list[ColumnElement[bool]]:
    if units is None:
        return []
    named = sorted(units)
    works_on = exists().where(
        work_item.c.dossier == _d.code,
        work_item.c.ended_at.is_(None),
        work_item.c.unit.in_(named),
    )
    return [or_(_d.desk.in_(named), works_on)]


def _row(row: Row[Any]) -> DossierRow:
    return DossierRow(
        code=row.code,
        procedure=row.procedure,
        digest=row.digest,
        status=DossierStatus(row.status),
        desk=row.desk,
        applicant_name=row.applicant_name,
        received_at=row.received_at,
        ended_at=row.ended_at,
        due_at=row.due_at,
        first_due_at=row.first_due_at,
        clock=ClockStatus(row.clock_status) if row.clock_status else None,
        clock_stopped_at=row.clock_stopped_at,
        supplements=row.supplements,
    )
