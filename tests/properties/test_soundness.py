"""The soundness check agrees with the definition, applied word by word to small random nets."""

from __future__ import annotations

import random
from collections import Counter

from engine.graph.collapse import collapses
from engine.graph.free_choice import is_free_choice, is_sound_free_choice
from engine.graph.normal_form import normal_form
from engine.graph.petri import WorkflowNet, replay, to_workflow_net
from engine.graph.soundness import Verdict, check_by_reduction, check_soundness
from engine.graph.state_search import Budget, search
from tests.support.brute_force import Judged, States, covers, judged
from tests.support.net_mixture import a_mixture
from tests.support.nets import a_net, a_text, findings_in
from tests.support.seeds import seeded_random

NO_SEARCH = Budget(states=0, steps=0)
AMPLE = Budget(states=50_000, steps=1_000_000)


def test_verdicts_on_thousands_of_random_nets_agree_with_the_definition():
    chance = seeded_random()
    seen: Counter[str] = Counter()
    for net in a_mixture(chance):
        truth = judged(net)
        seen[_agrees(net, truth)] += 1
        _structure_agrees(net, truth)
    wanted = {"sound": 1000, "deadlock": 1000, "improper_completion": 500, "dead_transition": 50}
    wanted |= {"unbounded": 50, "livelock": 30}
    assert all(seen[kind] > least for kind, least in wanted.items()), seen


def test_verdicts_on_random_procedures_agree_with_the_definition():
    chance = seeded_random()
    for _ in range(100):
        net = to_workflow_net(a_net(_random_steps(chance)))
        _agrees(net, judged(net))


def _agrees(net: WorkflowNet, truth: Judged) -> str:
    """Assert that every way of deciding says the truth and shows it; return the kind of verdict."""
    verdict = check_soundness(net)
    shown = "\n".join(map(str, net.transitions))
    assert truth.sound or not collapses(net), shown
    assert (search(net, AMPLE).kind == "sound") is truth.sound, shown
    ways = {
        "at once": verdict,
        "reduced": check_by_reduction(net),
        "by structure": check_by_reduction(net, at_first=NO_SEARCH),
    }
    for way, said in ways.items():
        shown = f"{way}: {said}\n{truth}\n" + "\n".join(map(str, net.transitions))
        assert said.sound is truth.sound, shown
        assert said.sound or _shows_what_it_claims(net, said, truth), shown
        if said.kind == "livelock" and way != "by structure":
            assert _never_rests(net, said), shown
        if said.kind in {"deadlock", "improper_completion"} and said.shortest and truth.nearest:
            assert len(said.run) == truth.nearest, shown
    return verdict.kind


def _structure_agrees(net: WorkflowNet, truth: Judged) -> None:
    """Assert that the rank theorem alone is right about free-choice nets, however small a reduction is."""
    normal = normal_form(net)
    if normal is not None and is_free_choice(normal.net):
        fine = truth.dead is not None
        assert is_sound_free_choice(normal.net) is fine, "\n".join(map(str, net.transitions))


def _shows_what_it_claims(net: WorkflowNet, verdict: Verdict, truth: Judged) -> bool:
    if verdict.kind == "dead_transition":
        return {*verdict.dead} == truth.dead
    states = States(net)
    reached = states.marking(replay(net, verdict.run))
    if verdict.kind == "deadlock":
        return reached != states.final and not any(states.after(reached))
    if verdict.kind == "improper_completion":
        return states.is_improper(reached)
    if verdict.kind == "unbounded":
        past = [states.marking(replay(net, verdict.run[:n])) for n in range(len(verdict.run))]
        return any(covers(reached, earlier) and reached != earlier for earlier in past)
    assert any(states.after(reached))
    return verdict.kind == "livelock" and states.final not in states.beyond(reached)


def _random_steps(chance: random.Random) -> str:
    """Return some steps wired together at random, mostly wrong."""
    names = [f"s{n}" for n in range(chance.randint(2, 7))]
    lines = []
    for name in names:
        join = ", join: all" if chance.random() < 0.25 and name != names[0] else ""
        lines.append(f"{name}: {{by: d/o{join}{_random_way_on(chance, names)}}}")
    return "\n".join(lines)


def _random_way_on(chance: random.Random, names: list[str]) -> str:
    a, b = chance.sample(names, 2)
    return chance.choice(
        [
            "",
            "",
            f", next: {a}",
            f", next: {{all: [{a}, {b}]}}",
            f", outcomes: {{x: {{to: {a}}}, y: {{to: {b}}}}}",
            f", outcomes: {{x: {{to: {a}}}, y: {{end: refused}}}}",
            f", outcomes: {{x: {{to: {a}}}, y: {{ask: supplement}}}}",
            f", outcomes: {{x: {{to: {a}}}, y: {{ask: external, back_to: {b}}}}}",
        ]
    )


def _never_rests(net: WorkflowNet, verdict: Verdict) -> bool:
    states = States(net)
    reached = states.marking(replay(net, verdict.run))
    return all(any(states.after(state)) for state in states.beyond(reached))


class _Composer:
    """Composes procedures from patterns that are sound, one within the other."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.lines: list[str] = []

    def part(self, after: str, depth: int) -> str:
        """Write a part that goes on to ``after``; return the step that begins it."""
        patterns = [self._step, self._supplement]
        if depth:
            patterns += [self._sequence, self._choice, self._parallel, self._parallel, self._repeat]
        return self.chance.choice(patterns)(after, depth - 1)

    def _write(self, keys: str) -> str:
        name = f"s{len(self.lines)}"
        self.lines.append(f"{name}: {{by: d/o, {keys}}}")
        return name

    def _step(self, after: str, depth: int) -> str:
        return self._write(f"next: {after}")

    def _supplement(self, after: str, depth: int) -> str:
        return self._write(f"outcomes: {{ok: {{to: {after}}}, lacking: {{ask: supplement}}}}")

    def _sequence(self, after: str, depth: int) -> str:
        return self.part(self.part(after, depth), depth)

    def _choice(self, after: str, depth: int) -> str:
        ways = [self.part(after, depth) for _ in range(2)]
        return self._write(f"outcomes: {{x: {{to: {ways[0]}}}, y: {{to: {ways[1]}}}}}")

    def _parallel(self, after: str, depth: int) -> str:
        join = self._write(f"join: all, next: {after}")
        branches = [self.part(join, depth) for _ in range(self.chance.randint(2, 3))]
        return self._write(f"next: {{all: [{', '.join(branches)}]}}")

    def _repeat(self, after: str, depth: int) -> str:
        back = f"s{len(self.lines)}"
        self.lines.append("")
        review = self._write(f"outcomes: {{ok: {{to: {after}}}, again: {{to: {back}}}}}")
        body = self.part(review, depth)
        self.lines[int(back[1:])] = f"{back}: {{by: d/o, next: {body}}}"
        return back


def test_procedures_composed_of_sound_patterns_are_sound():
    chance = seeded_random()
    for _ in range(200):
        composer = _Composer(chance)
        last = composer._write("outcomes: {agree: {end: returned}, no: {end: refused}}")
        first = composer.part(last, 2)
        composer.lines.sort(key=lambda line: not line.startswith(f"{first}:"))
        steps = "\n".join(composer.lines)
        assert findings_in(a_text(steps)) == [], steps
