"""Taking back a step: everything is as before, and what came of it cannot be called back."""

from __future__ import annotations

import pytest

from engine.core import commands as asked
from engine.core.lifecycle import ClockStatus, ItemStatus
from engine.core.state import Dossier
from engine.errors import GuardFailedError, InvalidStatusError
from tests.support.random_walks import check_as_before
from tests.support.walkers import PlayedDossier, received

STEPS = """
receive: {by: one_stop/reception, limit: 4 working hours}
process:
  by: department/officer
  limit: 3 working days
  form: [area]
  outcomes: {ok: {to: review}, lacking: {ask: supplement}, notify: {to: tell}}
review: {by: department/head, limit: 1 working day}
sign: {by: authority/leader, limit: 4 working hours}
return: {by: one_stop/reception, limit: uncounted, next: filing}
filing: {by: department/officer, limit: 1 working day, after_result: true}
tell: {run: notify_applicant, next: review}
"""


def at_process() -> PlayedDossier:
    played = received(STEPS)
    played.complete("dung", "accepted")
    return played


def running(dossier: Dossier) -> set[int]:
    clocks = dossier.clocks.values()
    return {each.number for each in clocks if each.status is not ClockStatus.STOPPED}


def undo(played: PlayedDossier, officer: str, reason: str = "Bấm nhầm") -> None:
    played.ask(asked.UndoLast, officer, reason=reason)


@pytest.mark.parametrize("outcome", ["ok", "lacking"])
def test_all_is_as_before_and_the_clocks_run_on(outcome: str) -> None:
    played = at_process()
    (item,) = played.open_items
    played.ask(asked.ClaimWorkItem, "binh", number=item.number)
    before = played.dossier
    played.later(hours=2)
    played.complete("binh", outcome, data={"area": "difficult"})
    undo(played, "binh")
    check_as_before(before, played.dossier)
    assert running(played.dossier) == running(before)
    (again,) = played.open_items
    assert (again.number, again.status, again.holder) == (
        item.number, ItemStatus.CLAIMED, "binh",
    )  # fmt: skip
    assert "area" not in played.dossier.data
    assert played.due("process") == "2026-03-05 09:00"
    played.complete("binh", "ok")
    assert played.nodes == ["review"]


def test_a_result_that_nobody_fetched_is_taken_back_and_the_limit_runs_again() -> None:
    played = at_process()
    played.complete("binh", "ok")
    played.complete("an", "done")
    before = played.dossier
    played.complete("chi", "done")
    undo(played, "chi")
    check_as_before(before, played.dossier)


def test_what_was_handed_over_stays_so() -> None:
    played = at_process()
    for officer, outcome in (("binh", "ok"), ("an", "done"), ("chi", "done"), ("dung", "returned")):
        played.complete(officer, outcome)
    with pytest.raises(InvalidStatusError, match="closed or handed over"):
        undo(played, "dung")


def test_nothing_is_taken_back_once_somebody_acted() -> None:
    played = at_process()
    played.complete("binh", "ok")
    (item,) = played.open_items
    played.ask(asked.ClaimWorkItem, "an", number=item.number)
    with pytest.raises(InvalidStatusError, match="something else was done since"):
        undo(played, "binh")


def test_only_who_finished_it_takes_it_back_and_says_why() -> None:
    played = at_process()
    played.complete("binh", "ok")
    with pytest.raises(InvalidStatusError, match="somebody else"):
        undo(played, "bach")
    with pytest.raises(GuardFailedError):
        undo(played, "binh", reason=" ")


def test_the_next_day_is_too_late() -> None:
    played = at_process()
    played.complete("binh", "ok")
    played.later(days=1)
    with pytest.raises(InvalidStatusError, match="finished today"):
        undo(played, "binh")


def test_what_started_something_outside_cannot_be_called_back() -> None:
    played = at_process()
    played.complete("binh", "notify")
    with pytest.raises(InvalidStatusError, match="cannot be called back"):
        undo(played, "binh")


def test_the_same_is_not_taken_back_twice() -> None:
    played = at_process()
    played.complete("binh", "ok")
    undo(played, "binh")
    with pytest.raises(InvalidStatusError):
        undo(played, "binh")


def test_an_appointment_whose_beginning_was_taken_back_begins_with_its_whole_time() -> None:
    top = """
appointments:
  one: {limit: 6 working days, from: receive, to: check}
  two: {limit: 4 working days, from: sign, to: sign}
"""
    steps = """
receive: {by: one_stop/reception}
check: {by: department/officer}
sign: {by: department/head}
return: {by: one_stop/reception}
"""
    played = received(steps, top=top)
    played.complete("dung", "accepted")
    played.complete("binh", "done")
    assert played.due("two") == "2026-03-06 09:00"
    undo(played, "binh")
    played.later(days=1)
    played.complete("binh", "done")
    assert played.due("two") == "2026-03-09 09:00"


def test_an_outcome_that_stands_is_not_taken_back() -> None:
    played = received(STEPS.replace("ok: {to: review}", "ok: {to: review, undo: false}"))
    played.complete("dung", "accepted")
    played.complete("binh", "ok")
    with pytest.raises(InvalidStatusError, match="stands"):
        undo(played, "binh")
    assert played.nodes == ["review"]


def test_other_outcomes_of_the_step_still_are() -> None:
    played = received(STEPS.replace("ok: {to: review}", "ok: {to: review, undo: false}"))
    played.complete("dung", "accepted")
    played.complete("binh", "lacking")
    undo(played, "binh")
    assert played.nodes == ["process"]
