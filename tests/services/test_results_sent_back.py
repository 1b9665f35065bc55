"""A result that goes back to be corrected, from the database to the lines that explain the due date."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from engine.catalogue import render
from engine.clock import SettableClock
from engine.core.evolve import fold
from engine.core.lifecycle import ClockStatus
from engine.services import clocks, dossiers, publishing
from engine.services.office import Office
from tests.support import handling
from tests.support.offices import ADMINISTRATOR, RECEPTION

SPEC = """\
kind: procedure
code: "9.000001"
title: {vi: Thử, en: Trial}
decision: {number: 1/QĐ, date: 2025-11-18, issuer: X}
effective: {from: 2025-11-18}
field: ppp_investment
level: province
limit: 5 working days
steps:
  receive: {by: one_stop/reception, limit: 1 working day, next: process}
  process: {by: division/officer, limit: 4 working days, next: return}
  return: {by: one_stop/reception, outcomes: {handed: {end: returned}, wrong: {to: process}}}
"""


@pytest.fixture
def code(office: Office, tmp_path: Path) -> str:
    path = tmp_path / "trial.yaml"
    path.write_text(SPEC, encoding="utf-8")
    publishing.publish(office, [path], ADMINISTRATOR)
    code = handling.receive_of(office, "9.000001", "r")
    handling.move_on(office, code, "accept")
    handling.move_on(office, code, "done")
    return code


def test_the_stored_clock_runs_on_and_says_why(
    office: Office, clock: SettableClock, code: str
) -> None:
    finished = dossiers.show(office, code, RECEPTION).clock
    assert finished is not None
    assert finished.status is ClockStatus.STOPPED
    clock.advance(timedelta(days=7))
    handling.move_on(office, code, "wrong", "wrong")
    view = dossiers.show(office, code, RECEPTION)
    assert view.clock is not None
    assert view.clock.status is ClockStatus.RUNNING
    assert view.clock.due_at == (finished.due_at or clock.now()) + timedelta(days=7)
    told = [render(line.text, "en") for line in clocks.explain_clock(view.clock, view.rulebook)]
    assert "Paused at 09:00 on 02/03/2026: the result is there; 5 working days left" in told
    assert "Running again from 09:00 on 09/03/2026, 5 working days left" in told


def test_a_result_sent_back_twice_is_one_journal_and_one_clock(
    office: Office, clock: SettableClock, code: str
) -> None:
    for number in range(2):
        handling.move_on(office, code, f"wrong{number}", "wrong")
        clock.advance(timedelta(days=1))
        handling.move_on(office, code, f"done{number}")
    clock.advance(timedelta(days=30))
    handling.move_on(office, code, "handed", "handed")
    with office.database.reading() as uow:
        whole = uow.dossiers.find_whole(code)
        journal = [entry.event for entry in uow.journal.entries(code)]
    assert whole == fold(journal)
    assert whole is not None
    limits = [each for each in whole.clocks.values() if each.kind == "dossier"]
    assert [each.status for each in limits] == [ClockStatus.STOPPED]
    assert limits[0].due_at is not None
    # Fetched a month later, and still in time.
    assert limits[0].ledger[-1].at < limits[0].due_at
