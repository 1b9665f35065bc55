"""Clocks of a dossier: when they start, stand still, go on, start again, and when they are late."""

from __future__ import annotations

from datetime import time

import pytest

from engine.core.clocks import derived_due
from engine.core.lifecycle import ClockStatus
from tests.support.calendars import eight_hour_desk
from tests.support.walkers import PlayedDossier, played_procedure, received

SIMPLE = """
receive: {by: one_stop/reception, limit: 4 working hours}
process:
  by: department/officer
  limit: 3 working days
  outcomes:
    ok: {to: return}
    lacking: {ask: supplement}
    fee: {ask: payment}
return: {by: one_stop/reception, limit: uncounted}
"""


def at_process(**values: str) -> PlayedDossier:
    played = received(SIMPLE, **values)
    played.complete("dung", "accepted")
    return played


def test_a_dossier_is_due_at_the_same_clock_time_and_the_receipt_day_does_not_count():
    assert received(SIMPLE).due() == "2026-03-16 09:00"


def test_a_dossier_received_after_hours_starts_at_the_next_opening():
    played = PlayedDossier(played_procedure(SIMPLE, limit="1 working day"))
    played.wait_until("2026-03-02 20:00")
    played.receive()
    assert played.due() == "2026-03-04 07:30"


def test_a_limit_of_hours_runs_round_the_clock_from_the_minute_of_reception():
    played = PlayedDossier(played_procedure(SIMPLE, limit="12 hours"))
    played.wait_until("2026-03-06 22:15")
    played.receive()
    assert played.due() == "2026-03-07 10:15"


def test_a_procedure_without_a_limit_has_no_dossier_clock():
    played = received(SIMPLE, limit="uncounted")
    assert [clock.kind for clock in played.dossier.clocks.values()] == ["step"]


def test_the_limit_follows_from_what_was_received():
    limit = "[{when: 'dossier.area == \"difficult\"', is: 5 working days}, {is: 2 working days}]"
    played = PlayedDossier(played_procedure(SIMPLE, limit=limit))
    played.receive(data={"area": "difficult"})
    assert played.due() == "2026-03-09 09:00"


def test_a_payment_lets_the_clock_stand_still_and_go_on_with_what_was_left():
    played = at_process()
    played.wait_until("2026-03-04 09:00")
    played.complete("binh", "fee")
    assert played.clock().status is ClockStatus.PAUSED
    assert played.due() is None
    played.wait_until("2026-03-18 14:00")
    played.complete("dung", "paid")
    # Eight of ten working days were left.
    assert played.due() == "2026-03-30 14:00"
    assert played.clock().cycle == 0


def test_a_pause_of_no_length_moves_no_due_date():
    played = at_process()
    for moment in ("2026-03-03 12:15", "2026-03-07 10:00", "2026-03-09 17:00"):
        played.wait_until(moment)
        played.complete("binh", "fee")
        played.complete("dung", "paid")
        assert played.due() == "2026-03-16 09:00"


def test_a_pause_before_the_clock_began_moves_no_due_date():
    after_three = {"vn": eight_hour_desk(cut_off=time(15))}
    played = PlayedDossier(played_procedure(SIMPLE, limit="1 working day"), calendars=after_three)
    played.wait_until("2026-03-02 15:30")
    played.receive()
    played.complete("dung", "accepted")
    assert played.due() == "2026-03-04 07:30"
    played.complete("binh", "fee")
    played.wait_until("2026-03-02 16:00")
    played.complete("dung", "paid")
    assert played.due() == "2026-03-04 07:30"


def test_a_supplement_starts_the_clock_again_from_zero_in_a_new_cycle():
    played = at_process()
    played.wait_until("2026-03-04 09:00")
    played.complete("binh", "lacking")
    played.wait_until("2026-03-11 10:00")
    played.complete("dung", "provided")
    clock = played.clock()
    assert played.due() == "2026-03-25 10:00"
    assert (clock.cycle, [entry.kind for entry in clock.ledger]) == (
        1,
        ["started", "paused", "restarted"],
    )
    first = clock.first_due_at
    assert first is not None
    assert first < (clock.due_at or first)


