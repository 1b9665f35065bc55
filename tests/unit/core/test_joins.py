"""Parallel work of which not all is needed: joins that go on early, deadlines, branches that do not start."""

from __future__ import annotations

import pytest

from engine.core import commands as asked
from engine.core.decide import decide
from engine.core.events import RoutesCancelled
from engine.core.lifecycle import AlertStatus, ClockStatus, DossierStatus, ItemStatus
from engine.errors import ConflictError
from tests.support.walkers import PlayedDossier, received

DESK_FIRST = "receive: {by: one_stop/reception, limit: uncounted}\n"
BRANCHES = """
process: {{by: department/officer, form: [area], next: {split}}}
tax: {{by: department/head, limit: 1 working day, next: conclude}}
survey: {{by: commune/officer, outcomes: {{found: {{to: conclude}}, fee: {{ask: payment, limit: 1 day}}}}}}
notify: {{run: notify_applicant, next: conclude}}
conclude: {{by: authority/leader, join: {join}, next: return}}
return: {{by: one_stop/reception}}
"""
ALL = "{all: [tax, survey, notify]}"


def split_up(join: str, split: str = ALL, data: dict[str, object] | None = None) -> PlayedDossier:
    played = received(DESK_FIRST + BRANCHES.format(split=split, join=join))
    played.complete("dung", "accepted")
    played.complete("binh", "done", data=data or {})
    return played


def statuses(played: PlayedDossier) -> dict[str, ItemStatus]:
    return {item.node: item.status for item in played.dossier.items.values()}


def complete_late(played: PlayedDossier, number: int) -> None:
    """Complete an item as it is decided when the whole dossier is read, as it is for a conflict."""
    command = asked.CompleteWorkItem(
        command_id="late", dossier="D1", number=number, outcome="found"
    )
    decide(played.dossier, command, played.context("giang"))


def test_the_first_branch_is_enough_where_any_is_and_the_others_are_cancelled():
    played = split_up("any")
    played.complete("an", "done")
    assert played.nodes == ["conclude"]
    assert statuses(played) == {
        "receive": ItemStatus.COMPLETED,
        "process": ItemStatus.COMPLETED,
        "tax": ItemStatus.COMPLETED,
        "survey": ItemStatus.CANCELLED,
        "notify": ItemStatus.CANCELLED,
        "conclude": ItemStatus.OFFERED,
    }
    (cancelled,) = [e for e in played.journal if isinstance(e, RoutesCancelled)]
    assert (cancelled.nodes, cancelled.reason) == (("notify", "survey"), "enough")


def test_a_join_of_two_waits_for_the_second_of_three():
    played = split_up("2")
    played.complete("an", "done")
    assert played.nodes == ["conclude+join", "notify", "survey"]
    played.complete("giang", "found")
    assert played.nodes == ["conclude"]
    assert statuses(played)["notify"] is ItemStatus.CANCELLED


def test_whoever_comes_too_late_learns_that_enough_have_answered():
    played = split_up("any")
    (late,) = [item for item in played.open_items if item.node == "survey"]
    played.ask(asked.ClaimWorkItem, "giang", number=late.number)
    played.complete("an", "done")
    with pytest.raises(ConflictError, match="enough answers have arrived"):
        complete_late(played, late.number)


def test_a_wait_inside_a_cancelled_branch_lets_the_clock_of_the_dossier_run_on():
    played = split_up("any")
    due = played.due()
    played.complete("giang", "fee")
    assert played.dossier.status is DossierStatus.AWAITING_PAYMENT
    assert played.clock().status is ClockStatus.PAUSED
    played.complete("an", "done")
    assert played.clock().status is ClockStatus.RUNNING
    assert played.clock("survey.fee").status is ClockStatus.STOPPED
    assert played.dossier.status is DossierStatus.IN_PROGRESS
    assert played.due() == due


def test_alerts_of_cancelled_work_are_resolved():
    played = split_up("any")
    (notify,) = [item for item in played.open_items if item.node == "notify"]
    played.ask(asked.FailAutomaticStep, None, number=notify.number, reason="down")
    played.wait_until("2026-03-04 10:00")
    played.fire()
    assert {alert.item for alert in played.open_alerts()} >= {notify.number}
    played.complete("giang", "found")
    own = [a for a in played.dossier.alerts.values() if a.item == notify.number or a.clock > 1]
    assert {alert.status for alert in own} == {AlertStatus.RESOLVED}


def test_when_the_deadline_after_the_split_runs_out_the_dossier_goes_on_with_what_arrived():
    played = split_up("{within: 2 working days}")
    assert played.due("conclude+join") == "2026-03-04 09:00"
    played.complete("an", "done")
    played.wait_until("2026-03-04 08:59")
    assert played.fire() == []
    played.wait_until("2026-03-04 09:00")
    assert played.fire()
    assert played.nodes == ["conclude"]
    assert statuses(played)["survey"] is ItemStatus.EXPIRED
    assert statuses(played)["notify"] is ItemStatus.CANCELLED
    assert played.clock("conclude+join").status is ClockStatus.STOPPED
    assert played.fire() == []


