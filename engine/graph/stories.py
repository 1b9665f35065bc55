"""What one transition of a reduced net stands for: a run of transitions of the net it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

Tale: TypeAlias = "str | tuple[Tale, ...]"
"""Names in order; kept nested, so that joining two runs costs the same however long they are."""


@dataclass(frozen=True, slots=True)
class Story:
    """A run, and transitions that can fire wherever it can.

    Attributes:
        run: the transitions that fire, in order.
        cost: how many they are.
        likewise: further transitions of the original net that are alive when this one is.
    """

    run: Tale = ()
    cost: int = 0
    likewise: Tale = ()

    def then(self, other: Story) -> Story:
        """Return this run followed by another."""
        likewise = (self.likewise, other.likewise) if self.likewise or other.likewise else ()
        return Story((self.run, other.run), self.cost + other.cost, likewise)

    def beside(self, other: Story) -> Story:
        """Return the shorter of two runs with the same effect, remembering the other."""
        short, long = (self, other) if self.cost <= other.cost else (other, self)
        return short.allowing(long)

    def allowing(self, other: Story) -> Story:
        """Return this run, remembering that the other one can fire wherever it can."""
        return Story(self.run, self.cost, (self.likewise, other.run, other.likewise))

    def names(self) -> Iterator[str]:
        """Iterate over the run."""
        return _flat(self.run)

    def alive(self) -> Iterator[str]:
        """Iterate over the transitions that are alive when this one is."""
        yield from _flat(self.run)
        yield from _flat(self.likewise)


def the_story_of(name: str) -> Story:
    """Return the story of a transition that stands for itself."""
    return Story(name, 1)


def _flat(tale: Tale) -> Iterator[str]:
    waiting = [tale]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        else:
            waiting.extend(reversed(part))
