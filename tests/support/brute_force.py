"""Soundness by its definition: every state of a small net, one after the other. Slow and simple."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from engine.graph.petri import WorkflowNet

Tokens = tuple[int, ...]


@dataclass
class Judged:
    """What the definition says of a net."""

    sound: bool
    dead: frozenset[str] | None
    """The transitions that never fire, where every run can finish properly; else None."""
    states: int


class States:
    """The states of a net as tuples of counts, and how they follow one another."""

    def __init__(self, net: WorkflowNet) -> None:
        self.net = net
        self.at = {place: n for n, place in enumerate(net.places)}
        self.initial = self.marking(Counter({net.source: 1}))
        self.final = self.marking(Counter({net.sink: 1}))
        self._changes = [
            (t.name, self._counted(t.inputs), self._counted(t.inputs, t.outputs))
            for t in net.transitions
        ]

    def _counted(self, taken: tuple[str, ...], put: tuple[str, ...] | None = None) -> list[tuple[int, int]]:
        counts: Counter[str] = Counter(put or ()) if put is not None else Counter(taken)
        if put is not None:
            counts.subtract(taken)
        return [(self.at[p], n) for p, n in counts.items() if n]

    def marking(self, tokens: Counter[str]) -> Tokens:
        return tuple(tokens[place] for place in self.net.places)

    def after(self, state: Tokens) -> Iterator[tuple[str, Tokens]]:
        for name, needs, changes in self._changes:
            if all(state[p] >= n for p, n in needs):
                following = list(state)
                for p, n in changes:
                    following[p] += n
                yield name, tuple(following)

    def is_improper(self, state: Tokens) -> bool:
        return state[self.at[self.net.sink]] > 0 and state != self.final

    def fails_at_once(self, state: Tokens) -> bool:
        return self.is_improper(state) or (state != self.final and not any(self.after(state)))

    def beyond(self, state: Tokens, *, at_most: int = 100_000) -> set[Tokens]:
        """Return the states that can be reached from ``state``, itself among them."""
        seen, waiting = {state}, [state]
        while waiting and len(seen) <= at_most:
            fresh = {following for _, following in self.after(waiting.pop())} - seen
            seen |= fresh
            waiting.extend(fresh)
        return seen


def covers(larger: Tokens, smaller: Tokens) -> bool:
    """Return whether each place holds in ``larger`` what it holds in ``smaller``."""
    return all(a >= b for a, b in zip(larger, smaller, strict=True))


def judged(net: WorkflowNet) -> Judged:
    """Return what the definition says; nets without bound are found by a state that outgrows its past."""
    states = States(net)
    before: dict[Tokens, Tokens | None] = {states.initial: None}
    steps: dict[Tokens, list[tuple[str, Tokens]]] = {}
    waiting = [states.initial]
    for state in waiting:
        steps[state] = list(states.after(state))
        if states.is_improper(state) or (not steps[state] and state != states.final):
            return Judged(False, None, len(before))
        for _, following in steps[state]:
            if following not in before:
                before[following] = state
                waiting.append(following)
                if _outgrows(following, before):
                    return Judged(False, None, len(before))
    finishing = _finishing(states.final, steps)
    if len(finishing) < len(steps):
        return Judged(False, None, len(before))
    fired = {name for following in steps.values() for name, _ in following}
    dead = frozenset(t.name for t in net.transitions) - fired
    return Judged(not dead, dead, len(before))


def _outgrows(state: Tokens, before: dict[Tokens, Tokens | None]) -> bool:
    earlier = before[state]
    while earlier is not None:
        if covers(state, earlier):
            return True
        earlier = before[earlier]
    return False


def _finishing(final: Tokens, steps: dict[Tokens, list[tuple[str, Tokens]]]) -> set[Tokens]:
    found = {final} & steps.keys()
    while True:
        more = {s for s in steps.keys() - found if any(f in found for _, f in steps[s])}
        if not more:
            return found
        found |= more