def test_a_clock_that_is_late_already_keeps_its_due_date_through_a_pause():
    played = at_process(limit="2 working days")
    played.wait_until("2026-03-10 09:00")
    played.complete("binh", "fee")
    assert played.due() == "2026-03-04 09:00"
    played.wait_until("2026-03-20 09:00")
    played.complete("dung", "paid")
    assert played.due() == "2026-03-04 09:00"


def test_a_step_clock_is_its_own_for_every_visit():
    played = at_process()
    assert played.due("process") == "2026-03-05 09:00"
    played.wait_until("2026-03-03 09:00")
    played.complete("binh", "lacking")
    played.wait_until("2026-03-09 09:00")
    played.complete("dung", "provided")
    assert played.due("process") == "2026-03-12 09:00"
    assert [c.status for c in played.dossier.clocks.values() if c.name == "process"] == [
        ClockStatus.STOPPED,
        ClockStatus.RUNNING,
    ]


def test_the_clock_of_the_dossier_stops_when_the_result_is_there():
    played = at_process()
    played.wait_until("2026-03-05 09:00")
    played.complete("binh", "ok")
    assert played.dossier.status == "finished"
    assert played.clock().status is ClockStatus.STOPPED
    assert played.due() == "2026-03-16 09:00"
    played.wait_until("2026-04-20 09:00")
    assert played.fire() == []
    played.complete("dung", "returned")
    assert played.dossier.status == "returned"


@pytest.mark.parametrize(
    ("done_at", "late"), [("2026-03-16 09:00", False), ("2026-03-16 09:01", True)]
)
def test_a_clock_says_whether_it_stopped_late(done_at: str, late: bool):
    played = at_process()
    played.wait_until(done_at)
    events = played.complete("binh", "ok")
    stopped = {e.number: e.late for e in events if type(e).__name__ == "ClockStopped"}  # type: ignore[attr-defined]
    assert stopped[played.clock().number] is late


GROUPED = """
receive: {by: one_stop/reception, limit: uncounted}
process: {by: department/officer, group: working}
verify:
  by: department/head
  group: working
  outcomes: {ok: {to: sign}, back: {to: process}, fee: {ask: payment}}
sign: {by: authority/leader, phase: signing, next: return}
return: {by: one_stop/reception, limit: uncounted}
"""
GROUP_TOP = "groups: {working: 4 working days}\nphases: {signing: 2 working days}\n"


def in_group() -> PlayedDossier:
    played = received(GROUPED, top=GROUP_TOP)
    played.complete("dung", "accepted")
    return played


def test_a_group_has_one_clock_from_its_first_step_to_its_last():
    played = in_group()
    first = played.clock("working")
    played.later(days=1)
    played.complete("binh", "done")
    assert played.clock("working") == first
    assert {item.clock for item in played.open_items} == {first.number}
    played.complete("an", "ok")
    assert played.clock("working").status is ClockStatus.STOPPED
    assert played.clock("signing").status is ClockStatus.RUNNING


def test_a_group_that_is_not_left_keeps_its_clock_through_a_return():
    played = in_group()
    first = played.clock("working")
    played.complete("binh", "done")
    played.complete("an", "back")
    assert played.clock("working") == first


def test_a_group_stands_still_while_its_step_waits_and_then_goes_on():
    played = in_group()
    first = played.clock("working")
    played.complete("binh", "done")
    played.later(days=1)
    played.complete("an", "fee")
    assert played.clock("working").number == first.number
    assert played.clock("working").status is ClockStatus.PAUSED
    played.later(days=7)
    played.complete("dung", "paid")
    assert played.clock("working").number == first.number
    assert played.due("working") == "2026-03-13 09:00"


def test_every_due_date_follows_from_its_ledger():
    played = at_process()
    played.complete("binh", "fee")
    played.later(days=3, hours=5)
    played.complete("dung", "paid")
    for clock in played.dossier.clocks.values():
        assert derived_due(clock, played.calendars[clock.calendar]) == clock.due_at
