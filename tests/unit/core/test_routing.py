"""Where a dossier goes: steps in order, back, in parallel, by its data, through waits and to its ends."""

from __future__ import annotations

import pytest

from engine.core import commands as asked
from engine.core.lifecycle import DossierStatus, ItemKind, ItemStatus
from engine.errors import GuardFailedError
from tests.support.walkers import PlayedDossier, played_procedure, received

DESK_FIRST = "receive: {by: one_stop/reception, limit: uncounted}\n"


def past_the_desk(steps: str, **values: str) -> PlayedDossier:
    played = received(DESK_FIRST + steps, **values)
    played.complete("dung", "accepted")
    return played


SEQUENCE = """
process: {by: department/officer}
review:
  by: department/head
  outcomes: {ok: {to: sign}, again: {to: process, note_required: true}}
sign: {by: authority/leader, outcomes: {agree: {to: return}, no: {end: refused}}}
return: {by: one_stop/reception}
"""


def test_a_dossier_passes_its_steps_in_order_and_ends_returned():
    played = past_the_desk(SEQUENCE)
    statuses = [played.dossier.status]
    for officer, outcome in (
        ("binh", "done"),
        ("an", "ok"),
        ("chi", "agree"),
        ("dung", "returned"),
    ):
        played.complete(officer, outcome)
        statuses.append(played.dossier.status)
    assert [str(status) for status in statuses] == [
        "in_progress",
        "in_progress",
        "in_progress",
        "finished",
        "returned",
    ]
    assert played.dossier.ended_at == played.now


def test_whoever_receives_a_dossier_at_the_desk_has_it_in_hand():
    (item,) = received(DESK_FIRST + SEQUENCE).open_items
    assert (item.node, item.holder, item.status) == ("receive", "dung", ItemStatus.CLAIMED)


def test_a_dossier_that_came_online_waits_at_the_desk_for_anybody():
    played = PlayedDossier(played_procedure(DESK_FIRST + SEQUENCE))
    played.receive(officer=None, channel="online")
    assert played.dossier.status is DossierStatus.REGISTERED
    assert played.open_items[0].holder == ""


def test_sending_back_counts_the_visits_of_a_step():
    played = past_the_desk(SEQUENCE)
    for _ in range(2):
        played.complete("binh", "done")
        played.complete("an", "again", note="Thiếu căn cứ")
    assert played.dossier.visits["process"] == 3
    assert played.open_items[0].visit == 3


def test_a_refusal_ends_the_dossier():
    played = past_the_desk(SEQUENCE)
    played.complete("binh", "done")
    played.complete("an", "ok")
    played.complete("chi", "no")
    assert played.dossier.status is DossierStatus.REFUSED


def test_the_desk_can_refuse_with_a_reason():
    played = received(DESK_FIRST + SEQUENCE)
    played.complete("dung", "refused", note="Không thuộc thẩm quyền")
    assert played.dossier.status is DossierStatus.REFUSED
    assert played.dossier.items[1].note == "Không thuộc thẩm quyền"


def test_a_supplement_comes_back_to_the_step_that_asked():
    played = past_the_desk(
        "process: {by: department/officer, outcomes: {ok: {end: returned}, lacking: {ask: supplement}}}"
    )
    played.complete("binh", "lacking")
    (wait,) = played.open_items
    assert (wait.node, wait.kind, wait.unit) == ("process.lacking", ItemKind.WAIT, "02")
    assert played.dossier.status is DossierStatus.AWAITING_SUPPLEMENT
    played.complete("dung", "provided")
    assert played.nodes == ["process"]
    assert played.dossier.supplements == 1


PARALLEL = """
process: {by: department/officer, next: {all: [tax, survey]}}
tax: {by: department/head, next: conclude}
survey: {by: commune/officer, outcomes: {found: {to: conclude}, fee: {ask: payment}}}
conclude: {by: authority/leader, join: all, next: return}
return: {by: one_stop/reception}
"""


@pytest.mark.parametrize("order", [("an", "giang"), ("giang", "an")])
def test_parallel_routes_start_together_and_meet_at_the_join(order: tuple[str, str]):
    played = past_the_desk(PARALLEL)
    played.complete("binh", "done")
    assert played.nodes == ["survey", "tax"]
    outcomes = {"an": "done", "giang": "found"}
    played.complete(order[0], outcomes[order[0]])
    assert len(played.nodes) == 2
    played.complete(order[1], outcomes[order[1]])
    assert played.nodes == ["conclude"]


def test_a_wait_in_one_route_leaves_the_other_at_work():
    played = past_the_desk(PARALLEL)
    played.complete("binh", "done")
    played.complete("giang", "fee")
    assert played.dossier.status is DossierStatus.AWAITING_PAYMENT
    played.complete("an", "done")
    played.complete("dung", "paid")
    played.complete("giang", "found")
    assert played.nodes == ["conclude"]


