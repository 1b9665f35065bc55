"""The inbox: which work items an officer may take up, in the order they are due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
)

from engine.core.inbox_views import InboxView, OpenView
from engine.core.lifecycle import ClockStatus, DossierStatus, ItemKind, ItemStatus
from engine.store.columns import Instant
from engine.store.paging import FAR, Order, Page, found_in, page
from engine.store.tables import clock, dossier, work_item


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxFilter:
    """Whose inbox, and what of it.

    ``unit`` is all open work at the officer's posts; ``mine`` what the officer has claimed of it,
    ``unassigned`` what nobody has, ``overdue`` and ``due_today`` what is due by its own clock or the
    dossier's, ``to_return`` what is finished and waits to be handed over. ``taking_part`` is what others
    do and the officer may give an opinion on. ``waiting`` is what the officer's units wait for. ``done`` is what the officer completed, newest first.

    Attributes:
        posts: unit and position of every post the officer holds now.
        now: what is due before is overdue.
        today_end: first instant that is no longer today at the office.
        search: words that must all occur in code, name, identity number or phone.
        after: ``next`` of the page before.
    """

    officer: str
    posts: frozenset[tuple[str, str]]
    now: datetime
    today_end: datetime
    view: InboxView = "unit"
    search: str = ""
    limit: int = 50
    after: str | None = None


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A work item as an inbox shows it. ``applicant_name`` is personal data.

    ``linked`` is the code of the dossier that the item awaits, or ""; ``visit`` is above 1 where the dossier
    came back to the step.
    """

    dossier: str
    procedure: str
    digest: str
    number: int
    node: str
    kind: ItemKind
    status: ItemStatus
    unit: str
    position: str
    holder: str
    applicant_name: str
    received_at: datetime | None
    offered_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    dossier_due_at: datetime | None
    dossier_clock: ClockStatus | None
    dossier_status: DossierStatus
    linked: str = ""
    visit: int = 1


_ROWS = (
    select(
        work_item.c.dossier,
        dossier.c.procedure,
        dossier.c.digest,
        work_item.c.number,
        work_item.c.node,
        work_item.c.kind,
        work_item.c.status,
        work_item.c.unit,
        work_item.c.position,
        work_item.c.holder,
        dossier.c.applicant_name,
        dossier.c.received_at,
        work_item.c.offered_at,
        work_item.c.ended_at,
        clock.c.due_at,
        dossier.c.due_at.label("dossier_due_at"),
        dossier.c.clock_status.label("dossier_clock"),
        dossier.c.status.label("dossier_status"),
        work_item.c.linked,
        work_item.c.visit,
    )
    .join_from(work_item, dossier, work_item.c.dossier == dossier.c.code)
    .outerjoin(
        clock, and_(clock.c.dossier == work_item.c.dossier, clock.c.number == work_item.c.clock)
    )
)
_FAR = literal(FAR, Instant())
_ITEM_DUE = func.coalesce(clock.c.due_at, _FAR)
_DOSSIER_DUE = case(
    (dossier.c.clock_status == ClockStatus.RUNNING, func.coalesce(dossier.c.due_at, _FAR)),
    else_=_FAR,
)
_OPEN = work_item.c.ended_at.is_(None)
_BY_DUE_DATE = Order(_ITEM_DUE, work_item.c.dossier, work_item.c.number)
_BY_END = Order(work_item.c.ended_at, work_item.c.dossier, work_item.c.number, descending=True)


