"""The soundness check agrees with the definition, applied word by word to small random nets."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

from engine.graph.petri import PetriTransition, WorkflowNet, replay, to_workflow_net
from engine.graph.soundness import Verdict, check_soundness
from tests.support.nets import a_net, a_text, findings_in
from tests.support.seeds import seeded_random

Marking = frozenset[tuple[str, int]]
_MANY = 3000
"""More states than this, in nets of this size, only unbounded ones have."""


def _frozen(tokens: Counter[str]) -> Marking:
    return frozenset((place, n) for place, n in tokens.items() if n)


def _after(net: WorkflowNet, marking: Marking) -> Iterator[tuple[str, Marking]]:
    for transition in net.transitions:
        tokens = Counter(dict(marking))
        tokens.subtract(transition.inputs)
        if min(tokens.values(), default=0) >= 0:
            tokens.update(transition.outputs)
            yield transition.name, _frozen(tokens)


def _layers(net: WorkflowNet) -> list[set[Marking]]:
    """Return the markings by the length of the shortest run to them."""
    seen: set[Marking] = {frozenset({(net.source, 1)})}
    layers = [set(seen)]
    while layers[-1] and len(seen) < _MANY:
        layers.append({m for marking in layers[-1] for _, m in _after(net, marking)} - seen)
        seen |= layers[-1]
    return layers


def _is_sound(net: WorkflowNet, layers: list[set[Marking]]) -> bool:
    states = set().union(*layers)
    final = frozenset({(net.sink, 1)})
    finishing = {final} & states
    fired: set[str] = set()
    following = {state: list(_after(net, state)) for state in states}
    while True:
        more = {s for s in states - finishing if any(m in finishing for _, m in following[s])}
        if not more:
            break
        finishing |= more
    for steps in following.values():
        fired |= {name for name, _ in steps}
    proper = all(state == final for state in states if dict(state).get(net.sink, 0))
    return finishing == states and proper and fired == {t.name for t in net.transitions}


def _covers(larger: Counter[str], smaller: Counter[str]) -> bool:
    return not smaller - larger


def _shows_what_it_claims(net: WorkflowNet, verdict: Verdict, layers: list[set[Marking]]) -> bool:
    reached = replay(net, verdict.run)
    marking = _frozen(reached)
    final = frozenset({(net.sink, 1)})
    if verdict.kind == "deadlock":
        return marking != final and not list(_after(net, marking))
    if verdict.kind == "improper_completion":
        return reached[net.sink] > 0 and marking != final
    if verdict.kind == "unbounded":
        earlier = [replay(net, verdict.run[:n]) for n in range(len(verdict.run))]
        return any(_covers(reached, before) and reached != before for before in earlier)
    if verdict.kind == "livelock":
        beyond = {marking}
        while more := {m for s in beyond for _, m in _after(net, s)} - beyond:
            beyond |= more
        return final not in beyond and all(list(_after(net, state)) for state in beyond)
    states = set().union(*layers)
    fired = {name for state in states for name, _ in _after(net, state)}
    return bool(verdict.dead) and not fired & set(verdict.dead)


def _fails_at_once(net: WorkflowNet, marking: Marking) -> bool:
    final = frozenset({(net.sink, 1)})
    if marking == final:
        return False
    return bool(dict(marking).get(net.sink, 0)) or not list(_after(net, marking))


def _random_net(chance: random.Random) -> WorkflowNet:
    inner = [f"p{n}" for n in range(chance.randint(0, 4))]
    transitions = []
    for n in range(chance.randint(1, 7)):
        inputs = chance.sample(["i", *inner], min(chance.choice([1, 1, 1, 2]), 1 + len(inner)))
        outputs = chance.sample(["o", *inner], min(chance.choice([1, 1, 1, 2]), 1 + len(inner)))
        transitions.append(PetriTransition(f"t{n}", tuple(inputs), tuple(outputs)))
    return WorkflowNet(("i", *inner, "o"), tuple(transitions), "i", "o")


def test_verdicts_on_random_nets_agree_with_the_definition():
    chance = seeded_random()
    kinds: Counter[str] = Counter()
    for _ in range(400):
        net = _random_net(chance)
        _agrees(net)
        kinds[check_soundness(net).kind] += 1
    assert kinds["sound"] > 10, kinds


def test_verdicts_on_random_procedures_agree_with_the_definition():
    chance = seeded_random()
    for _ in range(100):
        _agrees(to_workflow_net(a_net(_random_steps(chance))))


def _agrees(net: WorkflowNet) -> None:
    verdict = check_soundness(net)
    layers = _layers(net)
    shown = f"{verdict}\n" + "\n".join(map(str, net.transitions))
    if layers[-1]:
        assert verdict.sound is False, shown
    else:
        assert verdict.sound is _is_sound(net, layers), shown
    if verdict.sound:
        return
    assert _shows_what_it_claims(net, verdict, layers), shown
    if verdict.kind in {"deadlock", "improper_completion"}:
        for layer in layers[: len(verdict.run)]:
            assert not any(_fails_at_once(net, marking) for marking in layer), shown


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
