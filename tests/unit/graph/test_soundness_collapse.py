"""Sound nets collapse to one place; nets with a fault, or beyond the rules, do not."""

from __future__ import annotations

import random

import pytest

from engine.graph.collapse import collapses
from engine.graph.petri import WorkflowNet
from tests.support.workflow_nets import FAULTS, a_large_net, a_wide_net, a_workflow_net

COLLAPSING = {
    "a straight line": ["t: i -> a", "u: a -> b", "v: b -> o"],
    "a choice that meets again": ["t: i -> a", "u: i -> b", "v: a -> c", "w: b -> c", "x: c -> o"],
    "parallel work": ["t: i -> a b", "u: a -> c", "v: b -> d", "w: c d -> o"],
    "going back": ["t: i -> a", "u: a -> b", "back: b -> a", "v: b -> o"],
    "going back to the very start": ["t: i -> a", "back: a -> i", "u: a -> o"],
    "parallel work that is begun again": [
        "t: i -> a b",
        "u: a -> c",
        "v: b -> d",
        "back: c d -> i",
        "w: c d -> o",
    ],
    "a branch that waits for another": [
        "s: i -> left right",
        "t: left -> told first",
        "u: right told -> second",
        "j: first second -> o",
    ],
    "a single transition": ["t: i -> o"],
}


@pytest.mark.parametrize("story", COLLAPSING)
def test_sound_nets_collapse(story: str):
    assert collapses(a_workflow_net(*COLLAPSING[story]))


def test_the_order_of_writing_does_not_matter():
    for seed in range(30):
        chance = random.Random(seed)
        net = a_large_net(chance, 80, "none")
        places, transitions = list(net.places), list(net.transitions)
        chance.shuffle(places)
        chance.shuffle(transitions)
        assert collapses(WorkflowNet(tuple(places), tuple(transitions), net.source, net.sink))


NOT_COLLAPSING = {
    "a join whose other branch never starts": ["t: i -> a", "s: i -> a b", "j: a b -> o"],
    "a token left behind": ["t: i -> a b", "u: a -> o", "v: b -> c"],
    "an end that is reached twice": ["t: i -> a b", "u: a -> o", "v: b -> o"],
    "work that piles up": ["t: i -> a", "more: a -> a b", "u: a -> c", "v: c b -> o"],
    "a circle without a way out": ["t: i -> a", "u: i -> o", "v: a -> b", "w: b -> a"],
    "what is never entered": ["t: i -> o", "never: a -> o"],
    "a circle that is never entered": ["t: i -> o", "u: a -> b", "v: b -> a", "w: b -> o"],
    "what changes nothing where nothing comes": ["t: i -> o", "u: a -> a", "v: a -> a"],
    "a twin of the place where work begins": [
        "t: i -> a",
        "u: b -> c a",
        "j: c a -> d",
        "back: d -> b",
        "w: d -> o",
    ],
    "work after the end": ["t: i -> o", "u: o -> a", "v: a -> o"],
    "a transition that needs nothing": ["t: i -> o", "rain: -> o"],
    "a transition that leaves nothing": ["t: i -> o", "loss: i ->"],
    "two tokens for a join, which is sound all the same": ["t: i -> a a", "u: a a -> o"],
}


@pytest.mark.parametrize("story", NOT_COLLAPSING)
def test_nothing_else_is_claimed_to_be_sound(story: str):
    assert not collapses(a_workflow_net(*NOT_COLLAPSING[story]))


@pytest.mark.parametrize("fault", FAULTS)
def test_large_nets_collapse_exactly_without_a_fault(fault: str):
    for seed in range(5):
        assert collapses(a_large_net(random.Random(seed), 200, fault)) is (fault == "none")
        wide = a_wide_net(random.Random(seed), 10, 8, fault, straight=seed % 2 == 0)
        assert collapses(wide) is (fault == "none")
