"""Rungs and alerts: which ones there are, when they fire, who gets them, and when they are over."""

from __future__ import annotations

from engine.core import commands as asked
from engine.core.events import AlertRaised, AlertResolved, RungFired
from engine.core.lifecycle import AlertStatus
from tests.support.calendars import HANOI
from tests.support.walkers import PlayedDossier, received

STEPS = """
receive: {by: one_stop/reception, limit: uncounted}
process:
  by: department/officer
  limit: 8 working days
  outcomes: {ok: {to: return}, lacking: {ask: supplement, limit: 5 working days}}
return: {by: one_stop/reception, limit: uncounted}
"""


def at_process(**values: str) -> PlayedDossier:
    played = received(STEPS, **values)
    played.complete("dung", "accepted")
    return played


def raised(played: PlayedDossier) -> list[tuple[str, str]]:
    return [
        (f"{event.at.astimezone(HANOI):%Y-%m-%d %H:%M}", event.rung)
        for event in played.journal
        if isinstance(event, AlertRaised)
    ]


def test_the_ladder_of_a_dossier_stands_before_at_and_after_the_due_date():
    assert received(STEPS).ladder() == [
        ("dossier_apology", "2026-03-13 09:00"),
        ("dossier_late", "2026-03-16 09:00"),
        ("dossier_very_late", "2026-03-18 09:00"),
    ]


def test_a_share_of_a_step_is_what_is_left_of_its_limit():
    assert at_process().ladder("process") == [
        ("step_soon", "2026-03-10 09:00"),
        ("step_late", "2026-03-12 09:00"),
        ("step_very_late", "2026-03-13 09:00"),
    ]


def test_a_rung_before_the_start_of_its_clock_is_left_out():
    assert [name for name, _ in received(STEPS, limit="1 working day").ladder()] == [
        "dossier_late",
        "dossier_very_late",
    ]


def test_nothing_fires_before_its_time_and_each_rung_fires_once():
    played = at_process()
    played.wait_until("2026-03-10 08:59")
    assert played.fire() == []
    played.wait_until("2026-03-10 09:00")
    assert len([e for e in played.fire() if isinstance(e, RungFired)]) == 1
    assert played.fire() == []


def test_rungs_that_were_missed_all_fire_at_the_next_sweep():
    played = at_process()
    played.wait_until("2026-03-20 09:00")
    played.fire()
    assert sorted(rung for _, rung in raised(played)) == [
        "dossier_apology",
        "dossier_late",
        "dossier_very_late",
        "step_late",
        "step_soon",
        "step_very_late",
    ]


def test_an_alert_goes_to_who_stands_in_the_relation_to_the_item():
    played = at_process()
    item = played.open_items[0].number
    played.ask(asked.ClaimWorkItem, "binh", number=item)
    played.wait_until("2026-03-20 09:00")
    played.fire()
    owners = {a.rung: (a.unit, a.owner) for a in played.dossier.alerts.values()}
    assert owners["step_soon"] == ("01", "binh")
    assert owners["step_late"] == ("01", "an")
    assert owners["step_very_late"] == ("01", "an")
    assert owners["dossier_very_late"] == ("02", "chi")


def test_an_alert_for_whoever_works_on_it_belongs_to_the_unit_while_nobody_does():
    played = at_process()
    played.wait_until("2026-03-10 09:00")
    played.fire()
    assert [(a.unit, a.owner) for a in played.open_alerts()] == [("01", "")]


def test_finishing_the_step_resolves_its_alerts_and_not_those_of_the_dossier():
    played = at_process()
    played.wait_until("2026-03-13 09:00")
    played.fire()
    events = played.complete("binh", "lacking")
    assert len([e for e in events if isinstance(e, AlertResolved)]) == 1
    assert [a.rung for a in played.open_alerts()] == ["dossier_apology"]


def test_a_paused_clock_fires_nothing():
    played = at_process()
    played.complete("binh", "lacking")
    played.wait_until("2026-03-30 09:00")
    played.fire()
    assert [rung for _, rung in raised(played)] == ["wait_late"]


def test_a_restart_resolves_what_was_late_and_begins_a_new_ladder():
    played = at_process()
    played.wait_until("2026-03-17 09:00")
    played.fire()
    played.complete("binh", "lacking")
    played.wait_until("2026-03-23 09:00")
    played.complete("dung", "provided")
    assert played.open_alerts() == []
    assert played.clock().fired == ()
    played.wait_until("2026-04-06 09:00")
    played.fire()
    late = [a for a in played.dossier.alerts.values() if a.rung == "dossier_late"]
    assert [(a.cycle, a.status) for a in late] == [
        (0, AlertStatus.RESOLVED),
        (1, AlertStatus.RAISED),
    ]


def test_an_alert_that_was_taken_note_of_is_resolved_too():
    played = at_process()
    played.wait_until("2026-03-10 09:00")
    played.fire()
    played.ask(asked.AcknowledgeAlert, "an", number=1, reason=" Đang gọi điện ")
    alert = played.dossier.alerts[1]
    assert (alert.status, alert.acknowledged_by, alert.reason) == (
        AlertStatus.ACKNOWLEDGED,
        "an",
        "Đang gọi điện",
    )
    played.complete("binh", "ok")
    assert played.open_alerts() == []


AUTOMATIC = """
receive: {by: one_stop/reception, limit: uncounted}
notify: {run: notify_applicant}
return: {by: one_stop/reception, limit: uncounted}
"""


def with_a_failed_step() -> PlayedDossier:
    played = received(AUTOMATIC)
    played.complete("dung", "accepted")
    played.ask(asked.FailAutomaticStep, None, number=2, reason="no connection")
    return played


def test_a_failed_automatic_step_raises_an_alert_at_the_desk_and_another_when_it_fails_again():
    played = with_a_failed_step()
    (first,) = played.open_alerts()
    played.ask(asked.FailAutomaticStep, None, number=2, reason="again")
    assert first.number not in [each.number for each in played.open_alerts()]
    assert [(a.rung, a.unit, a.owner, a.clock) for a in played.open_alerts()] == [
        ("automatic_failed", "02", "chi", 0)
    ]


def test_the_alert_of_a_failed_step_is_over_when_the_step_runs_after_all():
    played = with_a_failed_step()
    played.ask(asked.CompleteAutomaticStep, None, number=2)
    assert played.open_alerts() == []


def test_the_alert_of_a_failed_step_is_over_when_the_dossier_ends():
    played = with_a_failed_step()
    played.ask(asked.WithdrawDossier, "dung", reason="Không cần nữa")
    assert played.open_alerts() == []
