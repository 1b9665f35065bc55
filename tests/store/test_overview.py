"""A supervisor sees where the dossiers of their units stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import get_args

import pytest

from engine.core import events as happened
from engine.core.events import Event
from engine.core.lifecycle import ClockStatus, DossierStatus
from engine.store.database import Database
from engine.store.overview import DossierRow, Moments, OverviewState
from tests.support.journals import (
    DAY,
    HOUR,
    MONDAY,
    clock_paused,
    clock_started,
    clock_stopped,
    offered,
    received,
    store,
)

NOW = MONDAY + 2 * DAY
AT = Moments(now=NOW, soon=NOW + DAY, done_since=MONDAY)
ACCEPTED = happened.StatusChanged(at=MONDAY, status=DossierStatus.IN_PROGRESS)


def online(code: str) -> Event:
    event = received(code)
    assert isinstance(event, happened.DossierReceived)
    return replace(event, channel="online")


def reception_until(due_at: datetime) -> Event:
    return clock_started(kind="reception", due_at=due_at)


@pytest.fixture(autouse=True)
def _dossiers(database: Database) -> None:
    """One dossier for each way a dossier can stand."""
    due = {"overdue": NOW - HOUR, "risky": NOW, "fine": NOW + DAY}
    for code, due_at in due.items():
        store(database, [received(code), ACCEPTED, clock_started(due_at=due_at), offered()])
    paused = [clock_started(due_at=NOW - HOUR), clock_paused(at=MONDAY)]
    store(database, [received("paused"), ACCEPTED, *paused])
    store(database, [online("unaccepted"), reception_until(NOW - HOUR)])
    store(database, [online("new"), reception_until(NOW)])
    before = store(database, [online("answered"), reception_until(NOW - HOUR)])
    store(database, [clock_stopped(at=NOW), ACCEPTED], before=before)
    before = store(database, [online("quick"), reception_until(NOW)])
    store(database, [clock_stopped(at=NOW), ACCEPTED], before=before)
    for code, stopped_at in (("late", NOW), ("punctual", MONDAY)):
        before = store(database, [received(code), ACCEPTED, clock_started(due_at=NOW - HOUR)])
        stopped = clock_stopped(at=stopped_at)
        ended = happened.DossierEnded(at=NOW, end="returned", status=DossierStatus.RETURNED)
        before = store(database, [stopped], before=before)
        with database.reading() as unit:
            before_end = unit.dossiers.find(code)
        # The clock is no longer read, and what lists show of it must stay.
        store(database, [ended], before=before_end)


@pytest.mark.parametrize(
    ("state", "codes"),
    [
        ("overdue", ["overdue"]),
        ("at_risk", ["risky"]),
        ("paused", ["paused"]),
        ("late_reception", ["unaccepted"]),
        ("accepted_late", ["answered"]),
        ("finished_late", ["late"]),
        ("closed", ["late", "punctual"]),
        ("open", ["overdue", "risky", "fine", "answered", "new", "paused", "quick", "unaccepted"]),
    ],
)
def test_each_dossier_is_listed_where_it_stands(
    database: Database, state: OverviewState, codes: list[str]
) -> None:
    with database.reading() as unit:
        rows = unit.overview.dossiers(None, state, AT)
        assert [row.code for row in rows] == codes
        assert len(unit.overview.dossiers(None, state, AT, limit=1)) == 1
        assert unit.overview.counts(None, AT)[state] == len(codes)


def test_a_row_keeps_its_due_dates_after_the_end(database: Database) -> None:
    with database.reading() as unit:
        row = unit.overview.dossiers(None, "finished_late", AT)[0]
    assert row == DossierRow(
        code="late",
        procedure="land_transfer",
        digest="d1",
        status=DossierStatus.RETURNED,
        desk="H01.10",
        applicant_name="Đặng Thị Ánh",
        received_at=MONDAY,
        ended_at=NOW,
        due_at=NOW - HOUR,
        first_due_at=NOW - HOUR,
        clock=ClockStatus.STOPPED,
        clock_stopped_at=NOW,
        supplements=0,
    )


def test_units_see_what_they_received_or_work_on(database: Database) -> None:
    with database.reading() as unit:
        overview = unit.overview
        desk, office, other = (frozenset({code}) for code in ("H01.10", "H01.20", "H01.77"))
        assert overview.counts(desk, AT)["open"] == 8
        assert overview.counts(office, AT)["open"] == 3
        assert set(overview.counts(other, AT).values()) == {0}
        assert overview.counts(frozenset(), AT) == dict.fromkeys(get_args(OverviewState), 0)
        assert [row.code for row in overview.dossiers(office, "overdue", AT)] == ["overdue"]
        assert overview.dossiers(other, "open", AT) == []


def test_a_search_without_a_word_finds_nothing(database: Database) -> None:
    with database.reading() as unit:
        assert unit.overview.search("  ") == []
        assert [row.code for row in unit.overview.search("dang NEW")] == ["new"]
        assert len(unit.overview.search("dang", limit=3)) == 3
