"""A search through the states of a workflow net, cheapest run first, that stops at the first failure.

It decides every net whose states fit the budget; how to make large nets small is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Literal

from engine.graph.petri import WorkflowNet
from engine.graph.token_game import TokenGame, TooManyTokensError, Width

VerdictKind = Literal[
    "sound", "deadlock", "livelock", "improper_completion", "unbounded", "dead_transition", "undecided"
]  # fmt: skip


_COMPARED_IN_A_STEP = 4
"""So many comparisons with earlier states take as long as a step."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How much a search may look at before it gives up: states, and steps between them."""

    states: int
    steps: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Attributes:
        kind: as in a verdict.
        run: names of the transitions that lead to the failing state.
        fired: the transitions that fired anywhere in the search.
        states: how many states were reached.
    """

    kind: VerdictKind
    run: tuple[str, ...]
    fired: frozenset[str]
    states: int


@dataclass(frozen=True, slots=True)
class Guide:
    """What leads a search.

    Attributes:
        costs: what each transition costs, 1 where nothing is said. The run that is found is a cheapest
            one to a deadlock, an improper completion or a state that outgrows an earlier one; for a
            livelock it is a cheapest run to a state from which the end is out of reach.
        lost: places from which no path leads to the sink; a token there is a livelock at once.
        deepest_first: follow one run to its end before the next one is tried.
    """

    costs: Mapping[str, int] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()
    deepest_first: bool = False


def search(net: WorkflowNet, budget: Budget, guide: Guide | None = None) -> Found:
    """Return the verdict on a net, or ``undecided`` when the budget is spent."""
    guide = guide or Guide()
    for width in Width:
        searching = _Search if width is Width.SAFE else _GrowthSearch
        try:
            return searching(net, TokenGame(net, width), budget, guide).found()
        except TooManyTokensError:
            continue
    return Found("undecided", (), frozenset(), 0)


class _Search:
    """Visits states with at most one token in each place; growth ends in a doubled token."""

    def __init__(self, net: WorkflowNet, game: TokenGame, budget: Budget, guide: Guide) -> None:
        self._names = [t.name for t in net.transitions]
        self._costs = [guide.costs.get(name, 1) for name in self._names]
        self._sign = -1 if guide.deepest_first else 1
        self._lost = game.tokens_in(guide.lost)
        self._game = game
        self._budget = budget
        self._origin: dict[int, tuple[int, int] | None] = {game.initial: None}
        self._best = {game.initial: 0}
        self._enabled: dict[int, tuple[int, ...]] = {}
        self._waiting: list[tuple[int, int, int]] = [(0, 0, game.initial)]
        self._steps = 0

    def found(self) -> Found:
        while self._waiting:
            _, _, state = heappop(self._waiting)
            if state in self._enabled:
                continue
            enabled = self._enabled[state] = self._fireable(state)
            failure = self._failure(state, enabled)
            if failure is not None:
                return self._result(failure, state)
            self._expand(state, enabled)
            if self._steps > self._budget.steps or len(self._origin) > self._budget.states:
                return self._result("undecided")
        return self._settled()

    def _fireable(self, state: int) -> tuple[int, ...]:
        origin = self._origin[state]
        if origin is None:
            return self._game.enabled()
        before, fired = origin
        return self._game.enabled_after(self._enabled[before], fired, state)

    def _failure(self, state: int, enabled: tuple[int, ...]) -> VerdictKind | None:
        if self._game.improper(state):
            return "improper_completion"
        if self._outgrows(state):
            return "unbounded"
        if not enabled and state != self._game.final:
            return "deadlock"
        return "livelock" if state & self._lost else None

    def _outgrows(self, state: int) -> bool:
        return False

    def _expand(self, state: int, enabled: tuple[int, ...]) -> None:
        best, fire = self._best, self._game.fire
        cost = best[state]
        for number in enabled:
            following = fire(state, number)
            arrival = cost + self._costs[number]
            if following not in best or arrival < best[following]:
                best[following] = arrival
                self._origin[following] = (state, number)
                heappush(self._waiting, (self._sign * arrival, len(best), following))
        self._steps += len(enabled)

    def _settled(self) -> Found:
        """Judge a net whose states are all known and none of which fails by itself."""
        finishing = self._finishing()
        trapped = next((state for state in self._enabled if state not in finishing), None)
        if trapped is not None:
            return self._result("livelock", trapped)
        fired = {number for enabled in self._enabled.values() for number in enabled}
        return self._result("sound" if len(fired) == len(self._names) else "dead_transition")

    def _finishing(self) -> set[int]:
        """Return the states from which the final one can be reached."""
        before: dict[int, list[int]] = {}
        for state, enabled in self._enabled.items():
            for number in enabled:
                before.setdefault(self._game.fire(state, number), []).append(state)
        found = {self._game.final}
        waiting = [self._game.final]
        while waiting:
            for earlier in before.get(waiting.pop(), ()):
                if earlier not in found:
                    found.add(earlier)
                    waiting.append(earlier)
        return found

    def _history(self, state: int) -> Iterator[tuple[int, int]]:
        origin = self._origin[state]
        while origin is not None:
            yield origin
            origin = self._origin[origin[0]]

    def _result(self, kind: VerdictKind, state: int | None = None) -> Found:
        steps = [] if state is None else [number for _, number in self._history(state)]
        fired = {number for enabled in self._enabled.values() for number in enabled}
        return Found(
            kind,
            tuple(self._names[number] for number in reversed(steps)),
            frozenset(self._names[number] for number in fired),
            len(self._origin),
        )


class _GrowthSearch(_Search):
    """Counts tokens, and stops where a state outgrows one on its own run, so that it always ends."""

    def _outgrows(self, state: int) -> bool:
        covers = self._game.covers
        length = 0
        for earlier, _ in self._history(state):
            length += 1
            if covers(state, earlier):
                return True
        self._steps += length // _COMPARED_IN_A_STEP
        return False
