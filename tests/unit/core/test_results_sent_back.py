"""A result that goes back to be corrected: the clock stood still while it was there, and runs on."""

from __future__ import annotations

import pytest

from engine.core.lifecycle import ClockStatus
from tests.support.walkers import PlayedDossier, received

STEPS = """
receive: {by: one_stop/reception, next: process}
process: {by: department/officer, next: return}
return:
  by: one_stop/reception
  outcomes:
    handed: {end: returned}
    wrong: {to: process, note_required: true}
    fee: {ask: payment}
    lacking: {ask: supplement}
"""


def finished(at: str = "2026-03-04 09:00", **values: str) -> PlayedDossier:
    played = received(STEPS, **values)
    played.complete("dung", "accepted")
    played.wait_until(at)
    played.complete("binh", "done")
    assert (played.dossier.status, played.clock().status) == ("finished", ClockStatus.STOPPED)
    return played


def sent_back(played: PlayedDossier, at: str) -> PlayedDossier:
    played.wait_until(at)
    played.complete("dung", "wrong", note="Sai họ tên")
    return played


def test_the_clock_runs_on_with_what_was_left_when_the_result_was_there():
    played = sent_back(finished(), "2026-03-18 14:00")
    assert played.dossier.status == "in_progress"
    assert played.clock().status is ClockStatus.RUNNING
    # Eight of ten working days were left.
    assert played.due() == "2026-03-30 14:00"
    assert len([c for c in played.dossier.clocks.values() if c.kind == "dossier"]) == 1


def test_going_back_at_once_moves_no_due_date():
    played = sent_back(finished(), "2026-03-04 09:00")
    assert played.due() == "2026-03-16 09:00"


def test_the_alerts_ahead_come_when_they_are_due_and_each_once():
    played = finished("2026-03-13 10:00")
    assert "dossier_apology" not in [name for name, _ in played.ladder()]
    played.fire()
    sent_back(played, "2026-03-30 10:00")
    assert [name for name, _ in played.ladder()] == ["dossier_late", "dossier_very_late"]
    played.wait_until("2026-03-31 09:01")
    played.fire()
    assert [alert.rung for alert in played.open_alerts()] == ["dossier_late"]


def test_a_breach_is_not_undone_and_is_still_escalated():
    played = finished("2026-03-17 09:00")
    sent_back(played, "2026-04-20 09:00")
    assert played.due() == "2026-03-16 09:00"
    played.fire()
    assert [alert.rung for alert in played.open_alerts()] == ["dossier_very_late"]


@pytest.mark.parametrize(
    ("corrected_at", "late"), [("2026-03-30 14:00", False), ("2026-03-31 09:00", True)]
)
def test_lateness_is_measured_when_the_corrected_result_was_there(corrected_at: str, late: bool):
    played = sent_back(finished(), "2026-03-18 14:00")
    played.wait_until(corrected_at)
    events = played.complete("binh", "done")
    (stopped,) = (e for e in events if getattr(e, "number", 0) == played.clock().number)
    assert getattr(stopped, "late") is late  # noqa: B009 - not every event has one
    played.wait_until("2026-06-30 09:00")
    played.complete("dung", "handed")
    assert played.clock().ledger[-1].at.isoformat() < "2026-06"


@pytest.mark.parametrize(
    ("asks", "answer", "due"),
    # What was left, or where the supplement began it anew the whole limit, from that day.
    [("fee", "paid", "2026-03-23 09:00"), ("lacking", "provided", "2026-03-25 09:00")],
)
def test_a_wait_asked_for_when_the_result_was_there_lets_the_clock_stand_still(
    asks: str, answer: str, due: str
):
    played = finished()
    played.complete("dung", asks)
    assert played.clock().status is ClockStatus.PAUSED
    played.wait_until("2026-03-11 09:00")
    played.complete("dung", answer)
    assert (played.dossier.status, played.clock().status) == ("finished", ClockStatus.STOPPED)
    sent_back(played, "2026-03-11 09:00")
    assert played.due() == due


def test_a_dossier_without_a_limit_goes_back_without_a_clock():
    played = received(STEPS, limit="uncounted")
    played.complete("dung", "accepted")
    played.complete("binh", "done")
    sent_back(played, "2026-03-18 14:00")
    assert played.dossier.status == "in_progress"
    assert all(clock.kind != "dossier" for clock in played.dossier.clocks.values())


def test_a_result_is_there_only_when_nothing_else_is_open():
    played = received(
        """
receive: {by: one_stop/reception, next: {all: [process, give]}}
process: {by: department/officer, next: close}
give: {by: one_stop/reception, kind: return, next: close}
close: {by: one_stop/reception, kind: return, join: all, outcomes: {handed: {end: returned}}}
"""
    )
    played.complete("dung", "accepted")
    assert (played.dossier.status, played.clock().status) == ("in_progress", ClockStatus.RUNNING)
    played.complete("dung", "returned")
    assert played.clock().status is ClockStatus.RUNNING
    played.complete("binh", "done")
    assert (played.dossier.status, played.clock().status) == ("finished", ClockStatus.STOPPED)
