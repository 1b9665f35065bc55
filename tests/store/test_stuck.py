"""Clocks that are put off: found by no sweep before their next try, and stuck only while they stay there."""

from __future__ import annotations

from datetime import timedelta

from engine.core import events as happened
from engine.store.clocks import DueClock
from engine.store.database import Database
from tests.support.journals import DAY, HOUR, MONDAY, clock_started, received, store


def put_off(database: Database, place: DueClock, until: timedelta) -> None:
    with database.transaction() as unit:
        unit.stuck.put_off(place, now=MONDAY + DAY, until=MONDAY + until, reason="kept")


def test_a_clock_that_is_put_off_is_due_again_at_its_next_try(database: Database) -> None:
    store(database, [received("A"), clock_started(due_at=MONDAY + DAY)])
    with database.reading() as unit:
        (place,) = unit.clocks.due(MONDAY + DAY, 10)
    put_off(database, place, 2 * DAY)
    with database.reading() as unit:
        assert unit.clocks.due(MONDAY + DAY, 10) == []
        (place,) = unit.clocks.due(MONDAY + 2 * DAY, 10)
        (stuck,) = unit.stuck.list()
        assert unit.stuck.count() == 1
        assert unit.stuck.attempts(place) == 1
    assert (stuck.since, stuck.attempts) == (MONDAY + DAY, 1)
    with database.transaction() as unit:
        unit.stuck.let_go(MONDAY + HOUR)
    with database.reading() as unit:
        assert len(unit.clocks.due(MONDAY + HOUR, 10)) == 1


def test_a_clock_that_was_changed_is_stuck_no_more_and_its_row_goes(database: Database) -> None:
    before = store(database, [received("A"), clock_started(due_at=MONDAY + DAY)])
    with database.reading() as unit:
        (place,) = unit.clocks.due(MONDAY + DAY, 10)
    put_off(database, place, 2 * DAY)
    store(database, [happened.RungFired(at=MONDAY, clock=1, rung="soon")], before=before)
    with database.transaction() as unit:
        assert (unit.stuck.list(), unit.stuck.count()) == ([], 0)
        assert unit.stuck.find("A", 1) is None
        unit.stuck.forget(MONDAY + 9 * DAY)
        place = DueClock("A", 1, MONDAY + 2 * DAY)
        assert unit.stuck.attempts(place) == 0
