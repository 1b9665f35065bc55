"""What the net of a procedure is made of, pattern by pattern."""

from __future__ import annotations

import pytest

from engine.graph.net import NodeKind
from engine.messages import Label
from engine.specs.performers import Performer
from tests.support.nets import a_net, routes

PARALLEL = """
    appraise: {by: department/officer, next: {all: [survey, consult]}}
    survey: {by: land_office/surveyor, next: conclude}
    consult: {by: consulted/officer, for_each: dossier.units, on_expiry: proceed, next: conclude}
    conclude:
      join: all
      by: department/officer
      outcomes:
        agree: {to: sign}
        again: {to: appraise}
        lacking: {ask: supplement}
    sign: {by: authority/leader, outcomes: {agree: {end: returned}, send_back: {to: conclude}}}
"""


def test_a_sequence_needs_no_wiring():
    net = a_net("""
        receive: {by: one_stop/reception}
        appraise: {by: department/officer}
        return: {by: one_stop/reception}
    """)
    assert net.start == "receive"
    assert routes(net) == [
        "receive -accepted-> appraise",
        "receive.lacking -provided-> receive",
        "receive -lacking-> receive.lacking",
        "receive -refused-> end.refused",
        "appraise -done-> return",
        "return -returned-> end.returned",
    ]


def test_the_first_reception_can_ask_for_a_supplement_and_refuse():
    net = a_net("receive: {by: one_stop/reception}")
    assert [t.outcome for t in net.leaving("receive")] == ["accepted", "lacking", "refused"]
    refused = net.outcome("receive", "refused")
    assert refused is not None
    assert refused.note_required
    wait = net.node("receive.lacking")
    assert (wait.kind, wait.wait, wait.clock_effect) == (NodeKind.WAIT, "supplement", "restart")
    assert wait.performer == Performer("one_stop", "reception")
    assert wait.expires_to is None


def test_written_outcomes_of_a_first_reception_replace_the_standard_ones():
    net = a_net("""
        receive: {by: one_stop/reception, outcomes: {ok: {to: sign}}}
        sign: {by: authority/leader}
    """)
    assert [t.outcome for t in net.leaving("receive")] == ["ok"]


def test_a_later_reception_only_goes_on():
    net = a_net("""
        receive: {by: one_stop/reception}
        receive_2: {by: department/reception}
        sign: {by: authority/leader}
    """)
    assert [t.outcome for t in net.leaving("receive_2")] == ["done"]


def test_a_step_that_returns_the_result_ends_the_dossier_wherever_it_stands():
    net = a_net("""
        sign: {by: authority/leader, outcomes: {agree: {to: return}, tail: {to: publish}}}
        return: {by: one_stop/reception}
        publish: {by: department/officer}
    """)
    assert "return -returned-> end.returned" in routes(net)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("assign", Label("Phân công", "Assign")),
        ("review", Label("Đồng ý", "Agree")),
        ("sign", Label("Ký duyệt", "Sign")),
        ("payout", Label("Đã chi trả", "Paid out")),
    ],
)
def test_the_only_way_on_is_called_by_the_kind_of_the_step(name: str, label: Label):
    net = a_net(f"{name}: {{by: department/officer}}")
    assert net.leaving(name)[0].label == label


def test_an_outcome_without_a_label_is_called_by_its_name_or_what_it_leads_to():
    net = a_net("""
        check:
          by: department/officer
          outcomes:
            agree: {to: sign}
            ask_tax: {ask: external, back_to: sign}
            council: {to: sign}
            drop: {end: stopped}
            mine: {to: sign, label: Của tôi}
        sign: {label: Ký, by: authority/leader}
    """)
    assert [str(t.label) for t in net.leaving("check")] == [
        "Đồng ý",
        "Hỏi cơ quan ngoài",
        "Ký",
        "Dừng giải quyết",
        "Của tôi",
    ]


def test_a_wait_watches_its_own_expiry_and_clock():
    net = a_net("""
        check:
          by: department/officer
          outcomes:
            complete: {to: sign}
            unpaid: {ask: payment, clock: run, limit: 5 days, expires: {after: 15 days, end: terminated}, back_to: sign}
            outside: {ask: external, expires: {after: 3 days, to: sign}}
        sign: {by: authority/leader}
    """)
    unpaid, outside = net.node("check.unpaid"), net.node("check.outside")
    assert (unpaid.clock_effect, unpaid.expires_to, str(unpaid.limit)) == (
        "run",
        "end.terminated",
        "5 days",
    )
    assert unpaid.performer == Performer("one_stop", "reception")
    assert (outside.clock_effect, outside.expires_to) == ("stop", "sign")
    assert outside.performer == Performer("department", "officer")
    assert "check.unpaid -paid-> sign" in routes(net)
    assert "check.outside -replied-> check" in routes(net)


def test_a_step_can_itself_be_a_wait():
    net = a_net("""
        receive: {by: one_stop/reception}
        tax: {ask: external, by: tax_office/officer, expires: {after: 10 days, end: stopped}}
        pay: {ask: payment}
        sign: {by: authority/leader}
    """)
    assert net.node("tax").kind is NodeKind.WAIT
    assert net.node("tax").expires_to == "end.stopped"
    assert net.node("pay").performer == Performer("one_stop", "reception")
    assert [t for t in routes(net) if t.startswith(("tax", "pay"))] == [
        "tax -replied-> pay",
        "tax -expired-> end.stopped",
        "pay -paid-> sign",
    ]