class Inbox:
    """The inboxes as one unit of work sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self, wanted: InboxFilter) -> Page[InboxRow]:
        """Return a page of a view; what is due first comes first, what is never due last.

        Raises:
            GuardFailedError: ``wanted.after`` is not the mark of a page.
        """
        words = found_in(dossier.c.search_text, wanted.search)
        statement = _ROWS.where(_condition(wanted.view, wanted), *words)
        order = _BY_END if wanted.view == "done" else _BY_DUE_DATE
        return page(
            self._connection, statement, order, limit=wanted.limit, after=wanted.after, make=_row
        )

    def counts(self, wanted: InboxFilter) -> dict[OpenView, int]:
        """Return how many items each view of open items has, whatever view ``wanted`` names."""
        views: tuple[OpenView, ...] = get_args(OpenView)
        row = self._connection.execute(_counting(wanted, views)).one()
        return {view: getattr(row, view) or 0 for view in views}

    def held(self, units: Collection[str]) -> dict[tuple[str, str], int]:
        """Return how many open work items of some units each officer has in hand, by unit and officer."""
        i = work_item.c
        statement = (
            select(i.unit, i.holder, func.count())
            .where(_OPEN, i.unit.in_(sorted(units)), i.holder != "", i.kind == ItemKind.WORK)
            .group_by(i.unit, i.holder)
        )
        return {
            (unit, holder): count for unit, holder, count in self._connection.execute(statement)
        }


def _counting(wanted: InboxFilter, views: tuple[OpenView, ...]) -> Select[Any]:
    counted = [func.sum(case((_condition(view, wanted), 1), else_=0)).label(view) for view in views]
    words = found_in(dossier.c.search_text, wanted.search)
    return _ROWS.with_only_columns(*counted, maintain_column_froms=True).where(
        _OPEN, work_item.c.unit.in_(_units(wanted)), *words
    )


def _condition(view: InboxView, wanted: InboxFilter) -> ColumnElement[bool]:
    if view == "done":
        done = work_item.c.status == ItemStatus.COMPLETED
        return and_(work_item.c.holder == wanted.officer, work_item.c.ended_at.is_not(None), done)
    if view == "waiting":
        wait = work_item.c.kind.in_((ItemKind.WAIT, ItemKind.LINKED))
        return and_(_OPEN, wait, work_item.c.unit.in_(_units(wanted)))
    if view == "taking_part":
        return and_(_OPEN, work_item.c.kind == ItemKind.PARTICIPATION, _at_posts(wanted))
    work = and_(_OPEN, work_item.c.kind == ItemKind.WORK, _at_posts(wanted))
    match view:
        case "unit":
            return work
        case "mine":
            return and_(work, work_item.c.holder == wanted.officer)
        case "unassigned":
            return and_(work, work_item.c.holder == "")
        case "to_return":
            return and_(work, dossier.c.status == DossierStatus.FINISHED)
        case "overdue":
            return and_(work, _due_before(wanted.now))
        case "due_today":
            return and_(work, _due_before(wanted.today_end), not_(_due_before(wanted.now)))


def _due_before(instant: datetime) -> ColumnElement[bool]:
    return or_(instant > _ITEM_DUE, instant > _DOSSIER_DUE)


def _at_posts(wanted: InboxFilter) -> ColumnElement[bool]:
    return tuple_(work_item.c.unit, work_item.c.position).in_(sorted(wanted.posts))


def _units(wanted: InboxFilter) -> tuple[str, ...]:
    return tuple(sorted({unit for unit, _ in wanted.posts}))


def _row(row: Row[Any]) -> InboxRow:
    return InboxRow(
        dossier=row.dossier,
        procedure=row.procedure,
        digest=row.digest,
        number=row.number,
        node=row.node,
        kind=ItemKind(row.kind),
        status=ItemStatus(row.status),
        unit=row.unit,
        position=row.position,
        holder=row.holder,
        applicant_name=row.applicant_name,
        received_at=row.received_at,
        offered_at=row.offered_at,
        ended_at=row.ended_at,
        due_at=row.due_at,
        dossier_due_at=row.dossier_due_at,
        dossier_clock=ClockStatus(row.dossier_clock) if row.dossier_clock else None,
        dossier_status=DossierStatus(row.dossier_status),
        linked=row.linked,
        visit=row.visit,
    )
