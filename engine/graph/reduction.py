"""Makes workflow nets smaller without changing whether, and how, they fail to be sound.

``Reduced`` remembers for each transition that is left which run of the original net it stands for. Every
rule keeps this true: a marking of the reduced net is a marking of the original one whose other places are
empty (or copies of a place that is left), and firing a transition is playing its run there. Each rule says
why the verdict stays the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.graph.petri import PetriTransition, WorkflowNet
from engine.graph.stories import Story

_MOST_COPIES = 16
"""A place is left alone if removing it would make more transitions than this."""


@dataclass(frozen=True, slots=True)
class Reduced:
    """A smaller net, and the runs its transitions stand for."""

    net: WorkflowNet
    stories: Mapping[str, Story]

    def costs(self) -> dict[str, int]:
        """Return how many transitions of the original net each transition stands for."""
        return {name: story.cost for name, story in self.stories.items()}

    def expand(self, run: Iterable[str]) -> tuple[str, ...]:
        """Return the run of the original net that a run of this one stands for."""
        return tuple(name for fired in run for name in self.stories[fired].names())


def reduce_net(net: WorkflowNet, stories: Mapping[str, Story]) -> Reduced:
    """Apply the rules until none applies.

    Args:
        net: nothing enters its source or leaves its sink, no arc is double, every transition takes
            something, and every place but the source is an output.
        stories: what each of its transitions stands for.
    """
    workshop = _Workshop(net, stories)
    workshop.work()
    return workshop.result()


@dataclass(slots=True)
class _Piece:
    inputs: frozenset[str]
    outputs: frozenset[str]
    story: Story


class _Workshop:
    """The net under work: pieces (transitions) by number, and their numbers by place."""

    def __init__(self, net: WorkflowNet, stories: Mapping[str, Story]) -> None:
        self._source, self._sink = net.source, net.sink
        self._pieces: dict[int, _Piece] = {}
        self._numbers: dict[tuple[frozenset[str], frozenset[str]], int] = {}
        self._feeding: dict[str, set[int]] = {place: set() for place in net.places}
        self._taking: dict[str, set[int]] = {place: set() for place in net.places}
        self._due = dict.fromkeys(reversed(net.places))
        self._made = 0
        for t in net.transitions:
            self._add(frozenset(t.inputs), frozenset(t.outputs), stories[t.name])

    def work(self) -> None:
        while True:
            while self._due:
                place, _ = self._due.popitem()
                if place in self._feeding:
                    self._improve(place)
            chosen = min(self._choices(), default=None)
            if chosen is None:
                return
            self._pass_through(chosen[1])

    def result(self) -> Reduced:
        named = {f"r{number}": piece for number, piece in sorted(self._pieces.items())}
        transitions = tuple(
            PetriTransition(name, tuple(sorted(piece.inputs)), tuple(sorted(piece.outputs)))
            for name, piece in named.items()
        )
        net = WorkflowNet(tuple(self._feeding), transitions, self._source, self._sink)
        return Reduced(net, {name: piece.story for name, piece in named.items()})

    def _improve(self, place: str) -> None:
        self._drop_idle(place)
        if place in (self._source, self._sink):
            return
        if self._drop_twin(place):
            return
        if len(self._taking[place]) == 1 and self._may_pass(place):
            self._pass_through(place)
        elif self._may_wait(place):
            self._wait_before(place)

    def _drop_idle(self, place: str) -> None:
        """Remove a transition that changes nothing.

        It can fire where another can that needs the same, or where the place has been filled; those
        remember it. A deadlock in which only such transitions are left to fire is called a livelock
        when its run is played in the original net.
        """
        for number in list(self._taking[place]):
            piece = self._pieces[number]
            if piece.inputs != piece.outputs:
                continue
            others = self._taking[place] - {number}
            same = [n for n in others if self._pieces[n].inputs == piece.inputs]
            fillers = self._feeding[place] - {number} if len(piece.inputs) == 1 else ()
            if same or fillers:
                self._remove(number)
                self._due |= dict.fromkeys(piece.inputs)
                for n in same[:1] or fillers:
                    self._pieces[n].story = self._pieces[n].story.allowing(piece.story)

    def _drop_twin(self, place: str) -> bool:
        """Remove a place that the same transitions fill and empty as another: they hold the same."""
        feeding, taking = self._feeding[place], self._taking[place]
        if not feeding:
            return False
        beside = self._pieces[next(iter(feeding))].outputs
        for other in beside - {place, self._sink}:
            if self._feeding[other] == feeding and self._taking[other] == taking:
                for number in list(feeding | taking):
                    piece = self._remove(number)
                    self._add(piece.inputs - {place}, piece.outputs - {place}, piece.story)
                self._forget(place)
                return True
        return False

    def _may_pass(self, place: str) -> bool:
        """Return whether a token can leave ``place`` at once in every run that matters.

        Each consumer needs only this token, so it can fire right after the transition that brought it:
        every run can be put in that order without changing where it leads. Each leaves something
        behind, so that a token here spoils a marked sink exactly if what follows it does.
        """
        consumers = [self._pieces[n] for n in self._taking[place]]
        if not consumers or any(
            len(c.inputs) > 1 or not c.outputs or place in c.outputs for c in consumers
        ):
            return False
        producers = [self._pieces[n].outputs - {place} for n in self._feeding[place]]
        return all(p.isdisjoint(c.outputs) for p in producers for c in consumers)

    def _pass_through(self, place: str) -> None:
        """Fuse each producer of ``place`` with each consumer."""
        producers = [self._remove(number) for number in sorted(self._feeding[place])]
        consumers = [self._remove(number) for number in sorted(self._taking[place])]
        self._forget(place)
        for first in producers:
            for then in consumers:
                outputs = (first.outputs - {place}) | then.outputs
                self._add(first.inputs, outputs, first.story.then(then.story))

    def _choices(self) -> Iterator[tuple[int, str]]:
        """Iterate over places where work chooses a way on, as how many transitions they would add.

        Only where their producers bring nothing else: otherwise the choice would be copied into work that
        goes on beside it.
        """
        for place in self._feeding:
            if place in (self._source, self._sink) or not self._may_pass(place):
                continue
            feeding, taking = self._feeding[place], self._taking[place]
            copies = len(feeding) * len(taking)
            if copies <= max(_MOST_COPIES, len(feeding) + len(taking)) and all(
                len(self._pieces[n].outputs) == 1 for n in feeding
            ):
                yield copies - len(feeding) - len(taking), place

    def _may_wait(self, place: str) -> bool:
        """Return whether the only producer of ``place`` can wait until its token is wanted.

        It makes nothing else, and nobody else wants what it takes. So a token here means as much as its
        inputs do: what can follow is the same, and firing it late changes no run but its order.
        """
        if len(self._feeding[place]) != 1 or not self._taking[place]:
            return False
        number = next(iter(self._feeding[place]))
        piece = self._pieces[number]
        return len(piece.outputs) == 1 and all(
            self._taking[p] == {number} and p != place for p in piece.inputs
        )

    def _wait_before(self, place: str) -> None:
        """Fuse the only producer of ``place`` with each consumer."""
        (number,) = self._feeding[place]
        first = self._remove(number)
        consumers = [self._remove(taker) for taker in sorted(self._taking[place])]
        self._forget(place)
        for then in consumers:
            inputs = (then.inputs - {place}) | first.inputs
            self._add(inputs, then.outputs, first.story.then(then.story))

    def _add(self, inputs: frozenset[str], outputs: frozenset[str], story: Story) -> None:
        """Add a transition; of two that do the same, keep the one with the shorter run."""
        twin = self._numbers.get((inputs, outputs))
        if twin is not None:
            self._pieces[twin].story = self._pieces[twin].story.beside(story)
            self._due |= dict.fromkeys((*inputs, *outputs))
            return
        self._made += 1
        self._numbers[inputs, outputs] = self._made
        self._pieces[self._made] = _Piece(inputs, outputs, story)
        for places, numbers in ((inputs, self._taking), (outputs, self._feeding)):
            for place in places:
                numbers[place].add(self._made)
                self._due[place] = None

    def _remove(self, number: int) -> _Piece:
        piece = self._pieces.pop(number)
        del self._numbers[piece.inputs, piece.outputs]
        for place in piece.inputs:
            self._taking[place].discard(number)
        for place in piece.outputs:
            self._feeding[place].discard(number)
        return piece

    def _forget(self, place: str) -> None:
        del self._feeding[place], self._taking[place]
