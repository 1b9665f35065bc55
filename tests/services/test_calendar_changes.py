"""A calendar changes while dossiers run: their due dates move only by an explicit, repeatable batch."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from engine.clock import SettableClock
from engine.core.clocks import derived_due
from engine.core.events import ClockRecounted
from engine.core.lifecycle import AlertStatus, ClockStatus
from engine.core.state import Dossier
from engine.errors import NotAuthorizedError, RejectionError
from engine.services import dossiers
from engine.services.calendar_changes import apply, preview
from engine.services.clocks import explain_clock, fire_due_clocks
from engine.services.office import Office
from tests.support import handling, offices
from tests.support.offices import ADMINISTRATOR, RECEPTION
from tests.support.republishing import republish
from tests.support.seeds import seeded_random

CALENDAR = "calendars/vn.yaml"
DAYS_OFF = "days_off:\n"
REASON = "Công điện 12/CĐ-UBND"


def close(office: Office, *days: str) -> None:
    off = "".join(f"  - {{on: {day}, name: Nghỉ bão, source: Công điện}}\n" for day in days)
    republish(office, CALENDAR, (DAYS_OFF, f"{DAYS_OFF}{off}"))


def whole(office: Office, code: str) -> Dossier:
    with office.database.reading() as uow:
        dossier = uow.dossiers.find_whole(code)
    assert dossier is not None
    return dossier


def due(office: Office, code: str) -> datetime:
    clock = whole(office, code).legal_clock
    assert clock is not None
    assert clock.due_at is not None
    return clock.due_at


def test_publishing_a_day_off_moves_nothing_and_the_preview_says_what_would_move(
    office: Office, clock: SettableClock
) -> None:
    code = offices.receive(office, "r")
    before = due(office, code)
    clock.advance(timedelta(hours=1))
    close(office, "2026-03-10")
    moves = [each for each in preview(office, ADMINISTRATOR) if each.kind == "dossier"]
    assert due(office, code) == before
    assert [(each.dossier, each.due_at) for each in moves] == [(code, before)]
    assert moves[0].counted_at == before + timedelta(days=1)
    assert [str(reason) for reason in moves[0].reasons] == ["10/03/2026 is a day off now: Nghỉ bão"]


def test_applying_moves_the_due_date_once_and_keeps_the_first_one_and_the_reason(
    office: Office, clock: SettableClock
) -> None:
    code = offices.receive(office, "r")
    before = due(office, code)
    clock.advance(timedelta(hours=1))
    close(office, "2026-03-10")
    done = apply(office, ADMINISTRATOR, REASON)
    assert code in {each.dossier for each in done.moves}
    moved = whole(office, code)
    assert due(office, code) == before + timedelta(days=1)
    assert moved.legal_clock is not None
    assert moved.legal_clock.first_due_at == before
    assert apply(office, ADMINISTRATOR, REASON).moves == ()
    assert preview(office, ADMINISTRATOR) == ()
    assert whole(office, code) == moved
    view = dossiers.show(office, code, RECEPTION)
    lines = explain_clock(moved.legal_clock, view.rulebook)
    assert lines[-1].at == due(office, code)
    assert sum(REASON in str(line.text) for line in lines) == 1
    events = [entry.event for entry in view.journal if isinstance(entry.event, ClockRecounted)]
    assert {(each.by, each.entry.reason) for each in events} == {(ADMINISTRATOR, REASON)}


def test_a_change_taken_back_moves_the_due_date_back(office: Office, clock: SettableClock) -> None:
    code = offices.receive(office, "r")
    before = due(office, code)
    for days, expected in (
        (("2026-03-10",), before + timedelta(days=1)),
        ((), before),
        (("2026-03-10",), before + timedelta(days=1)),
    ):
        clock.advance(timedelta(hours=1))
        close(office, *days)
        apply(office, ADMINISTRATOR, REASON)
        assert due(office, code) == expected


def test_closed_dossiers_and_clocks_that_stand_still_are_left_alone(
    office: Office, clock: SettableClock
) -> None:
    closed, waiting = offices.receive(office, "closed"), offices.receive(office, "waiting")
    dossiers.withdraw(office, closed, "Công dân rút", RECEPTION, "w")
    handling.move_on(office, waiting, "ask", "lacking")
    before = [whole(office, code) for code in (closed, waiting)]
    clock.advance(timedelta(hours=1))
    close(office, "2026-03-10")
    apply(office, ADMINISTRATOR, REASON)
    after = [whole(office, code) for code in (closed, waiting)]
    assert after[0] == before[0]
    assert after[1].legal_clock == before[1].legal_clock


def test_an_alert_of_a_date_that_moved_away_is_resolved_and_raised_again_in_time(
    office: Office, clock: SettableClock
) -> None:
    code = offices.receive(office, "r")
    before = due(office, code)
    clock.set(before)
    fire_due_clocks(office)
    late = [a for a in whole(office, code).alerts.values() if a.rung == "dossier_late"]
    assert [a.status for a in late] == [AlertStatus.RAISED]
    close(office, "2026-03-10")
    apply(office, ADMINISTRATOR, REASON)
    late = [a for a in whole(office, code).alerts.values() if a.rung == "dossier_late"]
    assert [a.status for a in late] == [AlertStatus.RESOLVED]
    clock.set(before + timedelta(days=1))
    fire_due_clocks(office)
    late = [a for a in whole(office, code).alerts.values() if a.rung == "dossier_late"]
    assert [a.status for a in late] == [AlertStatus.RESOLVED, AlertStatus.RAISED]


def test_only_an_administrator_with_a_reason_may(office: Office) -> None:
    with pytest.raises(NotAuthorizedError):
        preview(office, RECEPTION)
    with pytest.raises(NotAuthorizedError):
        apply(office, RECEPTION, REASON)
    with pytest.raises(RejectionError):
        apply(office, ADMINISTRATOR, " ")


def test_whatever_days_change_every_running_clock_then_follows_the_calendar_in_force(
    office: Office, clock: SettableClock
) -> None:
    chance = seeded_random()
    codes = [_somewhere(office, chance, f"r{number}") for number in range(4)]
    for _ in range(3):
        clock.advance(timedelta(minutes=chance.randint(1, 3000)))
        days = {f"2026-03-{chance.randint(1, 31):02}" for _ in range(chance.randint(0, 3))}
        close(office, *sorted(days))
        promised = preview(office, ADMINISTRATOR)
        assert apply(office, ADMINISTRATOR, REASON).moves == promised
        assert preview(office, ADMINISTRATOR) == ()
        with office.database.reading() as uow:
            calendars = office.rulebook(uow).calendars
        for code in codes:
            for each in whole(office, code).clocks.values():
                if each.status is ClockStatus.RUNNING:
                    assert each.due_at == derived_due(each, calendars[each.calendar])


def _somewhere(office: Office, chance: random.Random, name: str) -> str:
    code = offices.receive(office, name)
    if chance.random() < 0.7:
        handling.move_on(office, code, f"{name}-ask", "lacking")
        if chance.random() < 0.7:
            handling.move_on(office, code, f"{name}-back", "provided")
    return code
