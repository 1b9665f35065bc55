"""Dossiers and steps that are due on a date of the year, whatever happens on the way."""

from __future__ import annotations

import pytest

from engine.core import commands as asked
from engine.core.clocks import derived_due
from engine.core.lifecycle import ClockStatus
from engine.graph.build import build
from tests.support.specs import a_procedure
from tests.support.walkers import PlayedDossier, played_procedure, procedure_text

STEPS = """
receive: {by: one_stop/reception, limit: uncounted}
process:
  by: department/officer
  due: {month: 6, day: 15}
  outcomes: {ok: {to: return}, lacking: {ask: supplement}, fee: {ask: payment}}
return: {by: one_stop/reception, limit: uncounted}
"""


def campaign(month: int = 7, day: int = 31, at: str = "2026-03-02 09:00") -> PlayedDossier:
    text = procedure_text(STEPS, limit="–", top=f"due: {{month: {month}, day: {day}}}\n")
    played = PlayedDossier(build(a_procedure(text.replace("limit: –\n", ""))))
    played.wait_until(at)
    played.receive()
    played.complete("dung", "accepted")
    return played


@pytest.mark.parametrize(
    ("month", "day", "at", "due"),
    [
        (7, 31, "2026-03-02 09:00", "2026-07-31 17:00"),
        # At the day itself while the office is open, and then only next year.
        (3, 2, "2026-03-02 17:00", "2026-03-02 17:00"),
        (3, 2, "2026-03-02 17:01", "2027-03-02 17:00"),
        # A Saturday and a Sunday: the next working day ends it.
        (3, 7, "2026-03-02 09:00", "2026-03-09 17:00"),
        (3, 8, "2026-03-08 23:00", "2026-03-09 17:00"),
        # 29 February where there is none.
        (2, 29, "2026-01-05 09:00", "2026-03-02 17:00"),
        (2, 27, "2026-03-02 09:00", "2027-03-01 17:00"),
    ],
)
def test_a_dossier_is_due_when_the_office_closes_on_the_next_such_date(
    month: int, day: int, at: str, due: str
):
    assert campaign(month, day, at).due() == due


def test_neither_a_pause_nor_a_supplement_moves_the_date():
    played = campaign()
    for outcome, answer in (("fee", "paid"), ("lacking", "provided")):
        played.complete("binh", outcome)
        assert (played.clock().status, played.due()) == (ClockStatus.PAUSED, "2026-07-31 17:00")
        played.later(days=20)
        played.complete("dung", answer)
        assert (played.clock().status, played.due()) == (ClockStatus.RUNNING, "2026-07-31 17:00")
    assert played.clock().cycle == 0
    for clock in played.dossier.clocks.values():
        assert derived_due(clock, played.calendars[clock.calendar]) == clock.due_at


def test_a_step_is_due_on_its_own_date_and_alerts_come_before_and_after():
    played = campaign()
    assert played.due("process") == "2026-06-15 17:00"
    names = [name for name, _ in played.ladder("process")]
    assert names == ["step_soon", "step_late", "step_very_late"]
    played.wait_until("2026-06-15 17:01")
    played.fire()
    assert [alert.rung for alert in played.dossier.alerts.values()] == ["step_soon", "step_late"]


def test_a_dossier_that_misses_its_date_is_late():
    played = campaign()
    played.wait_until("2026-08-03 09:00")
    events = played.complete("binh", "ok")
    late = {e.number for e in events if getattr(e, "late", False)}  # type: ignore[attr-defined]
    assert played.clock().number in late
    assert played.clock().late


def test_an_opinion_asked_for_by_a_date_expires_with_it():
    steps = """
receive: {by: one_stop/reception, next: consult}
consult:
  by: consulted/officer
  for_each: dossier.agencies
  due: {month: 3, day: 20}
  on_expiry: proceed
return: {by: one_stop/reception}
"""
    played = PlayedDossier(played_procedure(steps))
    played.receive(data={"agencies": ["11", "12"]})
    number = played.open_items[0].number
    played.ask(asked.CompleteWorkItem, "dung", number=number, outcome="accepted")
    assert played.nodes == ["consult"]
    played.wait_until("2026-03-20 17:00")
    played.fire()
    assert played.nodes == ["return"]


def test_a_supplement_begins_a_group_anew_and_leaves_the_date_of_a_step_in_it():
    steps = """
        receive: {by: one_stop/reception, limit: uncounted}
        process:
          by: department/officer
          due: {month: 6, day: 15}
          group: handling
          outcomes: {ok: {to: sign}, lacking: {ask: supplement}}
        sign: {by: department/head, group: handling}
        return: {by: one_stop/reception, limit: uncounted}
    """
    top = "groups: {handling: 5 working days}\n"
    text = procedure_text(steps, limit="10 working days", top=top)
    played = PlayedDossier(build(a_procedure(text)))
    played.wait_until("2026-03-02 09:00")
    played.receive()
    played.complete("dung", "accepted")
    dates = {"process": "2026-06-15 17:00", "handling": "2026-03-09 09:00"}
    assert {name: played.due(name) for name in dates} == dates
    played.later(days=2)
    played.complete("binh", "lacking")
    group = played.dossier.open_clock("period", "handling")
    assert group is not None
    assert (group.status, played.dossier.open_clock("step", "process")) == (
        ClockStatus.PAUSED,
        None,
    )
    played.wait_until("2026-03-24 09:00")
    played.complete("dung", "provided")
    # The date of the year stays; the shared time and the legal limit begin anew.
    assert (played.due("process"), played.due("handling")) == (dates["process"], "2026-03-31 09:00")
    assert (played.due(), played.clock().cycle) == ("2026-04-07 09:00", 1)
    played.complete("binh", "ok")
    assert played.due("handling") == "2026-03-31 09:00"
    for clock in played.dossier.clocks.values():
        assert derived_due(clock, played.calendars[clock.calendar]) == clock.due_at
