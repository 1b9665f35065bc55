"""The figures of an overview read what is open and what was done lately, not every dossier there ever was."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from sqlalchemy import event

from engine.core import events as happened
from engine.core.lifecycle import DossierStatus
from engine.store.database import Database
from engine.store.overview import Moments, OverviewState
from tests.support.journals import (
    DAY,
    HOUR,
    MONDAY,
    clock_started,
    clock_stopped,
    received,
    store,
)

NOW = MONDAY + 40 * DAY
AT = Moments(now=NOW, soon=NOW + DAY, done_since=NOW - 10 * DAY)


def closed(database: Database, code: str, days_ago: int) -> None:
    """Store a dossier that was closed late so many days ago."""
    end = NOW - days_ago * DAY
    before = store(database, [received(code), clock_started(due_at=end - HOUR)])
    ended = happened.DossierEnded(at=end, end="returned", status=DossierStatus.RETURNED)
    store(database, [clock_stopped(at=end), ended], before=before)


def test_only_what_was_done_lately_counts_as_done(database: Database) -> None:
    store(database, [received("open")])
    for code, days_ago in (("old", 30), ("new", 5)):
        closed(database, code, days_ago)
    with database.reading() as unit:
        for state in ("closed", "finished_late"):
            rows = unit.overview.dossiers(None, state, AT)  # type: ignore[arg-type]
            assert [row.code for row in rows] == ["new"], state
        counts = unit.overview.counts(None, AT)
        longer = unit.overview.counts(None, replace(AT, done_since=MONDAY))
    assert (counts["closed"], counts["finished_late"], counts["open"]) == (1, 1, 1)
    assert (longer["closed"], longer["finished_late"], longer["open"]) == (2, 2, 1)


def test_whether_there_was_ever_a_dossier(database: Database) -> None:
    with database.reading() as unit:
        assert not unit.overview.has_any()
    closed(database, "old", 30)
    with database.reading() as unit:
        assert unit.overview.has_any()


def test_no_figure_goes_through_all_dossiers(sqlite_database: Database) -> None:
    plans: list[str] = []
    with sqlite_database.reading() as unit:
        connection = unit.overview._connection

        @event.listens_for(connection, "before_cursor_execute")
        def explain(_connection, cursor, statement, parameters, *_):  # type: ignore[no-untyped-def]
            rows = cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.append("\n".join(str(row) for row in rows.fetchall()))

        unit.overview.counts(frozenset({"H01.10"}), AT)
        for state in get_args(OverviewState):
            unit.overview.dossiers(frozenset({"H01.10"}), state, AT)
    assert len(plans) == 1 + len(get_args(OverviewState))
    for plan in plans:
        assert "SCAN dossier" not in plan, plan
