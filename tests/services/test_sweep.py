"""Clocks that nobody clicks: each rung alerts once, however often, and by however many, it is swept."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TypeVar

import pytest

from engine.clock import SettableClock
from engine.core import alerts as core_alerts
from engine.core.draft import Draft
from engine.core.events import AlertRaised, Event, RungFired
from engine.core.lifecycle import AlertStatus
from engine.core.state import RunningClock
from engine.errors import GuardFailedError, NotFoundError
from engine.messages import message
from engine.services import alerts, automation, clocks, dossiers
from engine.services.office import Office
from tests.support import handling, offices
from tests.support.databases import sql
from tests.support.offices import RECEPTION
from tests.support.races import together
from tests.support.statement_faults import InjectedFault, failing_at

_Event = TypeVar("_Event", bound=Event)


def raised(office: Office, code: str) -> Counter[tuple[int, int, str]]:
    """Return how often each rung of each cycle of each clock raised an alert."""
    return Counter((e.clock, e.cycle, e.rung) for e in events(office, code, AlertRaised))


def events(office: Office, code: str, kind: type[_Event]) -> list[_Event]:
    with office.database.reading() as uow:
        found = [entry.event for entry in uow.journal.entries(code)]
    return [event for event in found if isinstance(event, kind)]


def rungs_of_a_dossier(office: Office, code: str) -> set[str]:
    return {rung for _, _, rung in raised(office, code) if rung.startswith("dossier")}


def test_a_dossier_nobody_touches_gets_one_alert_at_each_rung(
    office: Office, clock: SettableClock
) -> None:
    code = offices.receive(office, "r")
    for _ in range(20 * 4):
        clock.advance(timedelta(hours=6))
        clocks.fire_due_clocks(office)
    counted = raised(office, code)
    assert set(counted.values()) == {1}
    assert rungs_of_a_dossier(office, code) == {
        "dossier_apology",
        "dossier_late",
        "dossier_very_late",
    }
    assert len(events(office, code, RungFired)) == len(counted)
    assert sql(office.database, "SELECT count(*) FROM outbox") == [(len(counted),)]


def test_a_sweep_after_a_long_sleep_catches_up_and_the_next_finds_nothing(
    office: Office, clock: SettableClock
) -> None:
    code = offices.receive(office, "r")
    clock.advance(timedelta(days=40))
    assert clocks.fire_due_clocks(office).raised == 6
    for _ in range(2):
        assert clocks.fire_due_clocks(office) == clocks.Sweep(0, 0)
        clock.advance(timedelta(hours=1))
    assert set(raised(office, code).values()) == {1}


def test_sweeps_at_once_alert_once(office: Office, clock: SettableClock) -> None:
    codes = [offices.receive(office, f"r{n}") for n in range(3)]
    clock.advance(timedelta(days=40))
    sweeps = together(3, lambda _: clocks.fire_due_clocks(office))
    assert sum(sweep.raised for sweep in sweeps) == 18
    assert not any(sweep.stuck for sweep in sweeps)
    for code in codes:
        assert set(raised(office, code).values()) == {1}


@pytest.mark.parametrize("point", [1, 8, 15, 22, 29, 36])
def test_a_sweep_that_was_killed_is_made_up_by_the_next(
    office: Office, clock: SettableClock, point: int
) -> None:
    code = offices.receive(office, "r")
    clock.advance(timedelta(days=40))
    # Where it strikes at the commit of several clocks, the sweep itself makes up for it.
    with suppress(InjectedFault), failing_at(office.database, point):
        clocks.fire_due_clocks(office)
    clocks.fire_due_clocks(office)
    counted = raised(office, code)
    assert len(counted) == 6
    assert set(counted.values()) == {1}


def test_a_clock_that_jumps_back_and_forth_alerts_neither_early_nor_twice(
    office: Office, clock: SettableClock
) -> None:
    code = offices.receive(office, "r")
    due = dossiers.show(office, code, RECEPTION).clock
    assert due is not None
    assert due.due_at is not None
    for shift in (timedelta(hours=-1), timedelta(), timedelta(days=-2), timedelta(days=3650)):
        clock.set(min(due.due_at + shift, datetime(2028, 1, 1, tzinfo=due.due_at.tzinfo)))
        clocks.fire_due_clocks(office)
        late = [e for e in events(office, code, AlertRaised) if e.rung == "dossier_late"]
        assert len(late) == (shift >= timedelta() or bool(late))
    assert all(e.at >= due.due_at for e in late)
    assert set(raised(office, code).values()) == {1}


def test_a_dossier_that_cannot_go_on_does_not_keep_others_from_their_alerts(
    office: Office, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = [offices.receive(office, f"r{n}") for n in range(3)]
    clock.advance(timedelta(days=40))
    fire_rung = core_alerts.fire_rung

    def refuse_one(draft: Draft, clock: RunningClock, name: str) -> None:
        if draft.dossier.code == codes[0]:
            raise GuardFailedError(message("no unit is responsible"))
        fire_rung(draft, clock, name)

    monkeypatch.setattr(core_alerts, "fire_rung", refuse_one)
    sweep = clocks.fire_due_clocks(office)
    assert set(sweep.stuck) == {codes[0]}
    assert {rung for _, _, rung in raised(office, codes[0])} == {core_alerts.STUCK}
    assert [len(raised(office, code)) for code in codes[1:]] == [6, 6]


def test_nothing_fires_while_the_applicant_is_waited_for(
    office: Office, clock: SettableClock
) -> None:
    code = offices.receive(office, "r")
    handling.move_on(office, code, "ask", "lacking")
    clock.advance(timedelta(days=60))
    clocks.fire_due_clocks(office)
    assert rungs_of_a_dossier(office, code) == set()


def test_nothing_fires_once_the_result_waits_to_be_fetched(
    office: Office, clock: SettableClock
) -> None:
    code = offices.receive(office, "r")
    handling.move_to(office, code, "return")
    clock.advance(timedelta(days=60))
    assert clocks.fire_due_clocks(office) == clocks.Sweep(0, 0)
    handling.move_on(office, code, "fetched")
    (row,) = sql(office.database, "SELECT clock_stopped_at < due_at, status FROM dossier")
    assert (bool(row[0]), row[1]) == (True, "returned")


def test_who_answers_an_alert_is_asked_for_a_reason_and_the_list_shows_it(
    office: Office, clock: SettableClock
) -> None:
    code = offices.receive(office, "r")
    clock.advance(timedelta(days=40))
    clocks.fire_due_clocks(office)
    first = alerts.list_alerts(office, RECEPTION).lines[0]
    number = first.row.number
    with pytest.raises(GuardFailedError):
        alerts.acknowledge(office, code, number, " ", RECEPTION, "a1")
    alerts.acknowledge(office, code, number, "Đang gọi", RECEPTION, "a2")
    told = alerts.list_alerts(office, RECEPTION, statuses=(AlertStatus.ACKNOWLEDGED,)).lines
    assert [(line.row.number, line.row.reason) for line in told] == [(number, "Đang gọi")]
    with pytest.raises(NotFoundError):
        alerts.acknowledge(office, code, 99, "x", RECEPTION, "a3")


def test_an_explanation_tells_the_pause_and_the_restart(
    office: Office, clock: SettableClock
) -> None:
    code = offices.receive(office, "r")
    handling.move_on(office, code, "ask", "lacking")
    clock.advance(timedelta(days=2))
    handling.move_on(office, code, "answer", "provided")
    view = dossiers.show(office, code, RECEPTION)
    assert view.clock is not None
    lines = clocks.explain_clock(view.clock, view.rulebook)
    told = [line.text.text for line in lines]
    assert [entry.kind for entry in view.clock.ledger] == ["started", "paused", "restarted"]
    assert len(told) > 3
    assert automation.outbox_age(office) is None
