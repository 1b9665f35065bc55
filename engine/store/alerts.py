"""Lists of alerts for those who supervise; without the applicants' names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, select

from engine.core.lifecycle import AlertStatus
from engine.specs.alerts import AlertReceiver, ClockKind
from engine.store.paging import Order, Page, page
from engine.store.tables import alert, clock, dossier, work_item


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert as a list shows it.

    Attributes:
        clock_kind: kind and ``clock_name`` name of the clock it is about; None where it is about none.
        due_at: due date of that clock.
        item: number of the work item it is about, or 0; ``node`` is the item's step.
    """

    dossier: str
    number: int
    procedure: str
    digest: str
    rung: str
    status: AlertStatus
    unit: str
    receiver: AlertReceiver
    owner: str
    raised_at: datetime
    clock_kind: ClockKind | None
    clock_name: str | None
    due_at: datetime | None
    dossier_due_at: datetime | None
    item: int
    node: str | None
    acknowledged_by: str
    acknowledged_at: datetime | None
    reason: str
    resolved_at: datetime | None
    again_at: datetime | None = None


_ROWS = (
    select(
        alert.c.dossier,
        alert.c.number,
        dossier.c.procedure,
        dossier.c.digest,
        alert.c.rung,
        alert.c.status,
        alert.c.unit,
        alert.c.receiver,
        alert.c.owner,
        alert.c.raised_at,
        clock.c.kind.label("clock_kind"),
        clock.c.name.label("clock_name"),
        clock.c.due_at,
        dossier.c.due_at.label("dossier_due_at"),
        alert.c.item,
        work_item.c.node,
        alert.c.acknowledged_by,
        alert.c.acknowledged_at,
        alert.c.reason,
        alert.c.resolved_at,
        alert.c.again_at,
    )
    .join_from(alert, dossier, alert.c.dossier == dossier.c.code)
    .outerjoin(clock, and_(clock.c.dossier == alert.c.dossier, clock.c.number == alert.c.clock))
    .outerjoin(
        work_item,
        and_(work_item.c.dossier == alert.c.dossier, work_item.c.number == alert.c.item),
    )
)
_NEWEST_FIRST = Order(alert.c.raised_at, alert.c.dossier, alert.c.number, descending=True)
_UNRESOLVED = (AlertStatus.RAISED, AlertStatus.ACKNOWLEDGED, AlertStatus.SNOOZED)


class Alerts:
    """The alerts of all dossiers as one unit of work sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(
        self,
        units: frozenset[str] | None = None,
        statuses: Collection[AlertStatus] = _UNRESOLVED,
        *,
        limit: int = 50,
        after: str | None = None,
    ) -> Page[AlertRow]:
        """Return a page of the alerts of some units (None for all), newest first.

        Raises:
            GuardFailedError: ``after`` is not the mark of a page.
        """
        statement = _ROWS.where(alert.c.status.in_(sorted(statuses)), *_of(units))
        return page(self._connection, statement, _NEWEST_FIRST, limit=limit, after=after, make=_row)

    def counts(self, units: frozenset[str] | None = None) -> dict[AlertStatus, int]:
        """Return how many unresolved alerts of some units (None for all) stand in each status."""
        statement = (
            select(alert.c.status, func.count())
            .where(alert.c.status.in_(_UNRESOLVED), *_of(units))
            .group_by(alert.c.status)
        )
        counted = dict.fromkeys(_UNRESOLVED, 0)
        for status, count in self._connection.execute(statement):
            counted[AlertStatus(status)] = count
        return counted

    def due_again(self, now: datetime, limit: int) -> tuple[tuple[str, int], ...]:
        """Return dossier and number of alerts that were put off until now, longest ago first."""
        statement = (
            select(alert.c.dossier, alert.c.number)
            .where(alert.c.again_at.is_not(None), alert.c.again_at <= now)
            .order_by(alert.c.again_at, alert.c.dossier, alert.c.number)
            .limit(limit)
        )
        return tuple((row[0], row[1]) for row in self._connection.execute(statement))


def _of(units: frozenset[str] | None) -> list[ColumnElement[bool]]:
    return [] if units is None else [alert.c.unit.in_(sorted(units))]


def _row(row: Row[Any]) -> AlertRow:
    return AlertRow(
        dossier=row.dossier,
        number=row.number,
        procedure=row.procedure,
        digest=row.digest,
        rung=row.rung,
        status=AlertStatus(row.status),
        unit=row.unit,
        receiver=row.receiver,
        owner=row.owner,
        raised_at=row.raised_at,
        clock_kind=row.clock_kind,
        clock_name=row.clock_name,
        due_at=row.due_at,
        dossier_due_at=row.dossier_due_at,
        item=row.item,
        node=row.node,
        acknowledged_by=row.acknowledged_by,
        acknowledged_at=row.acknowledged_at,
        reason=row.reason,
        resolved_at=row.resolved_at,
        again_at=row.again_at,
    )