def test_withdrawing_ends_every_route():
    played = past_the_desk(PARALLEL)
    played.complete("binh", "done")
    played.ask(asked.WithdrawDossier, "dung", reason="Công dân đề nghị")
    assert played.dossier.status is DossierStatus.WITHDRAWN
    assert {i.status for i in played.dossier.items.values() if i.node in ("tax", "survey")} == {
        ItemStatus.CANCELLED
    }


CONSULT = """
process: {by: department/officer, form: [agencies]}
consult: {by: consulted/officer, for_each: dossier.agencies, limit: 2 working days, on_expiry: proceed}
return: {by: one_stop/reception}
"""


def consulting(*agencies: str) -> PlayedDossier:
    played = past_the_desk(CONSULT)
    data = {"agencies": list(agencies)} if agencies else {}
    played.complete("binh", "done", data=data)
    return played


def test_every_unit_that_is_named_gets_an_item_and_the_last_one_moves_the_dossier_on():
    played = consulting("11", "12", "11")
    assert [item.unit for item in played.open_items] == ["11", "12"]
    played.complete("hoa", "done")
    assert played.nodes == ["consult"]
    played.complete("giang", "done")
    assert played.nodes == ["return"]


def test_a_consultation_of_nobody_is_over_at_once():
    played = consulting()
    assert played.nodes == ["return"]


def test_opinions_that_do_not_come_in_time_are_not_waited_for():
    played = consulting("11", "12")
    played.complete("hoa", "done")
    played.wait_until("2026-03-04 09:00")
    played.fire()
    assert played.nodes == ["return"]
    statuses = {
        item.unit: item.status for item in played.dossier.items.values() if item.node == "consult"
    }
    assert statuses == {"11": ItemStatus.EXPIRED, "12": ItemStatus.COMPLETED}


CHOICE = """
process: {by: department/officer, form: [area]}
route:
  choose:
    - {when: 'dossier.area == "difficult"', to: sign}
    - {to: return}
sign: {by: authority/leader}
return: {by: one_stop/reception}
"""


@pytest.mark.parametrize(
    ("data", "where"),
    [({"area": "difficult"}, "sign"), ({"area": "normal"}, "return"), ({}, "return")],
)
def test_a_choice_follows_the_data(data: dict[str, object], where: str):
    played = past_the_desk(CHOICE)
    played.complete("binh", "done", data=data)
    assert played.nodes == [where]


def test_a_wait_that_runs_out_ends_the_dossier_where_the_spec_says_so():
    played = past_the_desk(
        """
process:
  by: department/officer
  outcomes:
    ok: {end: returned}
    lacking: {ask: supplement, expires: {after: 5 working days, end: terminated}}
"""
    )
    played.complete("binh", "lacking")
    played.wait_until("2026-03-09 08:59")
    assert played.fire() == []
    played.wait_until("2026-03-09 09:00")
    played.fire()
    assert played.dossier.status is DossierStatus.STOPPED
    assert played.dossier.items[3].status is ItemStatus.EXPIRED


def test_a_wait_that_runs_out_can_go_on_to_a_step():
    played = past_the_desk(
        """
tax: {ask: external, limit: 2 working days, expires: {after: 3 working days, to: sign}}
sign: {by: authority/leader}
return: {by: one_stop/reception}
"""
    )
    played.wait_until("2026-03-06 09:00")
    played.fire()
    assert played.nodes == ["sign"]
    assert played.clock().status == "running"


AUTOMATIC = """
notify: {run: notify_applicant}
return: {by: one_stop/reception}
"""


def test_an_automatic_step_is_in_nobodys_inbox_and_goes_on_when_it_ran():
    played = past_the_desk(AUTOMATIC)
    (item,) = played.open_items
    assert (item.kind, item.unit, item.position) == (ItemKind.AUTOMATIC, "", "")
    played.ask(asked.CompleteAutomaticStep, None, number=item.number, data={"area": "normal"})
    assert played.nodes == ["return"]
    assert played.dossier.data["area"] == "normal"


def test_a_form_must_be_complete_only_where_the_work_goes_on():
    net = played_procedure(
        """
receive: {by: one_stop/reception}
process: {by: department/officer}
review:
  by: department/head
  form: [area]
  outcomes: {ok: {to: return}, again: {to: process}, fee: {ask: payment}, no: {end: refused}}
return: {by: one_stop/reception}
""",
        required="area",
    )
    for outcome in ("again", "fee", "no"):
        played = PlayedDossier(net)
        played.receive()
        played.complete("dung", "accepted")
        played.complete("binh", "done")
        with pytest.raises(GuardFailedError) as told:
            played.complete("an", "ok")
        assert list(told.value.fields) == ["area"]
        played.complete("an", outcome)
    assert played.dossier.status is DossierStatus.REFUSED
