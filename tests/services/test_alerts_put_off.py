"""Alerts that were put off come back by the sweep, once, and are told again."""

from __future__ import annotations

from datetime import date, timedelta

from engine.clock import SettableClock
from engine.core.lifecycle import AlertStatus
from engine.services import alerts
from engine.services.clocks import fire_due_clocks
from engine.services.draining import drain
from engine.services.office import Office
from tests.support import offices
from tests.support.supervision import SUPERVISOR


def test_an_alert_that_was_put_off_comes_back_once(office: Office, clock: SettableClock) -> None:
    code = offices.receive(office, "1")
    clock.advance(timedelta(days=10))
    fire_due_clocks(office)
    listed = alerts.list_alerts(office, SUPERVISOR).lines
    number = listed[0].row.number
    alerts.snooze(office, code, number, date(2026, 3, 17), "Chờ xác minh", SUPERVISOR, "s")
    found = alerts.list_alerts(office, SUPERVISOR, statuses=(AlertStatus.SNOOZED,))
    assert [line.row.number for line in found.lines] == [number]
    assert found.counts[AlertStatus.SNOOZED] == 1
    assert alerts.wake_snoozed(office) == 0
    clock.advance(timedelta(days=5, hours=1))
    assert drain(office).raised >= 1
    assert alerts.wake_snoozed(office) == 0
    again = alerts.list_alerts(office, SUPERVISOR, statuses=(AlertStatus.RAISED,))
    assert number in [line.row.number for line in again.lines]


def test_one_line_stands_for_each_time_limit(office: Office, clock: SettableClock) -> None:
    code = offices.receive(office, "1")
    clock.advance(timedelta(days=40))
    fire_due_clocks(office)
    with office.database.reading() as uow:
        dossier = uow.dossiers.find(code)
    assert dossier is not None
    clocks = [alert.clock for alert in dossier.alerts.values()]
    assert clocks
    assert len(clocks) == len(set(clocks))
