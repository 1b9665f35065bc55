"""Finds the clocks at which something is due."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from engine.store.tables import clock

# Only running clocks have fires_at, so the partial index alone answers this.
DUE = (
    select(clock.c.dossier, clock.c.number)
    .where(clock.c.fires_at <= bindparam("now", type_=clock.c.fires_at.type))
    .order_by(clock.c.fires_at, clock.c.dossier, clock.c.number)
    .limit(bindparam("limit"))
)


class Clocks:
    """The clocks of all dossiers as one unit of work sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due(self, now: datetime, limit: int) -> list[tuple[str, int]]:
        """Return dossier code and number of the clocks with a rung to fire, longest due first."""
        rows = self._connection.execute(DUE, {"now": now, "limit": limit})
        return [(row.dossier, row.number) for row in rows]
