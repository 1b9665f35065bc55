"""Pages of long lists. The mark of the next page is a place in the order, not a count of rows.

So a page stays right, and as fast, however far down the list it lies and whatever came in meanwhile.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, literal, tuple_

from engine.errors import GuardFailedError
from engine.messages import message
from engine.store.columns import Instant
from engine.store.folding import fold

Entry = TypeVar("Entry")

_MOST = 2**31 - 1
"""The largest number both databases keep in a column of whole numbers."""
FAR = datetime(9000, 1, 1, tzinfo=UTC)
"""Stands for "no due date" in an order: after everything."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Entry]):
    """Some rows of a list; ``next`` is what to pass as ``after`` for those behind them, if any."""

    rows: tuple[Entry, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """An order of rows by an instant, then by dossier and number, all upwards or all downwards."""

    instant: ColumnElement[Any]
    dossier: ColumnElement[str]
    number: ColumnElement[int]
    descending: bool = False


def page(
    connection: Connection,
    statement: Select[Any],
    order: Order,
    *,
    limit: int,
    after: str | None,
    make: Callable[[Row[Any]], Entry],
) -> Page[Entry]:
    """Return a page of ``statement``.

    Raises:
        GuardFailedError: ``after`` is not a mark a page returned.
    """
    keys = (order.instant, order.dossier, order.number)
    statement = statement.add_columns(order.instant.label("page_instant")).limit(limit + 1)
    statement = statement.order_by(*(key.desc() if order.descending else key for key in keys))
    if after is not None:
        instant, dossier, number = _place(after)
        place = tuple_(literal(instant, Instant()), literal(dossier), literal(number))
        row = tuple_(*keys)
        statement = statement.where(row < place if order.descending else row > place)
    rows: Sequence[Row[Any]] = connection.execute(statement).all()
    shown = rows[:limit]
    more = len(rows) > limit and shown
    return Page(tuple(make(row) for row in shown), _mark(shown[-1]) if more else None)


def _mark(row: Row[Any]) -> str:
    place = [row.page_instant.isoformat(), row.dossier, row.number]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def _place(mark: str) -> tuple[datetime, str, int]:
    try:
        instant, dossier, number = json.loads(base64.urlsafe_b64decode(mark.encode()))
        place = datetime.fromisoformat(instant).astimezone(UTC), str(dossier), int(number)
        if not (place[1].isprintable() and 0 <= place[2] <= _MOST):
            raise ValueError("Expected a place that a row can have")
        return place
    except (ValueError, TypeError, OverflowError):
        raise GuardFailedError(
            message(
                "Expected the mark of a page of this list, but it is none. Start from the first page"
            )
        ) from None


def found_in(column: ColumnElement[str], search: str) -> list[ColumnElement[bool]]:
    """Return the conditions that every word of ``search`` occurs in a folded text."""
    return [column.contains(word, autoescape=True) for word in fold(search).split()]
