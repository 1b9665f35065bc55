"""Verdicts on plain workflow nets, each with a run that can be played again."""

from __future__ import annotations

import pytest

from engine.graph.petri import PetriTransition, WorkflowNet, replay, to_workflow_net
from engine.graph.soundness import check_soundness
from tests.support.nets import a_net
from tests.support.workflow_nets import a_workflow_net

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


def test_a_sink_that_work_goes_on_from_is_no_circle_without_a_way_out():
    net = a_workflow_net(
        "t0: p3 -> o",
        "t1: p0 -> o",
        "t2: i -> o",
        "t3: o -> p2 p1 p3",
        "t4: o -> o p2 p0",
        "t5: p3 -> p3",
    )
    verdict = check_soundness(net)
    assert (verdict.sound, verdict.kind) == (False, "improper_completion")
    tokens = replay(net, verdict.run)
    assert tokens["o"]
    assert tokens.total() > 1


def test_wide_parallel_work_is_decided_without_visiting_its_states():
    many = [f"t{n}: a{n} -> b{n}" for n in range(12)]
    opened, closed = (" ".join(f"{x}{n}" for n in range(12)) for x in "ab")
    verdict = check_soundness(a_workflow_net(f"s: i -> {opened}", *many, f"j: {closed} -> o"))
    assert verdict.sound
    assert verdict.states < 5


def _sharing_tools(workers: int) -> WorkflowNet:
    """Return a net in which each worker borrows a tool from the next: it is not free-choice."""
    lines = []
    for n in range(workers):
        other = (n + 1) % workers
        lines.append(f"own{n}: a{n} r{n} -> b{n}")
        lines.append(f"back{n}: b{n} -> c{n} r{n}")
        lines.append(f"lend{n}: c{n} r{other} -> d{n}")
        lines.append(f"return{n}: d{n} -> e{n} r{other}")
    opened, closed = (" ".join(f"{x}{n} r{n}" for n in range(workers)) for x in "ae")
    return a_workflow_net(f"s: i -> {opened}", *lines, f"j: {closed} -> o")


def test_beyond_the_limit_of_states_nothing_is_claimed():
    assert check_soundness(_sharing_tools(5)).sound
    verdict = check_soundness(_sharing_tools(5), limit=100)
    assert (verdict.sound, verdict.kind, verdict.run) == (None, "undecided", ())


def test_the_limit_does_not_matter_to_free_choice_nets():
    many = [f"t{n}: a{n} -> b{n}" for n in range(12)]
    opened, closed = (" ".join(f"{x}{n}" for n in range(12)) for x in "ab")
    sound = [f"s: i -> {opened}", *many, f"j: {closed} -> o"]
    assert check_soundness(a_workflow_net(*sound), limit=1).sound
    verdict = check_soundness(a_workflow_net(*sound, "stray: a3 -> b4"), limit=1)
    assert (verdict.sound, verdict.kind) == (False, "deadlock")


def test_a_net_names_each_transition_once_and_only_known_places():
    t = PetriTransition("t", ("i",), ("o",))
    with pytest.raises(ValueError, match="a name of its own"):
        WorkflowNet(("i", "o"), (t, t), "i", "o")
    with pytest.raises(ValueError, match="known places"):
        WorkflowNet(("i",), (t,), "i", "o")


def test_a_net_can_be_written_as_places_transitions_and_arcs():
    arcs = [("i", "t"), ("t", "a"), ("t", "b"), ("a", "u"), ("b", "u"), ("u", "o")]
    written = WorkflowNet.from_arcs("iabo", "tu", arcs, source="i", sink="o")
    assert written == a_workflow_net("t: i -> a b", "u: a b -> o")
    missing = WorkflowNet.from_arcs("iabo", "tu", arcs[:2] + arcs[3:], source="i", sink="o")
    assert (check_soundness(missing).kind, check_soundness(missing).run) == ("deadlock", ("t",))


@pytest.mark.parametrize("arc", [("i", "o"), ("t", "u"), ("i", "x"), ("x", "t")])
def test_an_arc_joins_a_place_and_a_transition_of_the_net(arc: tuple[str, str]):
    with pytest.raises(ValueError, match="Expected each arc to join a place and a transition"):
        WorkflowNet.from_arcs("io", "tu", [arc], source="i", sink="o")


def test_a_compiled_procedure_is_examined_as_it_is():
    net = a_net("first: {by: department/officer}\nsecond: {by: department/officer}")
    assert check_soundness(net) == check_soundness(to_workflow_net(net))


def test_only_runs_of_the_net_can_be_replayed():
    net = a_workflow_net("t: i -> a", "u: a -> o")
    with pytest.raises(ValueError, match="'u' cannot fire"):
        replay(net, ["u"])
    with pytest.raises(ValueError, match="'x' cannot fire"):
        replay(net, ["x"])


def test_a_long_procedure_is_sound():
    steps = "\n".join(f"s{n}: {{by: department/officer}}" for n in range(200))
    assert check_soundness(to_workflow_net(a_net(steps))).sound


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
