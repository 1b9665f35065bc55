"""What the structure of a free-choice net alone says about its soundness."""

from __future__ import annotations

import random

import pytest

from engine.graph.free_choice import is_free_choice, is_sound_free_choice
from engine.graph.normal_form import normal_form
from engine.graph.petri import WorkflowNet
from tests.support.workflow_nets import FAULTS, a_large_net, a_wide_net, a_workflow_net


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["t: i -> a", "u: i -> b"], True),
        (["t: i -> a b", "u: a b -> c", "v: b a -> d"], True),
        (["t: i -> a b", "u: a b -> c", "v: a -> d"], False),
        (["t: i -> a b c", "u: a b -> o", "v: b c -> o"], False),
    ],
)
def test_transitions_of_a_free_choice_net_share_all_inputs_or_none(
    lines: list[str], expected: bool
):
    assert is_free_choice(a_workflow_net(*lines)) is expected


def _sound_by_structure(net: WorkflowNet) -> bool:
    normal = normal_form(net)
    assert normal is not None
    return is_sound_free_choice(normal.net)


SOUND = {
    "a circle with two entries": [
        *("t: i -> a", "t2: i -> b", "u: a -> b", "back: b -> a", "out: b -> o")
    ],
    "parallel work": ["t: i -> a b", "u: a -> c", "v: b -> d", "w: c d -> o"],
    "a choice that two places make together": [
        *("t: i -> a b", "x: a b -> c d", "y: a b -> d c", "z: c d -> o")
    ],
    "parallel work begun again together": [
        *("t: i -> a b", "u: a -> c", "v: b -> d", "again: c d -> a b", "w: c d -> o")
    ],
}


@pytest.mark.parametrize("story", SOUND)
def test_sound_structures(story: str):
    assert _sound_by_structure(a_workflow_net(*SOUND[story]))


UNSOUND = {
    "a step without a way on": ["t: i -> a", "u: i -> o"],
    "an end that is never reached": ["t: i -> a", "u: a -> i"],
    "a token that is swallowed": ["t: i -> a b", "u: a -> o", "v: b ->"],
    "a place in no S-component": ["t: i -> a b", "u: a -> c", "v: b -> c", "w: c -> o"],
    "a transition in no T-component": ["t: i -> a", "u: i -> b", "w: a b -> o"],
    "covered both ways, but with too few clusters for its rank": [
        *("t: i -> a", "u: a -> b c", "v: b -> d", "w: d -> e", "back: e -> d", "x: e -> f"),
        *("y: f -> g h", "z: c -> k", "z2: k -> l", "skip: c -> m", "in: n -> l", "j: l g -> p"),
        *("j2: h p -> q", "again: q -> r s", "r2: r -> n", "s2: s -> v", "j3: m v -> a"),
        "out: q -> o",
    ],
    "branches of which each may skip the meeting": [
        *("t: i -> a b", "u: a -> c", "u2: a -> e", "v: b -> d", "v2: b -> f"),
        *("j: c d -> o", "k: e f -> o"),
    ],
}


@pytest.mark.parametrize("story", UNSOUND)
def test_unsound_structures(story: str):
    assert not _sound_by_structure(a_workflow_net(*UNSOUND[story]))


@pytest.mark.parametrize("fault", FAULTS)
def test_large_nets_need_no_reduction_to_be_decided(fault: str):
    for net in (
        a_large_net(random.Random(5), 120, fault),
        a_wide_net(random.Random(5), 20, 6, fault, straight=False),
    ):
        assert _sound_by_structure(net) is (fault in {"none", "never entered"})
