"""What must hold of a database whatever happened to those who wrote to it."""

from __future__ import annotations

from collections.abc import Iterable

from engine.core.evolve import fold
from engine.store.database import Database
from tests.support.databases import sql


def check_dossiers(database: Database, codes: Iterable[str] | None = None) -> int:
    """Check that dossiers (all, by default) are what their journals say, with each alert once.

    Return how many journal entries that were.
    """
    if codes is None:
        codes = [row[0] for row in sql(database, "SELECT code FROM dossier")]
    entries = 0
    with database.reading() as uow:
        for code in codes:
            assert uow.journal.verify(code) == [], code
            journal = uow.journal.entries(code)
            whole = uow.dossiers.find_whole(code)
            assert whole == fold(entry.event for entry in journal), code
            rungs = [(a.clock, a.cycle, a.rung) for a in whole.alerts.values() if a.clock]
            assert len(rungs) == len(set(rungs)), code
            entries += len(journal)
    return entries


def check_effects(database: Database) -> None:
    """Check that each alert has its notice in the outbox, where nobody delivered any yet."""
    notices = sql(database, "SELECT count(*) FROM outbox WHERE kind = 'notice'")[0][0]
    assert notices == sql(database, "SELECT count(*) FROM alert")[0][0]


def check_file(database: Database) -> None:
    """Check an SQLite file from within; PostgreSQL checks its own when it recovers."""
    if database._engine.dialect.name == "sqlite":
        assert sql(database, "PRAGMA integrity_check") == [("ok",)]
        assert sql(database, "PRAGMA foreign_key_check") == []