def test_a_choice_takes_its_alternatives_in_order():
    net = a_net("""
        route:
          choose:
            - {when: 'dossier.area == "a"', to: sign}
            - {when: 'dossier.area == "b"', end: refused, label: Không}
            - {to: sign}
        sign: {by: authority/leader}
    """)
    assert net.node("route").kind is NodeKind.CHOICE
    assert [(t.outcome, t.target, t.when is None) for t in net.leaving("route")] == [
        ("case_1", "sign", False),
        ("case_2", "end.refused", False),
        ("otherwise", "sign", True),
    ]


def test_an_automatic_step_goes_on_when_it_is_done():
    net = a_net("""
        notify: {run: send_notice}
        sign: {by: authority/leader}
    """)
    assert (net.node("notify").kind, net.node("notify").action) == (
        NodeKind.AUTOMATIC,
        "send_notice",
    )
    assert "notify -done-> sign" in routes(net)


def test_branches_start_at_a_split_and_meet_at_a_join():
    net = a_net(PARALLEL)
    assert [node.kind for node in net.nodes if "+" in node.key] == [NodeKind.SPLIT, NodeKind.JOIN]
    assert [t.target for t in net.leaving("appraise+split")] == ["survey", "consult"]
    assert net.branches("conclude+join") == ("survey", "consult")
    assert "conclude+join -done-> conclude" in routes(net)
    assert (net.node("consult").for_each, net.node("consult").on_expiry_proceed) == (
        "dossier.units",
        True,
    )


def test_going_back_to_a_joined_step_does_not_wait_for_the_branches_again():
    net = a_net(PARALLEL)
    assert "sign -send_back-> conclude" in routes(net)
    assert "conclude.lacking -provided-> conclude" in routes(net)


def test_two_ways_out_of_one_branch_are_alternatives_at_the_join():
    net = a_net("""
        appraise: {by: department/officer, next: {all: [survey, consult]}}
        survey: {by: land/officer, outcomes: {clear: {to: conclude}, unclear: {to: measure}}}
        measure: {by: land/officer, next: conclude}
        consult: {by: consulted/officer, next: conclude}
        conclude: {join: all, by: department/officer}
    """)
    assert net.branches("conclude+join") == ("survey", "consult")
    assert [t.branch for t in net.entering("conclude+join")] == ["survey", "survey", "consult"]


def test_a_way_past_the_split_is_a_branch_the_join_waits_for_in_vain():
    net = a_net("""
        appraise: {by: department/officer, outcomes: {easy: {to: conclude}, hard: {to: study}}}
        study: {by: department/officer, next: {all: [survey, consult]}}
        survey: {by: land/officer, next: conclude}
        consult: {by: consulted/officer, next: conclude}
        conclude: {join: all, by: department/officer}
    """)
    assert net.branches("conclude+join") == ("appraise", "survey", "consult")


def test_only_leading_back_to_an_earlier_step_is_a_return():
    net = a_net(PARALLEL)
    assert [(t.source, t.outcome) for t in net.transitions if t.is_return] == [
        ("conclude", "again"),
        ("sign", "send_back"),
    ]
    assert [(t.source, t.outcome) for t in net.transitions if t.goes_back and not t.is_return] == [
        ("conclude.lacking", "provided")
    ]


def test_a_branch_written_below_its_join_is_no_return():
    net = a_net("""
        appraise: {by: department/officer, next: {all: [survey, consult]}}
        survey: {by: land/officer, next: conclude}
        conclude: {join: all, by: department/officer, outcomes: {agree: {end: returned}, again: {to: appraise}}}
        consult: {by: consulted/officer, next: conclude}
    """)
    assert net.branches("conclude+join") == ("survey", "consult")
    assert [t.outcome for t in net.transitions if t.is_return] == ["again"]


def test_in_a_circle_with_two_entries_the_order_of_writing_tells_the_return():
    net = a_net("""
        check: {by: department/officer, outcomes: {simple: {to: sign}, complex: {to: draft}}}
        draft: {by: department/officer, next: sign}
        sign: {by: authority/leader, outcomes: {agree: {end: returned}, send_back: {to: draft}}}
    """)
    assert [t.outcome for t in net.transitions if t.is_return] == ["send_back"]


def test_a_reference_to_nowhere_is_left_out_and_noted():
    net = a_net("""
        check:
          by: department/officer
          outcomes: {agree: {end: returned}, wrong: {to: nowhere}, wait: {ask: payment, back_to: nowhere}}
    """)
    assert [t.outcome for t in net.leaving("check")] == ["agree", "wait"]
    assert net.left_out == (
        ("steps", "check", "outcomes", "wrong"),
        ("steps", "check", "outcomes", "wait", "back_to"),
    )


def test_nodes_and_transitions_know_where_they_were_written():
    net = a_net("""
        check: {by: department/officer, next: {all: [a, b]}}
        a: {by: department/officer, next: sign}
        b: {by: department/officer, next: sign}
        sign: {join: all, by: authority/leader}
    """)
    assert net.node("check+split").path == ("steps", "check", "next")
    assert net.leaving("check+split")[1].path == ("steps", "check", "next", "all", 1)
    assert net.node("sign+join").path == ("steps", "sign", "join")
    assert net.leaving("a")[0].path == ("steps", "a", "next")