def test_a_branch_that_comes_after_the_deadline_learns_that_its_time_has_run_out():
    played = split_up("{needs: 2, within: 2 working days}")
    (late,) = [item for item in played.open_items if item.node == "survey"]
    played.wait_until("2026-03-05 09:00")
    played.fire()
    assert played.nodes == ["conclude"]
    with pytest.raises(ConflictError, match="its time has run out"):
        complete_late(played, late.number)


def test_a_deadline_is_over_when_enough_arrived_before_it():
    played = split_up("{needs: any, within: 2 working days}")
    played.complete("an", "done")
    assert played.clock("conclude+join").status is ClockStatus.STOPPED
    played.wait_until("2026-03-05 09:00")
    played.fire()
    assert played.nodes == ["conclude"]


MATCHING = """{matching: [
    {when: 'dossier.area == "difficult"', to: survey}, {to: tax}, {when: 'dossier.area == "normal"', to: notify}]}"""


@pytest.mark.parametrize(
    ("area", "started"),
    [("difficult", ["survey", "tax"]), ("normal", ["notify", "tax"]), (None, ["tax"])],
)
def test_only_the_branches_whose_condition_holds_start(area: str | None, started: list[str]):
    played = split_up("all", MATCHING, {"area": area} if area else {})
    assert sorted({item.node for item in played.open_items}) == started
    played.complete("an", "done")
    for item in played.open_items:
        if item.node == "survey":
            played.complete("giang", "found")
        elif item.node == "notify":
            played.ask(asked.CompleteAutomaticStep, None, number=item.number)
    assert played.nodes == ["conclude"]


def test_a_branch_that_did_not_start_is_not_counted_among_those_that_arrived():
    played = split_up("2", MATCHING, {"area": "difficult"})
    played.complete("an", "done")
    assert played.nodes == ["conclude+join", "conclude+join", "survey"]
    played.complete("giang", "found")
    assert played.nodes == ["conclude"]


def test_where_no_condition_holds_the_dossier_goes_on_at_once():
    split = """{matching: [{when: 'dossier.area == "difficult"', to: survey},
        {when: 'dossier.area == "difficult"', to: tax}, {when: 'dossier.area == "difficult"', to: notify}]}"""
    assert split_up("all", split, {"area": "normal"}).nodes == ["conclude"]
    assert split_up("2", split, {"area": "normal"}).nodes == ["conclude"]


def test_a_branch_that_is_over_at_once_leaves_the_others_unstarted():
    steps = (
        DESK_FIRST
        + """
process: {by: department/officer, next: {all: [consult, tax]}}
consult: {by: consulted/officer, for_each: dossier.agencies, next: conclude}
tax: {by: department/head, next: conclude}
conclude: {by: authority/leader, join: any}
"""
    )
    played = received(steps)
    played.complete("dung", "accepted")
    played.complete("binh", "done")
    assert played.nodes == ["conclude"]
    assert "tax" not in statuses(played)


CONSULT = """
process: {{by: department/officer, form: [agencies]}}
consult: {{by: consulted/officer, for_each: dossier.agencies, needs: {needs}, limit: 2 working days{more}}}
return: {{by: one_stop/reception}}
"""


def consulting(needs: str, *agencies: str, more: str = "") -> PlayedDossier:
    played = received(DESK_FIRST + CONSULT.format(needs=needs, more=more))
    played.complete("dung", "accepted")
    played.complete("binh", "done", data={"agencies": list(agencies)})
    return played


def test_the_first_opinion_is_enough_where_any_is():
    played = consulting("any", "11", "12")
    played.complete("hoa", "done")
    assert played.nodes == ["return"]
    by_unit = {i.unit: i.status for i in played.dossier.items.values() if i.node == "consult"}
    assert by_unit == {"11": ItemStatus.CANCELLED, "12": ItemStatus.COMPLETED}
    assert played.clock("consult").status is ClockStatus.STOPPED


def test_a_consultation_needs_no_more_opinions_than_it_asked_for():
    played = consulting("2", "11")
    played.complete("giang", "done")
    assert played.nodes == ["return"]


def test_two_opinions_are_waited_for_where_two_are_needed():
    played = consulting("2", "11", "12")
    played.complete("giang", "done")
    assert played.nodes == ["consult"]
    played.complete("hoa", "done")
    assert played.nodes == ["return"]


def test_opinions_that_are_needed_are_not_waited_for_after_their_time():
    played = consulting("2", "11", "12", more=", on_expiry: proceed")
    played.complete("giang", "done")
    played.wait_until("2026-03-04 09:00")
    played.fire()
    assert played.nodes == ["return"]


def test_a_block_that_is_gone_through_again_counts_anew():
    steps = (
        DESK_FIRST
        + """
process: {by: department/officer, next: {all: [tax, survey]}}
tax: {by: department/head, next: conclude}
survey: {by: commune/officer, next: conclude}
conclude: {by: authority/leader, join: {needs: any, within: 2 days}, outcomes: {ok: {to: return}, again: {to: process}}}
return: {by: one_stop/reception}
"""
    )
    played = received(steps)
    played.complete("dung", "accepted")
    for officer in ("an", "giang"):
        played.complete("binh", "done")
        played.complete(officer, "done")
        assert played.nodes == ["conclude"]
        played.complete("chi", "again")
    assert played.nodes == ["process"]
