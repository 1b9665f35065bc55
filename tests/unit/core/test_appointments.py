"""Two appointments: each has a clock of its own, and what lies between them is nobody's time."""

from __future__ import annotations

import pytest

from engine.core.events import ClockStarted, ClockStopped
from engine.core.lifecycle import ClockStatus
from engine.core.state import RunningClock
from tests.support.walkers import PlayedDossier, received

TOP = """
appointments:
  assessment: {label: Hẹn lần 1, limit: 6 working days, from: receive, to: process}
  grant: {label: Hẹn lần 2, limit: 4 working days, from: sign, to: sign}
"""
STEPS = """
receive: {by: one_stop/reception, limit: 4 working hours}
process:
  by: department/officer
  limit: 5 working days
  outcomes:
    sent: {to: tax}
    lacking: {ask: supplement}
    survey: {ask: external}
tax:
  by: commune/officer
  ask: external
  clock: stop
sign:
  by: authority/leader
  limit: 4 working days
  outcomes:
    signed: {to: return}
    wrong: {to: process}
    fee: {ask: payment}
return: {by: one_stop/reception, limit: uncounted, outcomes: {handed: {end: returned}, faulty: {to: sign}}}
"""


def at_process() -> PlayedDossier:
    played = received(STEPS, top=TOP)
    played.complete("dung", "accepted")
    return played


def at_tax(at: str = "2026-03-09 09:00") -> PlayedDossier:
    played = at_process()
    played.wait_until(at)
    played.complete("binh", "sent")
    return played


def at_sign(at: str = "2026-04-06 10:00") -> PlayedDossier:
    played = at_tax()
    played.wait_until(at)
    played.complete("giang", "replied")
    return played


def legal(played: PlayedDossier) -> list[tuple[str, ClockStatus]]:
    return [(c.name, c.status) for c in played.dossier.clocks.values() if c.kind == "dossier"]


def running(played: PlayedDossier) -> RunningClock:
    clock = played.dossier.legal_clock
    assert clock is not None
    return clock


def test_the_dossier_is_due_with_its_first_appointment():
    played = at_process()
    assert legal(played) == [("assessment", ClockStatus.RUNNING)]
    assert played.due("assessment") == "2026-03-10 09:00"
    assert running(played).name == "assessment"


def test_between_the_appointments_nobodys_time_runs():
    played = at_tax()
    assert legal(played) == [("assessment", ClockStatus.STOPPED)]
    assert played.dossier.between_appointments
    played.wait_until("2026-06-30 09:00")
    assert played.fire() == []


def test_the_second_appointment_is_counted_from_its_own_first_step():
    played = at_sign()
    assert legal(played) == [
        ("assessment", ClockStatus.STOPPED),
        ("grant", ClockStatus.RUNNING),
    ]
    assert (running(played).name, played.due("grant")) == ("grant", "2026-04-10 10:00")
    assert not played.dossier.between_appointments


@pytest.mark.parametrize(
    ("sent_at", "signed_at", "late"),
    [
        ("2026-03-10 09:00", "2026-04-10 10:00", {}),
        ("2026-03-10 09:01", "2026-04-10 10:00", {"assessment"}),
        ("2026-03-10 09:00", "2026-04-10 10:01", {"grant"}),
    ],
)
def test_each_appointment_is_kept_or_not_by_itself(sent_at: str, signed_at: str, late: set[str]):
    played = at_tax(sent_at)
    played.wait_until("2026-04-06 10:00")
    played.complete("giang", "replied")
    played.wait_until(signed_at)
    played.complete("chi", "signed")
    names = {c.number: c.name for c in played.dossier.clocks.values() if c.kind == "dossier"}
    stopped = [e for e in played.journal if isinstance(e, ClockStopped) and e.number in names]
    assert {names[e.number] for e in stopped if e.late} == set(late)
    assert played.dossier.status == "finished"
    # Of the whole dossier, that one tells which was late.
    assert running(played).late is bool(late)


def test_each_appointment_has_the_whole_ladder_of_alerts():
    played = at_process()
    played.wait_until("2026-03-10 09:01")
    played.fire()
    played.complete("binh", "sent")
    assert played.open_alerts() == []
    played.wait_until("2026-04-06 10:00")
    played.complete("giang", "replied")
    played.wait_until("2026-04-10 10:01")
    played.fire()
    rungs = [a.rung for a in played.dossier.alerts.values() if a.rung.startswith("dossier")]
    assert rungs == ["dossier_apology", "dossier_late"] * 2


def test_a_supplement_starts_the_running_appointment_again_and_no_other():
    played = at_process()
    played.wait_until("2026-03-04 09:00")
    played.complete("binh", "lacking")
    assert running(played).status is ClockStatus.PAUSED
    played.wait_until("2026-03-16 09:00")
    played.complete("dung", "provided")
    assert played.due("assessment") == "2026-03-24 09:00"
    assert legal(played) == [("assessment", ClockStatus.RUNNING)]


def test_a_wait_within_an_appointment_lets_it_stand_still():
    played = at_sign()
    played.wait_until("2026-04-07 10:00")
    played.complete("chi", "fee")
    assert running(played).status is ClockStatus.PAUSED
    played.wait_until("2026-04-20 10:00")
    played.complete("dung", "paid")
    assert played.due("grant") == "2026-04-23 10:00"


def test_a_dossier_that_goes_back_finds_the_first_appointment_with_what_it_had_left():
    played = at_sign()
    played.wait_until("2026-04-07 10:00")
    played.complete("chi", "wrong")
    # One of six working days was left when the slip went to the tax office.
    assert legal(played) == [("assessment", ClockStatus.RUNNING), ("grant", ClockStatus.STOPPED)]
    assert played.due("assessment") == "2026-04-08 10:00"
    played.complete("binh", "sent")
    played.wait_until("2026-05-04 10:00")
    played.complete("giang", "replied")
    # And three of four were left of the second.
    assert played.due("grant") == "2026-05-07 10:00"
    assert (
        len([e for e in played.journal if isinstance(e, ClockStarted) and e.kind == "dossier"]) == 2
    )


def test_a_result_that_is_sent_back_goes_on_with_its_appointment():
    played = at_sign()
    played.complete("chi", "signed")
    assert running(played).status is ClockStatus.STOPPED
    assert not played.dossier.between_appointments
    played.wait_until("2026-04-20 09:00")
    played.complete("dung", "faulty")
    assert (running(played).name, running(played).status) == ("grant", ClockStatus.RUNNING)


def test_a_withdrawal_between_the_appointments_ends_the_dossier():
    from engine.core import commands as asked

    played = at_tax()
    played.ask(asked.WithdrawDossier, "dung", reason="Không cần nữa")
    assert played.dossier.closed


def test_a_wait_that_leads_on_out_of_the_appointment_lies_between():
    steps = STEPS.replace("sent: {to: tax}", "sent: {ask: external, back_to: sign}")
    steps = steps.replace("tax:\n  by: commune/officer\n  ask: external\n  clock: stop\n", "")
    played = received(steps, top=TOP)
    played.complete("dung", "accepted")
    played.complete("binh", "sent")
    assert legal(played) == [("assessment", ClockStatus.STOPPED)]
    assert played.dossier.between_appointments
