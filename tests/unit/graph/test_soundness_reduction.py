"""Reduction keeps the verdict, and every transition that is left can tell its run."""

from __future__ import annotations

import random

import pytest

from engine.graph.failing_core import failing_core
from engine.graph.free_choice import is_sound_free_choice
from engine.graph.normal_form import normal_form
from engine.graph.petri import WorkflowNet, replay
from engine.graph.reduction import Reduced, reduce_net
from tests.support.workflow_nets import (
    a_faulty_branch_everywhere,
    a_large_net,
    a_sound_net,
    a_workflow_net,
)


def _reduced(net: WorkflowNet) -> Reduced:
    normal = normal_form(net)
    assert normal is not None
    return reduce_net(normal.net, normal.stories)


RULES = {
    "what follows at once is fused": ["t: i -> a", "u: a -> b", "v: b -> o"],
    "parallel work is fused with its beginning": [
        "t: i -> a b",
        "u: a -> c",
        "v: b -> d",
        "w: c d -> o",
    ],
    "of two ways with one effect the shorter is kept": ["t: i -> a", "u: a -> o", "v: i -> o"],
    "what changes nothing is left out": ["t: i -> a", "again: a -> a", "u: a -> o"],
    "a circle becomes what changes nothing": [
        "t: i -> a",
        "u: a -> b",
        "back: b -> a",
        "v: b -> o",
    ],
}


@pytest.mark.parametrize("rule", RULES)
def test_sound_nets_shrink_to_one_transition(rule: str):
    net = a_workflow_net(*RULES[rule])
    reduced = _reduced(net)
    (left,) = reduced.net.transitions
    assert (left.inputs, left.outputs) == (("i",), ("o",))
    run = reduced.expand([left.name])
    assert replay(net, run) == {"o": 1}
    assert reduced.costs() == {left.name: len(run)}


def test_the_shorter_of_two_ways_is_told_and_the_longer_one_is_alive():
    reduced = _reduced(a_workflow_net("t: i -> a", "u: a -> o", "v: i -> o"))
    (story,) = reduced.stories.values()
    assert list(story.names()) == ["v"]
    assert {*story.alive()} == {"t", "u", "v"}


def test_every_run_of_a_reduced_net_is_one_of_the_net():
    for seed in range(30):
        chance = random.Random(seed)
        net = a_large_net(chance, 60, "choice into join")
        reduced = _reduced(net)
        run: list[str] = []
        tokens = replay(reduced.net, run)
        for _ in range(20):
            able = [t for t in reduced.net.transitions if all(tokens[p] for p in t.inputs)]
            if not able:
                break
            run.append(chance.choice(able).name)
            tokens = replay(reduced.net, run)
        there = replay(net, reduced.expand(run))
        assert all(there[place] == count for place, count in tokens.items())


def test_blocks_within_blocks_shrink_to_one_transition():
    for seed in range(50):
        assert len(_reduced(a_sound_net(random.Random(seed), 150)).net.transitions) == 1


def test_a_choice_is_not_copied_into_work_beside_it():
    lines = [f"x{n}: a{n} -> b{n}" for n in range(9)] + [f"y{n}: a{n} -> c{n}" for n in range(9)]
    opened = " ".join(f"a{n}" for n in range(9))
    closed = [f"j{n}: b{n} c{n} -> d{n}" for n in range(9)]
    reduced = _reduced(a_workflow_net(f"s: i -> {opened}", *lines, *closed))
    assert len(reduced.net.transitions) <= 1 + 3 * 9


def test_an_unsound_net_is_thinned_out_to_what_fails():
    net = a_faulty_branch_everywhere(random.Random(3), 12, 8, "choice into join")
    core = failing_core(_reduced(net))
    assert not is_sound_free_choice(core.net)
    assert len(core.net.transitions) < 5


def test_thinning_out_takes_no_way_out_of_a_circle():
    """Without its way out the circle would be a fault that the net does not have."""
    net = a_workflow_net(
        "s: i -> a b",
        "round: a -> c",
        "back: c d -> a",
        "out: c d -> e",
        "w: b -> d b2",
        "j: e b2 -> o",
    )
    core = failing_core(_reduced(net))
    alive = {name for story in core.stories.values() for name in story.alive()}
    assert {"back", "out"} <= alive


def test_what_can_never_be_marked_is_left_out_first():
    normal = normal_form(a_workflow_net("t: i -> o", "u: a -> b", "v: b -> a", "w: i b -> o"))
    assert normal is not None
    assert normal.dead == ("u", "v", "w")
    assert [t.name for t in normal.net.transitions] == ["t"]


def test_source_and_sink_get_neighbours_where_work_goes_back_over_them():
    normal = normal_form(a_workflow_net("t: i -> a", "u: a -> i", "v: a -> o", "w: o -> a"))
    assert normal is not None
    assert (normal.net.source, normal.net.sink) == ("+source", "+sink")
    assert [t.name for t in normal.net.transitions] == ["t", "u", "v", "w", "+source", "+sink"]


def test_added_names_differ_from_all_others():
    normal = normal_form(a_workflow_net("t: i -> ++a", "u: ++a -> i", "+source: ++a -> o"))
    assert normal is not None
    assert normal.net.source == "+++source"


def test_a_double_arc_out_of_a_transition_is_spread():
    normal = normal_form(a_workflow_net("t: i -> a a", "u: a -> o"))
    assert normal is not None
    assert [(t.inputs, t.outputs) for t in normal.net.transitions] == [
        (("i",), ("a", "+1:t")),
        (("a",), ("o",)),
        (("+1:t",), ("a",)),
    ]


@pytest.mark.parametrize("line", ["u: a a -> o", "u: -> a"])
def test_other_nets_have_no_normal_form(line: str):
    assert normal_form(a_workflow_net("t: i -> a", line)) is None
