"""Verdicts on plain workflow nets, each with a run that can be played again."""

from __future__ import annotations

import pytest

from engine.graph.petri import PetriTransition, WorkflowNet, replay, to_workflow_net
from engine.graph.soundness import check_soundness
from tests.support.nets import a_net


def a_workflow_net(*transitions: str) -> WorkflowNet:
    """Return a net from lines such as ``t: i -> a b``; the source is ``i``, the sink is ``o``."""
    made = []
    for line in transitions:
        name, arcs = line.split(":")
        inputs, outputs = arcs.split("->")
        made.append(PetriTransition(name, tuple(inputs.split()), tuple(outputs.split())))
    places = dict.fromkeys(["i", *(p for t in made for p in (*t.inputs, *t.outputs)), "o"])
    return WorkflowNet(tuple(places), tuple(made), "i", "o")


SOUND = {
    "a sequence": ["t: i -> a", "u: a -> o"],
    "a choice": ["t: i -> a", "u: i -> a", "v: a -> o"],
    "parallel work": ["t: i -> a b", "u: a -> c", "v: b -> d", "w: c d -> o"],
    "a repetition": ["t: i -> a", "back: a -> i", "u: a -> o"],
    "a place that holds two tokens on the way": ["t: i -> a a", "u: a a -> o"],
    "two tokens that arrive one by one": ["t: i -> a b", "u: a -> c", "v: b -> c", "w: c c -> o"],
}


@pytest.mark.parametrize("story", SOUND)
def test_sound_nets_are_called_sound(story: str):
    verdict = check_soundness(a_workflow_net(*SOUND[story]))
    assert (verdict.sound, verdict.kind, verdict.run) == (True, "sound", ())


UNSOUND = {
    "a join whose other branch never starts": (
        ["t: i -> a", "s: i -> a b", "j: a b -> o"],
        ("deadlock", ("t",), {"a": 1}),
    ),
    "a token left behind": (
        ["t: i -> a b", "u: a -> o", "v: b -> c", "w: c -> o"],
        ("improper_completion", ("t", "u"), {"b": 1, "o": 1}),
    ),
    "an end that is reached twice": (
        ["t: i -> o o"],
        ("improper_completion", ("t",), {"o": 2}),
    ),
    "work that piles up": (
        ["t: i -> a", "more: a -> a b", "u: a -> c", "v: c b -> o"],
        ("unbounded", ("t", "more"), {"a": 1, "b": 1}),
    ),
    "a circle without a way out": (
        ["t: i -> a", "u: i -> o", "v: a -> b", "w: b -> a"],
        ("livelock", ("t",), {"a": 1}),
    ),
}


@pytest.mark.parametrize("story", UNSOUND)
def test_an_unsound_net_is_shown_by_its_shortest_failing_run(story: str):
    lines, (kind, run, tokens) = UNSOUND[story]
    net = a_workflow_net(*lines)
    verdict = check_soundness(net)
    assert (verdict.sound, verdict.kind, verdict.run) == (False, kind, run)
    assert replay(net, verdict.run) == tokens


def test_transitions_that_never_fire_are_named():
    verdict = check_soundness(a_workflow_net("t: i -> a", "u: a -> o", "never: a b -> o"))
    assert (verdict.sound, verdict.kind, verdict.dead) == (False, "dead_transition", ("never",))


def test_a_transition_that_needs_nothing_makes_the_net_unbounded():
    verdict = check_soundness(a_workflow_net("rain: -> a", "t: i a -> o"))
    assert (verdict.kind, verdict.run) == ("unbounded", ("rain",))


def test_beyond_the_limit_of_states_nothing_is_claimed():
    many = [f"t{n}: a{n} -> b{n}" for n in range(12)]
    opened, closed = (" ".join(f"{x}{n}" for n in range(12)) for x in "ab")
    net = a_workflow_net(f"s: i -> {opened}", *many, f"j: {closed} -> o")
    verdict = check_soundness(net, limit=100)
    assert (verdict.sound, verdict.kind) == (None, "undecided")
    assert check_soundness(net).sound


def test_a_net_names_each_transition_once_and_only_known_places():
    t = PetriTransition("t", ("i",), ("o",))
    with pytest.raises(ValueError, match="a name of its own"):
        WorkflowNet(("i", "o"), (t, t), "i", "o")
    with pytest.raises(ValueError, match="known places"):
        WorkflowNet(("i",), (t,), "i", "o")


def test_only_runs_of_the_net_can_be_replayed():
    net = a_workflow_net("t: i -> a", "u: a -> o")
    with pytest.raises(ValueError, match="'u' cannot fire"):
        replay(net, ["u"])
    with pytest.raises(ValueError, match="'x' cannot fire"):
        replay(net, ["x"])


def test_a_long_procedure_has_as_many_states_as_steps():
    steps = "\n".join(f"s{n}: {{by: department/officer}}" for n in range(200))
    verdict = check_soundness(to_workflow_net(a_net(steps)))
    assert verdict.sound
    assert verdict.states == 202


def test_the_workflow_net_fires_splits_and_joins_as_one():
    net = to_workflow_net(
        a_net("""
            a: {by: department/officer, next: {all: [b, c]}}
            b: {by: department/officer, next: d}
            c: {by: department/officer, next: d}
            d: {by: department/officer, join: all}
        """)
    )
    assert [(t.name, t.inputs, t.outputs) for t in net.transitions] == [
        ("+start", ("+source",), ("a",)),
        ("a:done", ("a",), ("b", "c")),
        ("b:done", ("b",), ("d+join#b",)),
        ("c:done", ("c",), ("d+join#c",)),
        ("d+join:done", ("d+join#b", "d+join#c"), ("d",)),
        ("d:done", ("d",), ("+sink",)),
    ]
