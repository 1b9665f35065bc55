"""The sweep finds what is due by one range scan, however many clocks there are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, text

from engine.core import events as happened
from engine.core.state import LedgerEntry, RungAt
from engine.errors import StoreError
from engine.store.clocks import DUE
from engine.store.database import Database
from tests.support.databases import sql
from tests.support.journals import (
    DAY,
    HOUR,
    MONDAY,
    clock_paused,
    clock_started,
    clock_stopped,
    received,
    store,
)


def due(database: Database, now, limit: int = 10) -> list[tuple[str, int]]:  # type: ignore[no-untyped-def]
    with database.reading() as unit:
        return [(each.dossier, each.number) for each in unit.clocks.due(now, limit)]


def test_clocks_are_due_at_their_next_rung_longest_due_first(database: Database) -> None:
    for code, late_by in (("A", 3), ("B", 1), ("C", 2)):
        store(database, [received(code), clock_started(due_at=MONDAY + late_by * DAY)])
    assert due(database, MONDAY - timedelta(microseconds=1)) == []
    assert due(database, MONDAY) == [("B", 1)]
    assert due(database, MONDAY + 5 * DAY) == [("B", 1), ("C", 1), ("A", 1)]
    assert due(database, MONDAY + 5 * DAY, limit=2) == [("B", 1), ("C", 1)]


def test_a_page_begins_behind_the_last_clock_of_the_one_before(database: Database) -> None:
    for code in ("A", "B", "C", "D"):
        store(database, [received(code), clock_started(due_at=MONDAY + DAY * (code > "B"))])
    found: list[str] = []
    after = None
    with database.reading() as unit:
        while page := unit.clocks.due(MONDAY + 2 * DAY, 1, after):
            found += [each.dossier for each in page]
            after = page[-1]
    assert found == ["A", "B", "C", "D"]


def test_a_clock_whose_rung_fired_is_due_again_at_the_next(database: Database) -> None:
    before = store(database, [received("A"), clock_started(due_at=MONDAY + 2 * DAY)])
    fired = happened.RungFired(at=MONDAY + DAY, clock=1, rung="soon")
    before = store(database, [fired], before=before)
    assert due(database, MONDAY + DAY) == []
    assert due(database, MONDAY + 2 * DAY) == [("A", 1)]
    late = happened.RungFired(at=MONDAY + 2 * DAY, clock=1, rung="late")
    store(database, [late], before=before)
    assert due(database, MONDAY + 9 * DAY) == []


def test_a_clock_that_stands_still_or_stopped_is_never_due(database: Database) -> None:
    paused = store(database, [received("A"), clock_started()])
    store(database, [clock_paused(at=MONDAY + HOUR)], before=paused)
    stopped = store(database, [received("B"), clock_started()])
    store(database, [clock_stopped(at=MONDAY + HOUR)], before=stopped)
    assert due(database, MONDAY + 99 * DAY) == []


def test_a_paused_clock_is_due_again_once_it_runs(database: Database) -> None:
    before = store(database, [received("A"), clock_started()])
    before = store(database, [clock_paused(at=MONDAY + HOUR)], before=before)
    entry = LedgerEntry("resumed", MONDAY + DAY, due_at=MONDAY + 6 * DAY)
    rungs = (RungAt("late", MONDAY + 6 * DAY),)
    resumed = happened.ClockResumed(at=MONDAY + DAY, number=1, entry=entry, rungs=rungs)
    store(database, [resumed], before=before)
    assert due(database, MONDAY + 5 * DAY) == []
    assert due(database, MONDAY + 6 * DAY) == [("A", 1)]


def test_a_clock_that_stands_still_cannot_have_a_time_to_fire(database: Database) -> None:
    store(database, [received(), clock_started()])
    with pytest.raises(StoreError, match="ck_clock_fires_while_running"):
        sql(database, "UPDATE clock SET status = 'paused'")


def test_finding_due_clocks_reads_only_the_partial_index(database: Database) -> None:
    for number in range(300):
        store(database, [received(f"H01-{number}"), clock_started(due_at=MONDAY + number * DAY)])
    with database.transaction() as unit:
        connection = unit.clocks._connection
        sqlite = connection.dialect.name == "sqlite"
        if not sqlite:
            connection.execute(text("ANALYZE clock"))
        explain = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "

        @event.listens_for(connection, "before_cursor_execute", retval=True)
        def explained(_connection, _cursor, statement, parameters, *_):  # type: ignore[no-untyped-def]
            return explain + statement, parameters

        place = {"after": MONDAY - DAY, "after_dossier": "", "after_number": 0}
        rows = connection.execute(DUE, {"now": MONDAY + 3 * DAY, "limit": 10, **place}).cursor
        assert rows is not None
        plan = "\n".join(str(row) for row in rows.fetchall())
    assert "ix_clock_fires" in plan
    assert "COVERING INDEX" in plan if sqlite else "Index Only Scan" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
