"""Waits in parallel routes, waits that run out, and what begins while the dossier waits."""

from __future__ import annotations

import pytest

from engine.core import commands as asked
from engine.core.lifecycle import ClockStatus
from tests.support.walkers import PlayedDossier, received

STEPS = """
receive: {by: one_stop/reception, next: {all: [left, right]}}
left: {by: department/officer, outcomes: {ok: {to: sign}, lacking: {ask: supplement}}}
right: {by: department/head, outcomes: {ok: {to: sign}, fee: {ask: payment}, on: {to: survey}}}
survey: {by: commune/officer, limit: 2 working days, phase: surveying, next: sign}
sign: {by: authority/leader, join: all, next: return}
return: {by: one_stop/reception}
"""
TOP = "phases: {surveying: 2 working days}\n"


def side_by_side() -> PlayedDossier:
    played = received(STEPS, top=TOP)
    played.complete("dung", "accepted")
    played.wait_until("2026-03-04 09:00")
    return played


def answer(played: PlayedDossier, node: str, outcome: str) -> None:
    (item,) = [item for item in played.open_items if item.node == node]
    played.ask(asked.CompleteWorkItem, "dung", number=item.number, outcome=outcome)


@pytest.mark.parametrize("first", ["supplement", "payment"])
def test_a_supplement_starts_the_clock_anew_whichever_answer_comes_first(first: str):
    played = side_by_side()
    played.complete("binh", "lacking")
    played.complete("an", "fee")
    answers = [("left.lacking", "provided"), ("right.fee", "paid")]
    if first == "payment":
        answers.reverse()
    played.wait_until("2026-03-10 09:00")
    answer(played, *answers[0])
    assert played.clock().status is ClockStatus.PAUSED
    played.wait_until("2026-03-11 09:00")
    answer(played, *answers[1])
    assert (played.due(), played.clock().cycle) == ("2026-03-25 09:00", 1)


def test_a_period_that_begins_while_the_dossier_waits_stands_still_too():
    played = side_by_side()
    played.complete("binh", "lacking")
    played.complete("an", "on")
    assert played.clock("surveying").status is ClockStatus.PAUSED
    assert played.due("survey") == "2026-03-06 09:00"
    played.wait_until("2026-03-11 09:00")
    answer(played, "left.lacking", "provided")
    assert played.clock("surveying").status is ClockStatus.RUNNING
    assert played.due("surveying") == "2026-03-13 09:00"


EXPIRING = """
receive: {by: one_stop/reception, next: process}
process:
  by: department/officer
  outcomes:
    ok: {to: return}
    lacking: {ask: supplement, expires: {after: 5 working days, WAY}}
decide: {by: authority/leader, next: return}
return: {by: one_stop/reception}
"""


def expired(way: str) -> PlayedDossier:
    played = received(EXPIRING.replace("WAY", way))
    played.complete("dung", "accepted")
    played.wait_until("2026-03-04 09:00")
    played.complete("binh", "lacking")
    played.wait_until("2026-03-11 09:00")
    played.fire()
    return played


def test_a_supplement_that_never_came_gives_the_office_no_new_time():
    played = expired("to: decide")
    assert (played.nodes, played.clock().cycle) == (["decide"], 0)
    # Eight of ten working days were left.
    assert played.due() == "2026-03-23 09:00"


def test_a_supplement_that_never_came_ends_the_dossier_without_touching_its_clock():
    played = expired("end: terminated")
    assert played.dossier.status == "stopped"
    assert [entry.kind for entry in played.clock().ledger] == ["started", "paused", "stopped"]
