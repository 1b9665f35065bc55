"""Whether a workflow net is sound: every run can still finish, finishes cleanly, nothing is dead.

A breadth-first search over the states of the net. It plays with bit masks as long as no place holds two
tokens, which is the rule for procedures, and with counts and a coverability test from there on.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from engine.graph.petri import WorkflowNet

VerdictKind = Literal[
    "sound", "deadlock", "livelock", "improper_completion", "unbounded", "dead_transition", "undecided"
]  # fmt: skip
State = TypeVar("State", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check found.

    Attributes:
        sound: None where it could not be decided within the limit of states.
        kind: ``deadlock``: nothing can happen any more; ``livelock``: something always happens, but the
            end is out of reach; ``improper_completion``: the end is reached with tokens left behind;
            ``unbounded``: tokens pile up; ``dead_transition``: some transitions can never fire.
        run: a shortest run, as names of transitions, into the failing state; for ``unbounded`` into a
            state that outgrows an earlier one. ``replay`` executes it.
        dead: for ``dead_transition``, the transitions that no run fires.
        states: how many states were visited.
    """

    sound: bool | None
    kind: VerdictKind
    run: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()
    states: int = 0


def check_soundness(net: WorkflowNet, *, limit: int = 100_000) -> Verdict:
    """Return whether ``net`` is sound, visiting at most ``limit`` states."""
    try:
        return _Search(net, _MaskGame(net), limit).verdict()
    except _DoubledTokenError:
        return _Search(net, _CountGame(net), limit).verdict()


class _DoubledTokenError(Exception):
    """A place would hold two tokens, which a bit mask cannot tell."""


class _MaskGame:
    """The token game where a state is the mask of the places that hold a token."""

    def __init__(self, net: WorkflowNet) -> None:
        bit = {place: 1 << number for number, place in enumerate(net.places)}
        self.initial = bit[net.source]
        self.final = bit[net.sink]
        self._consumers: dict[int, list[tuple[int, int, int]]] = {}
        for number, transition in enumerate(net.transitions):
            inputs, outputs = transition.inputs, transition.outputs
            if not inputs or len({*inputs}) < len(inputs) or len({*outputs}) < len(outputs):
                raise _DoubledTokenError
            taken = sum(bit[place] for place in inputs)
            put = sum(bit[place] for place in outputs)
            self._consumers.setdefault(bit[inputs[0]], []).append((number, taken, put))

    def improper(self, state: int) -> bool:
        return state & self.final != 0 and state != self.final

    def outgrows(self, state: int, history: Iterator[int]) -> bool:
        return False  # Growth doubles a token in the end, and then the counting game tells it.

    def steps(self, state: int) -> Iterator[tuple[int, int]]:
        left = state
        while left:
            place = left & -left
            left ^= place
            for number, taken, put in self._consumers.get(place, ()):
                if state & taken == taken:
                    rest = state ^ taken
                    if rest & put:
                        raise _DoubledTokenError
                    yield number, rest | put


Counts = tuple[int, ...]


class _CountGame:
    """The token game where a state counts the tokens of every place."""

    def __init__(self, net: WorkflowNet) -> None:
        number = {place: position for position, place in enumerate(net.places)}
        self._sink = number[net.sink]
        self.initial = _unit(len(number), number[net.source])
        self.final = _unit(len(number), self._sink)
        self._transitions = [
            ([number[p] for p in t.inputs], [number[p] for p in t.outputs]) for t in net.transitions
        ]

    def improper(self, state: Counts) -> bool:
        return state[self._sink] > 0 and state != self.final

    def outgrows(self, state: Counts, history: Iterator[Counts]) -> bool:
        return any(
            all(now >= before for now, before in zip(state, earlier, strict=True))
            for earlier in history
        )

    def steps(self, state: Counts) -> Iterator[tuple[int, Counts]]:
        for position, (inputs, outputs) in enumerate(self._transitions):
            tokens = list(state)
            for place in inputs:
                tokens[place] -= 1
            if all(tokens[place] >= 0 for place in inputs):
                for place in outputs:
                    tokens[place] += 1
                yield position, tuple(tokens)


def _unit(size: int, position: int) -> Counts:
    return tuple(int(place == position) for place in range(size))


class _Game(Protocol[State]):
    """How states follow one another; a step is the number of a transition and the state after it."""

    initial: State
    final: State

    def improper(self, state: State) -> bool: ...
    def outgrows(self, state: State, history: Iterator[State]) -> bool: ...
    def steps(self, state: State) -> Iterator[tuple[int, State]]: ...


class _Search(Generic[State]):
    """Visits the states nearest to the start first, and stops at the first that fails."""

    def __init__(self, net: WorkflowNet, game: _Game[State], limit: int) -> None:
        self._names = [t.name for t in net.transitions]
        self._game = game
        self._limit = limit
        self._origin: dict[State, tuple[State, int] | None] = {game.initial: None}
        self._before: dict[State, list[State]] = {}
        self._fired: set[int] = set()

    def verdict(self) -> Verdict:
        order = [self._game.initial]
        for state in order:
            failure = self._failure(state) or self._expand(state, order)
            if failure is not None:
                return self._failing(failure, state)
            if len(order) > self._limit:
                return Verdict(None, "undecided", states=len(order))
        return self._settle(order)

    def _failure(self, state: State) -> VerdictKind | None:
        if self._game.improper(state):
            return "improper_completion"
        if self._game.outgrows(state, self._history(state)):
            return "unbounded"
        return None

    def _expand(self, state: State, order: list[State]) -> VerdictKind | None:
        """Add the states that follow; report a deadlock where none does."""
        stuck = state != self._game.final
        for number, following in self._game.steps(state):
            stuck = False
            self._fired.add(number)
            self._before.setdefault(following, []).append(state)
            if following not in self._origin:
                self._origin[following] = (state, number)
                order.append(following)
        return "deadlock" if stuck else None

    def _settle(self, order: Sequence[State]) -> Verdict:
        """Judge a net whose states are all known and none of which fails by itself."""
        finishing = self._finishing()
        trapped = next((state for state in order if state not in finishing), None)
        if trapped is not None:
            return self._failing("livelock", trapped)
        dead = tuple(name for n, name in enumerate(self._names) if n not in self._fired)
        if dead:
            return Verdict(False, "dead_transition", dead=dead, states=len(order))
        return Verdict(True, "sound", states=len(order))

    def _finishing(self) -> set[State]:
        """Return the states from which the final one can be reached."""
        found = {self._game.final}
        waiting = [self._game.final]
        while waiting:
            for earlier in self._before.get(waiting.pop(), ()):
                if earlier not in found:
                    found.add(earlier)
                    waiting.append(earlier)
        return found

    def _history(self, state: State) -> Iterator[State]:
        origin = self._origin[state]
        while origin is not None:
            yield origin[0]
            origin = self._origin[origin[0]]

    def _failing(self, kind: VerdictKind, state: State) -> Verdict:
        run: list[str] = []
        origin = self._origin[state]
        while origin is not None:
            state, number = origin
            run.append(self._names[number])
            origin = self._origin[state]
        return Verdict(False, kind, tuple(reversed(run)), states=len(self._origin))
