"""Large and wide nets get a definite verdict with few states, and a run that shows the fault."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from engine.graph.petri import WorkflowNet, replay
from engine.graph.soundness import Verdict, check_soundness
from tests.support.workflow_nets import FAULTS, a_faulty_branch_everywhere, a_large_net, a_wide_net

EXPECTED = {
    "none": {"sound"},
    "choice into join": {"deadlock"},
    "parallel into merge": {"improper_completion", "unbounded"},
    "multiplying loop": {"unbounded"},
    "endless circle": {"livelock"},
    "never entered": {"dead_transition"},
}
FEW = 12_000
"""States; the nets below have from thousands to more than could be counted."""


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("seed", range(3))
def test_twenty_branches_of_ten_steps_are_decided(fault: str, seed: int):
    for straight in (True, False):
        net = a_wide_net(random.Random(seed), 20, 10, fault, straight=straight)
        _decides(net, fault)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("size", [100, 400])
def test_hundreds_of_transitions_are_decided(fault: str, size: int):
    for seed in range(3):
        _decides(a_large_net(random.Random(seed), size, fault), fault)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_each_of_twenty_branches_is_decided(fault: str):
    _decides(a_faulty_branch_everywhere(random.Random(1), 20, 10, fault), fault)


@pytest.mark.parametrize("fault", ["endless circle", "multiplying loop"])
def test_work_beside_the_fault_is_left_out_of_the_run(fault: str):
    for seed in range(3):
        net = a_wide_net(random.Random(seed), 20, 10, fault, straight=True)
        assert len(check_soundness(net).run) <= 1 + 10 + 2


def test_what_is_never_entered_is_named_beside_hundreds_of_transitions():
    net = a_large_net(random.Random(1), 300, "never entered")
    verdict = check_soundness(net)
    assert (verdict.kind, len(verdict.dead)) == ("dead_transition", 1)


def _decides(net: WorkflowNet, fault: str) -> None:
    verdict = check_soundness(net)
    assert verdict.kind in EXPECTED[fault], verdict
    assert verdict.sound is (fault == "none")
    assert verdict.states < FEW
    _shows_its_fault(net, verdict)


def _shows_its_fault(net: WorkflowNet, verdict: Verdict) -> None:
    tokens = replay(net, verdict.run)
    fireable = [t for t in net.transitions if not Counter(t.inputs) - tokens]
    if verdict.kind == "deadlock":
        assert not fireable
        assert tokens != {net.sink: 1}
    elif verdict.kind == "improper_completion":
        assert tokens[net.sink]
        assert tokens.total() > 1
    elif verdict.kind == "unbounded":
        past = [replay(net, verdict.run[:length]) for length in range(len(verdict.run))]
        assert any(earlier < tokens for earlier in past)
    elif verdict.kind == "livelock":
        assert fireable
        assert any(tokens[place] for place in _circling(net))
    elif verdict.kind == "dead_transition":
        entered = {p for t in net.transitions for p in t.outputs} | {net.source}
        assert list(verdict.dead) == [t.name for t in net.transitions if not entered >= {*t.inputs}]


def _circling(net: WorkflowNet) -> set[str]:
    """Return the places from which no path leads to the sink."""
    leading = {net.sink}
    while (
        more := {p for t in net.transitions if leading & {*t.outputs} for p in t.inputs} - leading
    ):
        leading |= more
    return {*net.places} - leading
