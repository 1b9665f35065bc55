"""Finds the clocks at which something is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, or_, select, tuple_

from engine.core.lifecycle import ClockStatus
from engine.store.prepared import PreparedQuery
from engine.store.tables import clock


class DueClock(NamedTuple):
    """A clock with a rung to fire, and since when."""

    dossier: str
    number: int
    fires_at: datetime


_BEFORE_ALL = DueClock("", 0, datetime(1970, 1, 1, tzinfo=UTC))
_PLACE = (clock.c.fires_at, clock.c.dossier, clock.c.number)
# Only running clocks have fires_at, so the partial index alone answers this.
DUE = (
    select(clock.c.dossier, clock.c.number, clock.c.fires_at)
    .where(
        clock.c.fires_at <= bindparam("now", type_=clock.c.fires_at.type),
        tuple_(*_PLACE)
        > tuple_(
            bindparam("after", type_=clock.c.fires_at.type),
            bindparam("after_dossier", type_=clock.c.dossier.type),
            bindparam("after_number", type_=clock.c.number.type),
        ),
    )
    .order_by(*_PLACE)
    .limit(bindparam("limit"))
)
_FIND_DUE = PreparedQuery(DUE)


class Clocks:
    """The clocks of all dossiers as one unit of work sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due(self, now: datetime, limit: int, after: DueClock | None = None) -> list[DueClock]:
        """Return the clocks with a rung to fire, longest due first; only those behind ``after``."""
        dossier, number, fires_at = after or _BEFORE_ALL
        place = {"after": fires_at, "after_dossier": dossier, "after_number": number}
        rows = _FIND_DUE.all(self._connection, {"now": now, "limit": limit, **place})
        return list(map(DueClock._make, rows))

    def counted_otherwise(
        self, versions: Mapping[str, str], after: str = "", limit: int = 500
    ) -> list[str]:
        """Return dossiers with a running clock that counts by another version of its calendar.

        Args:
            versions: the version in force of each calendar, by its code.
            after: only dossiers behind this one, in the order of codes.
            limit: how many at most.
        """
        current = [
            and_(clock.c.calendar == code, clock.c.calendar_version == version)
            for code, version in versions.items()
        ]
        query = (
            select(clock.c.dossier)
            .where(
                clock.c.status == str(ClockStatus.RUNNING), clock.c.dossier > after, ~or_(*current)
            )
            .distinct()
            .order_by(clock.c.dossier)
            .limit(limit)
        )
        return [row.dossier for row in self._connection.execute(query)]
