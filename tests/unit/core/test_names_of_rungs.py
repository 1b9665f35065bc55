"""A rung is known by its name and the kind of its clock; no name an author gives makes anything run out."""

from __future__ import annotations

from tests.support.walkers import PlayedDossier, received

STEPS = """
receive: {by: one_stop/reception, limit: uncounted, next: process}
process: {by: department/officer, limit: 2 working days, outcomes: {ok: {to: return}, fee: {ask: payment}}}
return: {by: one_stop/reception}
"""
TOP = """
alerts:
  - {name: expiry, of: step, at: 50 %, to: head}
  - {name: late, of: dossier, at: due, to: supervisor}
  - {name: late, of: step, at: due, to: assignee}
"""


def at_process() -> PlayedDossier:
    played = received(STEPS, top=TOP, limit="4 working days")
    played.complete("dung", "accepted")
    return played


def test_a_rung_called_expiry_is_an_alert_like_any_other():
    played = at_process()
    played.wait_until("2026-03-03 09:00")
    played.fire()
    assert played.nodes == ["process"]
    assert [(a.rung, a.receiver) for a in played.open_alerts()] == [("expiry", "head")]


def test_rungs_of_one_name_belong_to_their_own_clocks():
    played = at_process()
    played.complete("binh", "fee")
    played.complete("dung", "paid")
    played.wait_until("2026-03-06 09:00")
    played.fire()
    told = {(a.clock, a.receiver) for a in played.open_alerts() if a.rung == "late"}
    assert told == {
        (played.clock("process").number, "assignee"),
        (played.clock().number, "supervisor"),
    }
