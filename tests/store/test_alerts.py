"""Supervisors see the alerts of their units, the newest first; each rung has one alert."""

from __future__ import annotations

import pytest

from engine.core import events as happened
from engine.core.lifecycle import AlertStatus
from engine.errors import ConflictError
from engine.store.alerts import AlertRow
from engine.store.database import Database
from tests.support.journals import (
    DAY,
    HOUR,
    MONDAY,
    alert_raised,
    clock_started,
    offered,
    received,
    store,
)


def test_a_row_says_what_it_is_about_but_not_who_applied(database: Database) -> None:
    acknowledged = happened.AlertAcknowledged(
        at=MONDAY + HOUR, number=1, by="head_officer", reason="Chờ đo đạc"
    )
    events = [
        clock_started(1, due_at=MONDAY + 5 * DAY),
        clock_started(2, "step", due_at=MONDAY + DAY),
        offered(clock=2),
        alert_raised(clock=2, at=MONDAY),
        acknowledged,
    ]
    store(database, [received("A"), *events])
    with database.reading() as unit:
        page = unit.alerts.list()
    assert page.rows == (
        AlertRow(
            dossier="A",
            number=1,
            procedure="land_transfer",
            digest="d1",
            rung="soon",
            status=AlertStatus.ACKNOWLEDGED,
            unit="H01.20",
            receiver="head",
            owner="head_officer",
            raised_at=MONDAY,
            clock_kind="step",
            clock_name="examine",
            due_at=MONDAY + DAY,
            dossier_due_at=MONDAY + 5 * DAY,
            item=1,
            node="examine",
            acknowledged_by="head_officer",
            acknowledged_at=MONDAY + HOUR,
            reason="Chờ đo đạc",
            resolved_at=None,
        ),
    )


def test_an_alert_without_clock_or_item_is_listed_too(database: Database) -> None:
    lonely = [alert_raised(1, clock=0, item=0), alert_raised(2, clock=0, item=0)]
    store(database, [received("A"), *lonely])
    with database.reading() as unit:
        rows = unit.alerts.list().rows
    assert [(row.number, row.clock_kind, row.node, row.due_at) for row in rows] == [
        (2, None, None, None),
        (1, None, None, None),
    ]


def test_lists_and_counts_follow_units_and_statuses(database: Database) -> None:
    for code, unit_code, after in (("A", "H01.20", 1), ("B", "H01.30", 2), ("C", "H01.20", 3)):
        raised = alert_raised(unit=unit_code, at=MONDAY + after * HOUR, clock=0)
        before = store(database, [received(code), raised])
        if code == "C":
            resolved = happened.AlertResolved(at=MONDAY + DAY, number=1)
            store(database, [resolved], before=before)
    with database.reading() as unit:
        alerts = unit.alerts
        assert [row.dossier for row in alerts.list().rows] == ["B", "A"]
        assert [row.dossier for row in alerts.list(frozenset({"H01.20"})).rows] == ["A"]
        resolved_rows = alerts.list(None, [AlertStatus.RESOLVED]).rows
        assert [(row.dossier, row.resolved_at) for row in resolved_rows] == [("C", MONDAY + DAY)]
        assert alerts.list(frozenset()).rows == ()
        assert alerts.counts() == {
            AlertStatus.RAISED: 2,
            AlertStatus.ACKNOWLEDGED: 0,
            AlertStatus.SNOOZED: 0,
        }
        assert alerts.counts(frozenset({"H01.20"}))[AlertStatus.RAISED] == 1


def test_pages_follow_each_other(database: Database) -> None:
    store(database, [received("A"), *(alert_raised(n, clock=0) for n in range(1, 6))])
    with database.reading() as unit:
        first = unit.alerts.list(limit=3)
        second = unit.alerts.list(limit=3, after=first.next)
    assert [row.number for row in (*first.rows, *second.rows)] == [5, 4, 3, 2, 1]
    assert second.next is None


def test_a_rung_raises_one_alert_in_each_cycle_of_its_clock(database: Database) -> None:
    before = store(database, [received("A"), clock_started(), alert_raised(1, cycle=0)])
    before = store(database, [alert_raised(2, cycle=1)], before=before)
    with pytest.raises(ConflictError):
        store(database, [alert_raised(3, cycle=1)], before=before)
