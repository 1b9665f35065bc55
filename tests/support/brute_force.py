"""Soundness by its definition: every state of a small net, one after the other. Slow and simple."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from engine.graph.petri import PetriTransition, WorkflowNet

Tokens = tuple[int, ...]


@dataclass(frozen=True)
class Judged:
    """What the definition says of a net.

    Attributes:
        sound: whether it is sound.
        states: how many states were looked at.
        dead: the transitions that never fire, where every run can finish properly; else None.
        nearest: how long the shortest run into a deadlock or an improper completion is, if one was found
            before anything else.
    """

    sound: bool
    states: int
    dead: frozenset[str] | None = None
    nearest: int | None = None


class States:
    """The states of a net as tuples of counts, and how they follow one another."""

    def __init__(self, net: WorkflowNet) -> None:
        self.net = net
        self.at = {place: n for n, place in enumerate(net.places)}
        self.initial = self.marking(Counter({net.source: 1}))
        self.final = self.marking(Counter({net.sink: 1}))
        self._changes = [
            (t.name, self._numbered(Counter(t.inputs)), self._numbered(_change(t)))
            for t in net.transitions
        ]

    def _numbered(self, tokens: Counter[str]) -> list[tuple[int, int]]:
        return [(self.at[place], n) for place, n in tokens.items() if n]

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

    def beyond(self, state: Tokens, *, at_most: int = 1_000) -> set[Tokens]:
        """Return the states that can be reached from ``state``, itself among them; about ``at_most``."""
        seen, waiting = {state}, [state]
        while waiting and len(seen) <= at_most:
            fresh = {following for _, following in self.after(waiting.pop())} - seen
            seen |= fresh
            waiting.extend(fresh)
        return seen


def _change(transition: PetriTransition) -> Counter[str]:
    change = Counter(transition.outputs)
    change.subtract(transition.inputs)
    return change


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
            return Judged(False, len(before), nearest=len(list(_past(state, before))))
        for _, following in steps[state]:
            if following not in before:
                before[following] = state
                waiting.append(following)
                if any(covers(following, earlier) for earlier in _past(following, before)):
                    return Judged(False, len(before))
    if len(_finishing(states.final, steps)) < len(steps):
        return Judged(False, len(before))
    fired = {name for following in steps.values() for name, _ in following}
    dead = frozenset(t.name for t in net.transitions) - fired
    return Judged(not dead, len(before), dead)


def _past(state: Tokens, before: dict[Tokens, Tokens | None]) -> Iterator[Tokens]:
    earlier = before[state]
    while earlier is not None:
        yield earlier
        earlier = before[earlier]


def _finishing(final: Tokens, steps: dict[Tokens, list[tuple[str, Tokens]]]) -> set[Tokens]:
    earlier: dict[Tokens, list[Tokens]] = {}
    for state, following in steps.items():
        for _, after in following:
            earlier.setdefault(after, []).append(state)
    found = {final} & steps.keys()
    waiting = list(found)
    while waiting:
        fresh = set(earlier.get(waiting.pop(), ())) - found
        found |= fresh
        waiting.extend(fresh)
    return found
