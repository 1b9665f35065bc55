"""The token game on a workflow net: which transitions can fire, and which state follows.

A state is one integer: every place owns a field of bits that counts its tokens, with a guard bit on top.
All places are tested at once, and firing is one addition. Searching is not done here.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from engine.graph.petri import WorkflowNet


class Width(IntEnum):
    """How many bits a place gets. Few bits are fast; most nets never put two tokens into one place."""

    SAFE = 2
    NARROW = 8
    WIDE = 40


class TooManyTokensError(Exception):
    """A place holds more tokens than its bits can count."""


class TokenGame:
    """How states of a net follow one another. Transitions go by their number in the net.

    Args:
        net: the net to play.
        width: how many bits each place gets.

    Raises:
        TooManyTokensError: a transition takes more tokens from one place than its bits can count.
    """

    def __init__(self, net: WorkflowNet, width: Width) -> None:
        unit = {place: 1 << (number * width) for number, place in enumerate(net.places)}
        self._guard = sum(unit.values()) << (width - 1)
        self._unit = unit
        self._full = (1 << width) - 1
        self._sink = self.tokens_in([net.sink])
        self.initial = unit[net.source]
        self.final = unit[net.sink]
        self._taken = [sum(unit[p] for p in t.inputs) for t in net.transitions]
        self._gain = [
            sum(unit[p] for p in t.outputs) - taken
            for t, taken in zip(net.transitions, self._taken, strict=True)
        ]
        double = (len({*t.inputs}) < len(t.inputs) for t in net.transitions)
        if width is not Width.WIDE and any(double):
            raise TooManyTokensError
        self._touched = _touched(net)

    def enabled(self) -> tuple[int, ...]:
        """Return the transitions that can fire in the initial state."""
        return self._fireable(range(len(self._taken)), self.initial)

    def enabled_after(self, enabled: tuple[int, ...], fired: int, state: int) -> tuple[int, ...]:
        """Return what can fire in ``state``, where ``fired`` led from a state with ``enabled``."""
        touched = self._touched[fired]
        kept = tuple(number for number in enabled if number not in touched)
        return kept + self._fireable(touched, state)

    def fire(self, state: int, number: int) -> int:
        """Return the state after an enabled transition fired.

        Raises:
            TooManyTokensError: a place would hold more than the game can count.
        """
        following = state + self._gain[number]
        if following & self._guard:
            raise TooManyTokensError
        return following

    def tokens_in(self, places: Iterable[str]) -> int:
        """Return a mask that meets a state exactly if one of ``places`` is marked in it."""
        return sum(self._full * self._unit[place] for place in places)

    def improper(self, state: int) -> bool:
        """Return whether the sink is marked and something else, or the sink twice."""
        return state & self._sink != 0 and state != self.final

    def covers(self, larger: int, smaller: int) -> bool:
        """Return whether every place holds in ``larger`` what it holds in ``smaller``."""
        guard = self._guard
        return ((larger | guard) - smaller) & guard == guard

    def _fireable(self, numbers: Iterable[int], state: int) -> tuple[int, ...]:
        guard, taken = self._guard, self._taken
        guarded = state | guard
        return tuple(number for number in numbers if (guarded - taken[number]) & guard == guard)


def _touched(net: WorkflowNet) -> list[dict[int, None]]:
    """Return for each transition those whose chance to fire may change when it fires, in order."""
    consumers: dict[str, list[int]] = {}
    for number, transition in enumerate(net.transitions):
        for place in transition.inputs:
            consumers.setdefault(place, []).append(number)
    return [
        dict.fromkeys(n for p in (*t.inputs, *t.outputs) for n in consumers.get(p, ()))
        for t in net.transitions
    ]
