"""A calendar changes while dossiers run: what was reckoned before is explained as it was reckoned."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from engine.clock import SettableClock
from engine.core.state import RunningClock
from engine.services import dossiers
from engine.services.clocks import explain_clock
from engine.services.dossier_view import DossierView
from engine.services.office import Office
from tests.support import handling, offices
from tests.support.offices import RECEPTION
from tests.support.republishing import republish

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CALENDAR = "calendars/vn.yaml"
DAYS_OFF = "days_off:\n"


def closed(day: str) -> tuple[str, str]:
    return DAYS_OFF, f"{DAYS_OFF}  - {{on: {day}, name: Nghỉ bão, source: Công điện}}\n"


def shown(office: Office, code: str) -> tuple[DossierView, RunningClock]:
    view = dossiers.show(office, code, RECEPTION)
    assert view.clock is not None
    return view, view.clock


def last_instant(office: Office, code: str) -> datetime | None:
    view, clock = shown(office, code)
    return explain_clock(clock, view.rulebook)[-1].at


def test_the_explanation_ends_at_the_due_date_on_record(
    office: Office, clock: SettableClock
) -> None:
    code = offices.receive(office, "r")
    before = shown(office, code)[1].due_at
    assert last_instant(office, code) == before
    clock.advance(timedelta(days=1))
    republish(office, CALENDAR, closed("2026-03-10"))
    assert shown(office, code)[1].due_at == before
    assert last_instant(office, code) == before
    later = offices.receive(office, "later")
    assert last_instant(office, later) == shown(office, later)[1].due_at


def test_a_calendar_that_changed_twice_is_still_found(office: Office, clock: SettableClock) -> None:
    code = offices.receive(office, "r")
    for day in ("2026-03-10", "2026-03-11"):
        clock.advance(timedelta(hours=1))
        republish(office, CALENDAR, closed(day))
    assert last_instant(office, code) == shown(office, code)[1].due_at


def test_what_runs_on_after_the_change_is_reckoned_and_explained_by_the_new_one(
    office: Office, clock: SettableClock
) -> None:
    code = offices.receive(office, "r")
    clock.advance(timedelta(days=1))
    handling.move_on(office, code, "ask", "lacking")
    republish(office, CALENDAR, closed("2026-03-10"))
    clock.advance(timedelta(days=1))
    handling.move_on(office, code, "answer", "provided")
    view, running = shown(office, code)
    lines = explain_clock(running, view.rulebook)
    told = [str(line.text) for line in lines]
    assert lines[-1].at == running.due_at
    assert sum("Nghỉ bão" in line for line in told) == 1


def test_an_unchanged_calendar_loads_no_earlier_one(office: Office) -> None:
    code = offices.receive(office, "r")
    assert shown(office, code)[0].rulebook.earlier == ()
