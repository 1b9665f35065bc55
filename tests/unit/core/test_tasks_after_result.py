"""Tasks after the result: the dossier counts as returned, and is closed when the last of them is done."""

from __future__ import annotations

import pytest

from engine.core import commands as asked
from engine.core.events import DossierEnded, StatusChanged
from engine.core.lifecycle import ClockStatus, DossierStatus
from engine.errors import InvalidStatusError
from tests.support.walkers import PlayedDossier, received

STEPS = """
receive: {by: one_stop/reception, limit: 4 working hours}
process: {by: department/officer, limit: 3 working days}
return: {by: one_stop/reception, limit: uncounted}
publish: {by: department/officer, limit: 5 working days, after_result: true}
payout: {by: authority/leader, limit: 2 working days, after_result: true}
"""
SIDE_BY_SIDE = """
receive: {by: one_stop/reception, next: return}
return: {by: one_stop/reception, next: {all: [publish, payout]}}
publish: {by: department/officer, limit: 5 working days, after_result: true, next: file}
payout: {by: authority/leader, after_result: true, next: file}
file:
  by: one_stop/reception
  join: all
  after_result: true
  outcomes: {done: {end: returned}, lost: {end: terminated}}
"""


def handed_over(steps: str = STEPS, **values: str) -> PlayedDossier:
    played = received(steps, **values)
    played.complete("dung", "accepted")
    if "process" in played.nodes:
        played.complete("binh", "done")
    played.wait_until("2026-03-09 09:00")
    played.complete("dung", "returned")
    return played


def test_a_dossier_whose_result_was_handed_over_counts_as_returned_and_stays_open():
    played = handed_over()
    assert played.dossier.status is DossierStatus.RETURNED
    assert played.dossier.status.national == 10
    assert (played.dossier.closed, played.nodes) == (False, ["publish"])
    assert played.clock().status is ClockStatus.STOPPED


def test_a_task_after_the_result_has_a_clock_and_alerts_of_its_own():
    played = handed_over()
    assert played.due("publish") == "2026-03-16 09:00"
    assert played.due() == "2026-03-16 09:00"
    played.wait_until("2026-03-16 09:01")
    played.fire()
    assert [alert.rung for alert in played.dossier.alerts.values()] == ["step_soon", "step_late"]


def test_the_dossier_is_closed_with_the_last_task():
    played = handed_over()
    played.complete("binh", "done")
    assert (played.dossier.closed, played.nodes) == (False, ["payout"])
    played.wait_until("2026-03-20 09:00")
    events = played.complete("chi", "done")
    assert isinstance(events[-1], DossierEnded)
    assert (played.dossier.closed, played.dossier.tokens) == (True, ())
    assert played.dossier.ended_at == played.now
    # The legal limit ended when the result was there, long before.
    assert played.clock().ledger[-1].at < played.now


def test_late_tasks_do_not_make_the_dossier_late():
    played = handed_over(limit="5 working days")
    played.wait_until("2026-05-04 09:00")
    events = played.complete("binh", "done") + played.complete("chi", "done")
    late = [event for event in events if getattr(event, "late", False)]
    assert played.clock().number not in {getattr(event, "number", 0) for event in late}


def test_nothing_is_withdrawn_after_the_result():
    played = handed_over()
    with pytest.raises(InvalidStatusError, match="has its result already"):
        played.ask(asked.WithdrawDossier, "dung", reason="Không cần nữa")
    with pytest.raises(InvalidStatusError, match="has its result already"):
        played.ask(asked.StopDossier, "chi", reason="Sai thẩm quyền")


def test_tasks_side_by_side_are_done_in_any_order():
    played = handed_over(SIDE_BY_SIDE)
    assert played.nodes == ["payout", "publish"]
    played.complete("chi", "done")
    assert played.dossier.status is DossierStatus.RETURNED
    played.complete("binh", "done")
    played.complete("dung", "done")
    assert (played.dossier.closed, played.dossier.status) == (True, DossierStatus.RETURNED)


def test_however_the_tasks_end_the_result_stays_returned():
    played = handed_over(SIDE_BY_SIDE)
    played.complete("chi", "done")
    played.complete("binh", "done")
    events = played.complete("dung", "lost")
    (ended,) = [event for event in events if isinstance(event, DossierEnded)]
    assert (ended.end, ended.status) == ("terminated", DossierStatus.RETURNED)


def test_the_status_is_told_once():
    played = handed_over()
    played.complete("binh", "done")
    played.complete("chi", "done")
    told = [event.status for event in played.journal if isinstance(event, StatusChanged)]
    assert told == ["received", "in_progress", "finished", "returned"]


def test_a_return_step_without_a_task_below_still_ends_the_dossier():
    played = handed_over(STEPS.split("publish:", maxsplit=1)[0])
    assert played.dossier.closed


def test_what_waits_after_the_result_leaves_the_status():
    steps = STEPS.replace(
        "publish: {by: department/officer, limit: 5 working days, after_result: true}",
        "publish: {by: department/officer, after_result: true, outcomes: {ok: {to: payout}, account: {ask: supplement}}}",
    )
    played = handed_over(steps)
    played.complete("binh", "account")
    assert (played.nodes, played.dossier.status) == (["publish.account"], DossierStatus.RETURNED)
    assert played.dossier.supplements == 0
    played.complete("dung", "provided")
    assert played.nodes == ["publish"]
