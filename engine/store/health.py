"""What tells whether a database is well: its program, how careful it is, and what has been waiting."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, exists, func, select, text

from engine.core.lifecycle import DossierStatus
from engine.store.tables import clock, dossier, work_item

_CLOSED = [status for status in DossierStatus if status.closed]
_POSTGRESQL_SETTINGS = ("fsync", "full_page_writes", "synchronous_commit")


class Post(NamedTuple):
    """A position of a unit at which open work items lie."""

    unit: str
    position: str
    items: int


class Health:
    """The database's health as one unit of work sees it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_sqlite = connection.dialect.name == "sqlite"

    def program(self) -> str:
        """Return the name and the version of the program that keeps the database."""
        if self._is_sqlite:
            return f"SQLite {self._one('SELECT sqlite_version()')}"
        return f"PostgreSQL {self._one('SHOW server_version')}"

    def careless(self) -> list[str]:
        """Return the settings by which a power cut could lose what was committed."""
        if self._is_sqlite:
            mode = self._one("PRAGMA journal_mode")
            return [] if mode == "wal" else [f"journal_mode={mode}"]
        found = {name: self._one(f"SHOW {name}") for name in _POSTGRESQL_SETTINGS}
        return [f"{name}={value}" for name, value in found.items() if value == "off"]

    def now(self) -> datetime | None:
        """Return the time by the clock of the database's machine, where it may be another one."""
        if self._is_sqlite:
            return None
        return self._connection.execute(select(func.clock_timestamp())).scalar()

    def overdue_clocks(self, since: datetime, limit: int) -> list[str]:
        """Return codes of dossiers with a clock that should have fired before ``since``."""
        statement = (
            select(clock.c.dossier).where(clock.c.fires_at < since).group_by(clock.c.dossier)
        )
        return list(self._connection.execute(statement.limit(limit)).scalars())

    def idle(self, limit: int) -> list[str]:
        """Return codes of open dossiers that nothing can move on: no open item, no clock that fires."""
        moved = (
            exists().where(work_item.c.dossier == dossier.c.code, work_item.c.ended_at.is_(None)),
            exists().where(clock.c.dossier == dossier.c.code, clock.c.fires_at.is_not(None)),
        )
        statement = select(dossier.c.code).where(
            dossier.c.status.not_in(_CLOSED), *(~each for each in moved)
        )
        return list(self._connection.execute(statement.limit(limit)).scalars())

    def open_posts(self) -> list[Post]:
        """Return where open work items lie, with how many."""
        statement = (
            select(work_item.c.unit, work_item.c.position, func.count())
            .where(work_item.c.ended_at.is_(None), work_item.c.unit != "")
            .group_by(work_item.c.unit, work_item.c.position)
            .order_by(work_item.c.unit, work_item.c.position)
        )
        return [Post(*row) for row in self._connection.execute(statement)]

    def _one(self, statement: str) -> str:
        return str(self._connection.execute(text(statement)).scalar())
